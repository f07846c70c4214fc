package yamldoc

// block is the state of decoding a literal or folded scalar.
type block struct {
	*decoder
	literal bool
	chomp   byte // '+' keeps the line breaks at the end, '-' strips them, 0 keeps one
	indent  int  // columns that belong to the layout and not to the value; 0 until known
	end     int  // where the content read so far ends
}

// block decodes the scalar that begins with | or > at pos and returns where its content ends.
// Outer is the column of the collection around it, -1 at the top.
//
// The line break at the end of the content, and more of them with chomping +, stand for the empty
// range at that end: they separate the scalar from what follows, and an edit must not join the two.
func (d *decoder) block(outer int) (end int, ok bool) {
	if d.pos >= len(d.text) || d.text[d.pos] != '|' && d.text[d.pos] != '>' {
		return d.pos, false
	}
	b := block{decoder: d, literal: d.text[d.pos] == '|'}
	b.header(outer)
	b.content(outer)
	return b.end, true
}

// header reads the indicators behind | or > and skips the rest of their line.
func (b *block) header(outer int) {
	b.pos++
	for b.pos < len(b.text) && b.indicator(b.text[b.pos], outer) {
		b.pos++
	}
	b.end = b.pos
	b.pos = lineEnd(b.text, b.pos)
	b.pos += breakSize(b.text, b.pos)
}

// indicator notes what c says about chomping or indentation, if it says anything.
func (b *block) indicator(c byte, outer int) bool {
	switch {
	case c == '+' || c == '-':
		b.chomp = c
	case '1' <= c && c <= '9':
		b.indent = max(outer, 0) + int(c-'0')
	default:
		return false
	}
	return true
}

// content reads line after line while they are indented enough.
func (b *block) content(outer int) {
	var pending gap // the line breaks and indentation before the line at pos
	wasBlank := false
	first := true
	for {
		g, column := b.emptyLines(outer)
		pending.breaks = append(pending.breaks, g.breaks...)
		pending.end = b.pos
		if column != b.indent || b.pos >= len(b.text) {
			break
		}
		blank := isBlank(b.text, b.pos)
		b.join(pending, first, wasBlank || blank)
		first, wasBlank = false, blank
		pending = b.line()
	}
	b.chompTail(pending, first)
}

// line copies the line at pos and returns the gap that its line break opens.
func (b *block) line() gap {
	start := b.pos
	b.pos = lineEnd(b.text, start)
	b.out.Copy(start, b.pos)
	b.end = b.pos
	g := gap{start: b.pos}
	if size := breakSize(b.text, b.pos); size > 0 {
		g.breaks = []lineBreak{{b.pos, b.pos + size}}
		b.pos += size
	}
	return g
}

// emptyLines reads the line breaks before the next line with content and that line's indentation;
// column is how far it goes. The first such line fixes the indentation of the scalar.
func (b *block) emptyLines(outer int) (g gap, column int) {
	deepest := 0
	for {
		start := b.pos
		for (b.indent == 0 || b.pos-start < b.indent) && b.pos < len(b.text) && b.text[b.pos] == ' ' {
			b.pos++
		}
		column = b.pos - start
		deepest = max(deepest, column)
		size := breakSize(b.text, b.pos)
		if size == 0 {
			break
		}
		g.breaks = append(g.breaks, lineBreak{b.pos, b.pos + size})
		b.pos += size
	}
	if b.indent == 0 {
		b.indent = max(deepest, outer+1, 1)
	}
	return g, column
}

// join writes the gap between two lines. Folding turns a single line break into a space and drops
// the first of several, but leaves everything around lines that begin with a blank.
func (b *block) join(g gap, first, blank bool) {
	folds := !b.literal && !blank && !first && isNewline(b.text, g)
	switch {
	case folds && len(g.breaks) == 1:
		b.out.Replace(" ", g.start, g.end)
		return
	case folds:
		g.breaks = g.breaks[1:]
	}
	if first && len(g.breaks) > 0 {
		g.start = g.breaks[0].start
	}
	b.writeBreaks(g)
}

// isNewline reports whether the first line break of g is one that folds; LS and PS do not.
func isNewline(text string, g gap) bool {
	return len(g.breaks) > 0 && breakValue(text, g.breaks[0].start, g.breaks[0].end) == "\n"
}

// chompTail writes the line breaks behind the content that the chomping indicator leaves.
func (b *block) chompTail(g gap, empty bool) {
	kept := g.breaks
	switch {
	case b.chomp == '-':
		return
	case b.chomp == '+':
	case empty:
		return // without content there is no line break to end it
	default:
		kept = kept[:min(1, len(kept))]
	}
	for _, lb := range kept {
		b.out.Replace(breakValue(b.text, lb.start, lb.end), b.end, b.end)
	}
}
