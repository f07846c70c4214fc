package golden

import (
	"fmt"
	"slices"

	"postback/internal/diag"
	"postback/internal/yamldoc"
)

// Update is the text of a test file that expects what really happens. Of the file's own text only
// what differs is changed. Count is the number of pixels whose expectations were written.
// What must not be written down, because it is secret, is left as it is.
func Update(file *File, results []Result, secret Secret) (text string, count int, err error) {
	u := &updater{describer: describer{secret}}
	for i := range results {
		u.result(&results[i])
	}
	text = diag.Apply(file.Source.Content(), u.edits)
	if _, faults := Parse(diag.NewSource(file.Source.Name(), []byte(text))); faults.HasErrors() {
		return "", 0, fmt.Errorf("cannot write the expectations of %s: the file would not be readable any more (%w); rewrite it in blocks, an entry a line", file.Source.Name(), faults.Err())
	}
	return text, u.count, nil
}

// updater collects the edits of one file.
type updater struct {
	describer
	edits []diag.Edit
	count int
}

func (u *updater) result(r *Result) {
	if len(r.Faults) == 0 {
		return
	}
	if !r.Case.Written() {
		u.write(r)
		return
	}
	items := newCollection(r.Case.expect, keyOf(r.Case.node, r.Case.expect))
	for i := range r.Faults {
		u.fault(r.Case, &r.Faults[i], items)
	}
	u.edits = append(u.edits, items.edits()...)
}

// keyOf is where the key of a value stands.
func keyOf(mapping, value *yamldoc.Node) diag.Span {
	return mapping.Pairs[pairOf(mapping, value)].Key.Span
}

// pairOf is the index of a value in its mapping.
func pairOf(mapping, value *yamldoc.Node) int {
	return slices.IndexFunc(mapping.Pairs, func(p yamldoc.Pair) bool { return p.Value == value })
}

// write adds expectations to a case that has none.
func (u *updater) write(r *Result) {
	entries := newCollection(r.Case.node, diag.Span{Source: r.Case.Span.Source, Start: r.Case.Span.Start, End: r.Case.Span.Start})
	text, separator := "expect:", "\n"
	if !entries.isBlock() {
		text, separator = "expect: [", ", "
	}
	for i := range r.Faults {
		f := &r.Faults[i]
		switch {
		case f.Kind == Unwritten:
			continue
		case entries.isBlock():
			text += separator + indented(u.item(f.Pixel, f.outcome), "  ", "\n")
		default:
			text += u.flowItem(f.Pixel, f.outcome) + separator
		}
		u.count++
	}
	switch {
	case !entries.isBlock():
		text += "]"
	case text == "expect:":
		text = "expect: []"
	}
	entries.insert(len(entries.elements)-1, text)
	u.count = max(u.count, 1)
	u.edits = append(u.edits, entries.edits()...)
}

func (u *updater) fault(c *Case, f *Fault, items *collection) {
	u.count++
	switch f.Kind {
	case Unexpected:
		items.insert(len(items.elements)-1, u.newItem(c, f, items))
	case NoPixel:
		items.remove(slices.Index(c.Expect, f.expected))
	case Differs:
		u.differences(f)
	case OtherReason:
		u.reason(f)
	case NotFired, NotBuilt, Fires:
		u.redecide(f)
	case Unwritten: // see write
	}
}

// newItem is an expectation of a pixel that the case does not speak of. An empty list can become a
// block, unless something around it is a flow.
func (u *updater) newItem(c *Case, f *Fault, items *collection) string {
	if !items.isBlock() && (len(items.elements) > 0 || c.node.Style == yamldoc.Flow) {
		return u.flowItem(f.Pixel, f.outcome)
	}
	return u.item(f.Pixel, f.outcome)
}

// reason writes why a pixel is really skipped, or fails.
func (u *updater) reason(f *Fault) {
	expected, actual := f.expected.Skip, f.outcome.reason
	if expected == nil {
		expected = f.expected.Fail
	}
	if expected.Code.String() != string(actual.Code) {
		u.replace(expected.node, string(actual.Code))
	}
	if because := expected.because; because != nil && !expected.accepts(actual) {
		u.replace(because, u.value(yamldoc.FlowText, "", actual.Message))
	}
}

func (u *updater) replace(n *yamldoc.Node, text string) {
	u.edits = append(u.edits, diag.Edit{Span: n.Span, Text: text})
}

// redecide writes what a pixel does that does something else altogether than it is expected to.
func (u *updater) redecide(f *Fault) {
	n := f.expected.node
	if n.Kind != yamldoc.Mapping {
		u.replace(n, u.flowItem(f.Pixel, f.outcome))
		return
	}
	entries := newCollection(n, n.Span)
	name := 0
	for i, p := range n.Pairs {
		switch p.Key.Text.String() {
		case "pixel":
			name = i
		case "more":
		default:
			entries.remove(i)
		}
	}
	for _, entry := range u.entriesFor(f, entries.isBlock()) {
		entries.insert(name, entry)
	}
	u.edits = append(u.edits, entries.edits()...)
}

// entriesFor are the entries for what the pixel did; a flow has room for short ones only.
func (u *updater) entriesFor(f *Fault, block bool) []string {
	if f.outcome.request != nil && !block {
		return nil
	}
	return u.entries(f.outcome)
}
