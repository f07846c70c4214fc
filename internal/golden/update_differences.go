package golden

import (
	"slices"
	"strings"

	"postback/internal/diag"
	"postback/internal/yamldoc"
)

// differences writes what the request really is: what lists say name by name, and a URL or a body as
// a whole, however much of it differs.
func (u *updater) differences(f *Fault) {
	edited := map[*List]*collection{}
	var order []*List
	whole := map[*Want]string{}
	for i := range f.Differences {
		d := &f.Differences[i]
		switch {
		case d.list != nil && d.list.node != nil:
			if edited[d.list] == nil {
				edited[d.list] = newCollection(d.list.node, keyOf(f.expected.node, d.list.node))
				order = append(order, d.list)
			}
			u.listed(d, f.outcome.request, edited[d.list])
		case d.field != nil && d.field.node != nil && d.value == nil:
			u.replace(d.field.node, "{absent: true}")
		case d.field != nil && d.field.node != nil:
			u.replace(d.field.node, u.values(d.value, true))
		case d.Part.inBody():
			whole[f.expected.Body] = f.outcome.request.Body
		default:
			whole[f.expected.URL] = f.outcome.request.URL
		}
	}
	for _, l := range order {
		u.edits = append(u.edits, edited[l].edits()...)
	}
	for want, text := range whole {
		u.text(f.expected, want.node, text)
	}
}

// text writes a whole URL or body, unless it holds a secret: the expectation is then left as it is.
func (u *updater) text(e *Expectation, n *yamldoc.Node, text string) {
	switch {
	case u.secret("", text):
	case e.node.Style == yamldoc.Flow:
		u.replace(n, yamldoc.FlowText(text))
	default:
		indent := newCollection(e.node, e.node.Span).indent()
		block := yamldoc.BlockText(text, indent)
		u.replace(n, strings.ReplaceAll(block, "\n", newlineOf(n.Span.Source.Content())))
	}
}

// listed writes one difference into its list.
func (u *updater) listed(d *Difference, r *Request, c *collection) {
	flow := !c.isBlock()
	switch d.Change {
	case Changed:
		u.replace(d.field.node, u.values(d.value, flow))
	case Removed:
		c.remove(slices.Index(d.list.Fields, d.field))
	case Renamed:
		u.rename(d, flow)
	case Added:
		c.insert(predecessor(d, r), u.entry(d.value, flow))
	case Reencoded, Reordered: // lists know neither
	}
}

// rename writes the new name, and the value when it is another one too.
func (u *updater) rename(d *Difference, flow bool) {
	name := yamldoc.ScalarText(d.value.Name)
	if flow {
		name = yamldoc.FlowText(d.value.Name)
	}
	key := d.field.key.Whole()
	u.edits = append(u.edits, diag.Edit{Span: key, Text: name})
	if !d.field.accepts(d.value) {
		u.replace(d.field.node, u.values(d.value, flow))
	}
}

// predecessor is the index in its list of what comes before an added value in the request; -1 when
// nothing does.
func predecessor(d *Difference, r *Request) int {
	behind := -1
	for _, v := range r.Parts[d.Part] {
		if v == d.value {
			break
		}
		listed := func(f *Field) bool { return sameName(d.Part, f.Name, v.Name) }
		if i := slices.IndexFunc(d.list.Fields, listed); i >= 0 {
			behind = i
		}
	}
	return behind
}
