package golden

import (
	"slices"

	"postback/internal/diag"
)

// Change is how something differs.
type Change string

// The changes.
const (
	Added     Change = "added"     // it is there and not expected
	Removed   Change = "removed"   // it is expected and not there
	Renamed   Change = "renamed"   // it is there under another name
	Changed   Change = "changed"   // its value is another
	Reencoded Change = "reencoded" // it is sent differently and a receiver reads the same
	Reordered Change = "reordered" // only the order is another
)

// Difference is one thing in which a request is not as it is to be.
type Difference struct {
	Part   Part
	Name   string // of the parameter, header or place; empty where there is only one
	To     string // the name that it has now, when it is renamed
	Change Change

	Want, Got             string    // decoded; a want may be a condition in words
	WantTokens, GotTokens string    // what the values came from
	Span                  diag.Span // in the definitions

	list  *List
	field *Field // nil when it is added
	value *Value // nil when it is removed
}

// comparison holds the values of one part against a list of wants.
type comparison struct {
	list  *List
	got   []*Value
	found []Difference
}

// compare says in what the values differ from the list. More allows names that are not listed.
func (l *List) compare(got []*Value, more bool) []Difference {
	c := &comparison{list: l, got: got}
	var missing []*Field
	for _, f := range l.Fields {
		v := c.named(f.Name)
		switch {
		case v != nil && !f.accepts(v):
			c.add(Changed, f, v)
		case v != nil && f.before != nil && !slices.Equal(v.Raw, f.before.Raw):
			c.add(Reencoded, f, v)
		case v == nil && !f.absent():
			missing = append(missing, f)
		}
	}
	c.unlisted(missing, more)
	return c.found
}

// accepts reports whether the values are as wanted, each in its turn.
func (f *Field) accepts(v *Value) bool {
	if len(f.Wants) != len(v.Values) {
		return false
	}
	for i, w := range f.Wants {
		if !w.accepts(v.Values[i]) {
			return false
		}
	}
	return true
}

func (c *comparison) named(name string) *Value {
	for _, v := range c.got {
		if sameName(c.list.Part, v.Name, name) {
			return v
		}
	}
	return nil
}

// unlisted pairs what is missing with what is there under names that are not listed.
func (c *comparison) unlisted(missing []*Field, more bool) {
	var extra []*Value
	for _, v := range c.got {
		listed := func(f *Field) bool { return sameName(c.list.Part, f.Name, v.Name) }
		if !slices.ContainsFunc(c.list.Fields, listed) {
			extra = append(extra, v)
		}
	}
	for _, f := range missing {
		i := renamed(f, extra)
		if i < 0 {
			c.add(Removed, f, nil)
			continue
		}
		c.add(Renamed, f, extra[i])
		extra = slices.Delete(extra, i, i+1)
	}
	for _, v := range extra {
		if !more {
			c.add(Added, nil, v)
		}
	}
}

// renamed is the index of the value that has the field's value, or else a name much like the
// field's; -1 when there is none.
func renamed(f *Field, extra []*Value) int {
	same := -1
	for i, v := range extra {
		if f.exact() && f.String() != "" && f.accepts(v) {
			if same >= 0 {
				return nearestName(f, extra) // two of them: which one is not certain
			}
			same = i
		}
	}
	if same >= 0 {
		return same
	}
	return nearestName(f, extra)
}

func nearestName(f *Field, extra []*Value) int {
	names := make([]string, len(extra))
	for i, v := range extra {
		names[i] = v.Name
	}
	nearest, ok := diag.Nearest(f.Name, names)
	if !ok {
		return -1
	}
	return slices.Index(names, nearest)
}

func (c *comparison) add(change Change, f *Field, v *Value) {
	d := Difference{Part: c.list.Part, Change: change, list: c.list, field: f, value: v}
	if f != nil {
		d.Name, d.Want = f.Name, f.String()
		if f.before != nil {
			d.WantTokens, d.Span = f.before.Tokens, f.before.Span
		}
	}
	if v != nil {
		d.Got, d.GotTokens, d.Span = v.String(), v.Tokens, v.Span
	}
	switch change {
	case Added:
		d.Name = v.Name
	case Renamed:
		d.To = v.Name
	case Reencoded:
		d.Want, d.Got = raw(f.before), raw(v)
	}
	c.found = append(c.found, d)
}

func raw(v *Value) string { return (&Value{Values: v.Raw}).String() }

// reordered reports whether the same names stand in another order.
func reordered(before, after []*Value) bool {
	return !slices.EqualFunc(before, after, func(a, b *Value) bool { return a.Name == b.Name })
}
