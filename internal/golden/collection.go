package golden

import (
	"maps"
	"slices"
	"strings"

	"postback/internal/diag"
	"postback/internal/yamldoc"
)

// collection edits a mapping or a list of a YAML text: elements are removed and inserted, and
// everything else, comments included, stays byte for byte.
type collection struct {
	text     string
	src      *diag.Source
	node     *yamldoc.Node
	holder   int // offset behind the colon whose value the collection is
	elements []element
	inserted map[int][]string // behind which element; -1 before the first
}

// element is the range of one entry or item; that of an item in a block begins at its dash.
type element struct {
	start, end int
	removed    bool
}

// newCollection begins to edit a node, which is the value of the given key.
func newCollection(node *yamldoc.Node, key diag.Span) *collection {
	src := node.Span.Source
	c := &collection{text: src.Content(), src: src, node: node, inserted: map[int][]string{}}
	c.holder = key.End + strings.IndexByte(c.text[key.End:], ':') + 1
	for _, p := range node.Pairs {
		c.elements = append(c.elements, element{start: p.Key.Span.Start, end: max(p.Value.Span.End, p.Key.Span.End+1)})
	}
	for _, item := range node.Items {
		start := item.Span.Start
		if c.isBlock() {
			start = strings.LastIndexByte(c.text[:start], '-')
		}
		c.elements = append(c.elements, element{start: start, end: item.Span.End})
	}
	return c
}

func (c *collection) isBlock() bool { return c.node.Style != yamldoc.Flow }

// indent is what stands before the elements of a block.
func (c *collection) indent() string {
	if len(c.elements) == 0 {
		return ""
	}
	return strings.Repeat(" ", c.elements[0].start-c.lineStart(c.elements[0].start))
}

func (c *collection) remove(i int) { c.elements[i].removed = true }

// insert adds an element behind another one. Its text is one line in a flow; in a block its lines
// are not indented yet.
func (c *collection) insert(behind int, text string) {
	c.inserted[behind] = append(c.inserted[behind], text)
}

// edits are all changes to the text.
func (c *collection) edits() []diag.Edit {
	switch {
	case len(c.elements) == 0:
		return c.fill()
	case c.isBlock():
		return c.blockEdits()
	}
	return c.flowEdits()
}

// kept reports whether any element of the text stays.
func (c *collection) kept() bool {
	return slices.ContainsFunc(c.elements, func(e element) bool { return !e.removed })
}

func (c *collection) blockEdits() []diag.Edit {
	var edits []diag.Edit
	if !c.kept() && len(c.inserted) == 0 {
		empty := map[yamldoc.Kind]string{yamldoc.Mapping: " {}", yamldoc.Sequence: " []"}[c.node.Kind]
		edits = append(edits, c.edit(c.holder, c.holder, empty))
	}
	for _, behind := range slices.Sorted(maps.Keys(c.inserted)) {
		edits = append(edits, c.insertion(behind, c.lines(c.inserted[behind])))
	}
	for i, e := range c.elements {
		switch start := c.lineStart(e.start); {
		case !e.removed:
		case c.isLine(start, e.start):
			edits = append(edits, c.edit(start, c.lineEnd(e.end), ""))
		default: // it follows the dash of an item
			edits = append(edits, c.edit(e.start, c.elements[i+1].start, ""))
		}
	}
	return edits
}

// isLine reports whether an element begins its line.
func (c *collection) isLine(start, at int) bool { return strings.TrimSpace(c.text[start:at]) == "" }

// insertion puts whole lines behind an element of a block.
func (c *collection) insertion(behind int, lines string) diag.Edit {
	first := c.elements[0].start
	start := c.lineStart(first)
	switch {
	case behind < 0 && c.isLine(start, first):
		return c.edit(start, start, lines)
	case behind < 0:
		return c.edit(first, first, lines[len(c.indent()):]+c.indent())
	}
	at := c.lineEnd(c.elements[behind].end)
	if c.text[at-1] != '\n' { // the text ends here, without a line end
		lines = c.newline() + strings.TrimSuffix(lines, c.newline())
	}
	return c.edit(at, at, lines)
}

