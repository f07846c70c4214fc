package golden

import (
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
	left := len(c.inserted)
	for _, e := range c.elements {
		if !e.removed {
			left++
		}
	}
	var edits []diag.Edit
	if left == 0 && c.isBlock() {
		edits = append(edits, c.edit(c.holder, c.holder, map[yamldoc.Kind]string{yamldoc.Mapping: " {}", yamldoc.Sequence: " []"}[c.node.Kind]))
	}
	for i, e := range c.elements {
		if e.removed {
			edits = append(edits, c.removal(i))
		}
	}
	for _, behind := range sortedKeys(c.inserted) {
		edits = append(edits, c.insertion(behind, c.inserted[behind]))
	}
	return edits
}

func sortedKeys(m map[int][]string) []int {
	var keys []int
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// removal takes one element out: its lines in a block, or else the element with its comma.
func (c *collection) removal(i int) diag.Edit {
	e := c.elements[i]
	start := c.lineStart(e.start)
	switch {
	case c.isBlock() && strings.TrimSpace(c.text[start:e.start]) == "":
		return c.edit(start, c.lineEnd(e.end), "")
	case c.isBlock(): // it follows the dash of an item
		return c.edit(e.start, c.elements[i+1].start, "")
	case i+1 < len(c.elements):
		return c.edit(e.start, c.behindComma(e.end), "")
	case i > 0 && !c.elements[i-1].removed && !strings.Contains(c.text[c.elements[i-1].end:e.start], "#"):
		return c.edit(c.elements[i-1].end, e.end, "")
	}
	return c.edit(e.start, e.end, "")
}

// behindComma is the offset behind the comma that follows an element of a flow, and behind the blanks
// on its line.
func (c *collection) behindComma(at int) int {
	comma := at + strings.IndexByte(c.text[at:], ',') + 1
	return comma + len(c.text[comma:]) - len(strings.TrimLeft(c.text[comma:], " \t"))
}

func (c *collection) insertion(behind int, texts []string) diag.Edit {
	switch {
	case len(c.elements) == 0:
		return c.fill(texts)
	case !c.isBlock() && behind < 0:
		at := c.elements[0].start
		return c.edit(at, at, strings.Join(texts, ", ")+", ")
	case !c.isBlock():
		at := c.elements[behind].end
		return c.edit(at, at, ", "+strings.Join(texts, ", "))
	case behind < 0:
		at := c.elements[0].start
		return c.edit(at, at, c.lines(texts)[len(c.indent()):]+c.indent())
	}
	at := c.lineEnd(c.elements[behind].end)
	lines := c.lines(texts)
	if at > 0 && c.text[at-1] != '\n' {
		lines = c.newline() + strings.TrimSuffix(lines, c.newline())
	}
	return c.edit(at, at, lines)
}

// fill puts elements into an empty flow; an empty list becomes a block.
func (c *collection) fill(texts []string) diag.Edit {
	span := c.node.Span
	if c.node.Kind != yamldoc.Sequence || !strings.HasPrefix(texts[0], "- ") {
		return c.edit(span.Start+1, span.End-1, strings.Join(texts, ", "))
	}
	start := c.lineStart(c.holder)
	indent := len(c.text[start:c.holder]) - len(strings.TrimLeft(c.text[start:c.holder], " -"))
	var lines string
	for _, text := range texts {
		lines += c.newline() + indented(text, strings.Repeat(" ", indent+len("  ")), c.newline())
	}
	return c.edit(c.holder, span.End, lines)
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
