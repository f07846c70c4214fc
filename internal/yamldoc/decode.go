package yamldoc

import "postback/internal/diag"

// decoder reads one scalar after the other from the source and notes where each decoded byte came
// from. It follows the library step by step; what it makes counts only if it equals the library's
// value.
type decoder struct {
	text   string // the whole source
	pos    int    // where to read on
	out    *diag.TextBuilder
	breaks []lineBreak // of the gap that was scanned last
}

// lineBreak is the place of a line break that is kept in the value.
type lineBreak struct{ start, end int }

// gap is a run of blanks and line breaks inside a plain or quoted scalar.
type gap struct {
	start, end int
	breaks     []lineBreak
}

// scanGap reads the gap at pos, which is left behind it. The gap is good until the next is read.
func (d *decoder) scanGap() gap {
	start := d.pos
	d.breaks = d.breaks[:0]
	for {
		size := breakSize(d.text, d.pos)
		switch {
		case size > 0:
			d.breaks = append(d.breaks, lineBreak{d.pos, d.pos + size})
			d.pos += size
		case isBlank(d.text, d.pos):
			d.pos++
		default:
			return gap{start: start, end: d.pos, breaks: d.breaks}
		}
	}
}

// fold writes a gap: blanks inside a line stay, a single line break becomes a space, and of more
// line breaks the first is dropped.
func (d *decoder) fold(g gap) {
	switch {
	case len(g.breaks) == 0:
		d.out.Copy(g.start, g.end)
	case breakValue(d.text, g.breaks[0].start, g.breaks[0].end) != "\n":
		d.writeBreaks(g)
	case len(g.breaks) == 1:
		d.out.Replace(" ", g.start, g.end)
	default:
		g.breaks = g.breaks[1:]
		d.writeBreaks(g)
	}
}

// writeBreaks writes the line breaks of a gap so that their places tile it: each one stands for
// itself and the indentation behind it, the first also for the blanks before it.
func (d *decoder) writeBreaks(g gap) {
	for i, b := range g.breaks {
		start, end := b.start, g.end
		if i == 0 {
			start = g.start
		}
		if i+1 < len(g.breaks) {
			end = g.breaks[i+1].start
		}
		d.out.Replace(breakValue(d.text, b.start, b.end), start, end)
	}
}