func (c *collection) flowEdits() []diag.Edit {
	var edits []diag.Edit
	var front []string // inserted before every element that stays
	for _, behind := range slices.Sorted(maps.Keys(c.inserted)) {
		texts := c.inserted[behind]
		for behind >= 0 && c.elements[behind].removed {
			behind--
		}
		if behind < 0 {
			front = append(front, texts...)
			continue
		}
		at := c.elements[behind].end
		edits = append(edits, c.edit(at, at, ", "+strings.Join(texts, ", ")))
	}
	if len(front) > 0 {
		text, at := strings.Join(front, ", "), c.elements[0].start
		if c.kept() {
			text += ", "
		}
		edits = append(edits, c.edit(at, at, text))
	}
	return append(edits, c.flowRemovals()...)
}

// flowRemovals takes elements out of a flow, those in a row together, each with a comma.
func (c *collection) flowRemovals() []diag.Edit {
	var edits []diag.Edit
	for i := 0; i < len(c.elements); i++ {
		if !c.elements[i].removed {
			continue
		}
		first := i
		for i+1 < len(c.elements) && c.elements[i+1].removed {
			i++
		}
		start, end := c.elements[first].start, c.elements[i].end
		switch {
		case i+1 < len(c.elements):
			end = c.behindComma(end)
		case first > 0:
			start = c.elements[first-1].end
		}
		edits = append(edits, c.edit(start, end, ""))
	}
	return edits
}

// behindComma is the offset behind the comma that follows an element of a flow, and behind the blanks
// on its line.
func (c *collection) behindComma(at int) int {
	comma := at + strings.IndexByte(c.text[at:], ',') + 1
	return comma + len(c.text[comma:]) - len(strings.TrimLeft(c.text[comma:], " \t"))
}

// fill puts elements into an empty flow; an empty list becomes a block.
func (c *collection) fill() []diag.Edit {
	span, texts := c.node.Span, c.inserted[-1]
	if len(texts) == 0 {
		return nil
	}
	if c.node.Kind != yamldoc.Sequence || !strings.HasPrefix(texts[0], "- ") {
		return []diag.Edit{c.edit(span.Start+1, span.End-1, strings.Join(texts, ", "))}
	}
	start := c.lineStart(c.holder)
	indent := len(c.text[start:c.holder]) - len(strings.TrimLeft(c.text[start:c.holder], " -"))
	var lines string
	for _, text := range texts {
		lines += c.newline() + indented(text, strings.Repeat(" ", indent+len("  ")), c.newline())
	}
	return []diag.Edit{c.edit(c.holder, span.End, lines)}
}

// lines are whole lines of a block.
func (c *collection) lines(texts []string) string {
	var lines string
	for _, text := range texts {
		lines += indented(text, c.indent(), c.newline()) + c.newline()
	}
	return lines
}

// indented puts the indentation before every line that is not empty.
func indented(text, indent, newline string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = indent + line
		}
	}
	return strings.Join(lines, newline)
}

// newline is how the text ends its lines.
func (c *collection) newline() string { return newlineOf(c.text) }

func newlineOf(text string) string {
	if strings.Contains(text, "\r\n") {
		return "\r\n"
	}
	return "\n"
}

func (c *collection) lineStart(at int) int { return strings.LastIndexByte(c.text[:at], '\n') + 1 }

// lineEnd is the offset behind the line on which a range ends.
func (c *collection) lineEnd(end int) int {
	if end > 0 && c.text[end-1] == '\n' {
		return end
	}
	if i := strings.IndexByte(c.text[end:], '\n'); i >= 0 {
		return end + i + 1
	}
	return len(c.text)
}

func (c *collection) edit(start, end int, text string) diag.Edit {
	return diag.Edit{Span: c.src.Span(start, end), Text: text}
}
