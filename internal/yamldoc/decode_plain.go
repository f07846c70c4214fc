package yamldoc

// plain decodes an unquoted scalar and returns where it ends. Between brackets (flow) it may go on
// over any line, elsewhere only over lines indented by at least indent.
func (d *decoder) plain(indent int, flow bool) (end int) {
	var before gap
	for {
		start := d.pos
		d.pos = plainWordEnd(d.text, start, flow)
		if d.pos == start {
			return end
		}
		d.fold(before)
		d.out.Copy(start, d.pos)
		end = d.pos
		before = d.scanGap()
		if before.end == end || d.endsPlain(before, indent, flow) {
			return end
		}
	}
}

// endsPlain reports whether what stands behind the gap belongs no more to the scalar.
func (d *decoder) endsPlain(g gap, indent int, flow bool) bool {
	if d.pos < len(d.text) && d.text[d.pos] == '#' {
		return true
	}
	if len(g.breaks) == 0 {
		return false
	}
	column := g.end - g.breaks[len(g.breaks)-1].end
	return !flow && column < indent || column == 0 && isDocumentMarker(d.text, d.pos)
}

// plainWordEnd is where the unquoted word at i ends: at a blank or a line break, at a colon with
// one of them behind it, and between brackets at their punctuation. The question mark is among
// that only for the library, which cuts an unquoted a?b there.
func plainWordEnd(text string, i int, flow bool) int {
	for ; !isSpace(text, i); i++ {
		c := text[i]
		if c == ':' && isSpace(text, i+1) {
			return i
		}
		if flow && (isFlowIndicator(c) || c == '?') {
			return i
		}
	}
	return i
}
