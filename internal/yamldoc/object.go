package yamldoc

import (
	"fmt"
	"slices"
	"strings"

	"postback/internal/diag"
	"postback/internal/schema"
)

// Object reads one mapping strictly: ask for its keys one after the other, then [Object.Close] it.
// Whatever was not asked for is an unknown key. Every fault goes to the list given to [NewObject];
// a method that found one returns what it returns for an absent key, so callers need no error
// handling until the end.
//
// An Object made from something that is no mapping is empty and silent: the wrong type has been
// reported, and its consequences are not worth a message each.
type Object struct {
	node    *Node // nil when there is no mapping to read
	what    string
	ds      *diag.List
	entries []Entry
	asked   []string // every key asked for, in order, for unknown keys and suggestions

	described *schema.Object // says which keys there are; nil when asking for them says it
}

// Entry is one entry of a mapping whose keys are text.
type Entry struct {
	Key   diag.Text
	Value *Node
}

// NewObject begins to read n, which messages call what ("the pixel"). It reports to ds when n is no
// mapping, and every key that stands there twice; the first of two counts. A nil n is an absent
// object: nothing is reported.
func NewObject(n *Node, what string, ds *diag.List) *Object {
	o := &Object{what: what, ds: ds}
	if n == nil || !isMapping(n, what, ds) {
		return o
	}
	const most = 16 // keys that are asked for, as a rule
	o.node, o.asked = n, make([]string, 0, most)
	o.entries = AsEntries(n, what, ds)
	return o
}

// ReadObject is [NewObject] for a mapping whose keys are described: the description says which there
// are, in whatever order they are asked for, and which have to be there.
func ReadObject(n *Node, described *schema.Object, ds *diag.List) *Object {
	return ReadObjectAs(n, described.What, described, ds)
}

// ReadObjectAs is [ReadObject] for a mapping that messages call by a name of its own.
func ReadObjectAs(n *Node, what string, described *schema.Object, ds *diag.List) *Object {
	o := NewObject(n, what, ds)
	o.described = described
	if o.node == nil {
		return o
	}
	for i := range described.Keys {
		if k := &described.Keys[i]; k.Required && o.Node(k.Name) == nil {
			o.missing(k.Name)
		}
	}
	return o
}

// AsEntries is a mapping with free keys, such as headers, in the order of the source. Keys that are
// no text, and the second of two equal keys, are reported and left out.
func AsEntries(n *Node, what string, ds *diag.List) []Entry {
	if !isMapping(n, what, ds) {
		return nil
	}
	first := make(map[string]int, len(n.Pairs))
	entries := make([]Entry, 0, len(n.Pairs))
	for _, p := range n.Pairs {
		key, ok := asKey(p.Key, what, ds)
		if !ok {
			continue
		}
		if i, twice := first[key.String()]; twice {
			ds.Add(duplicateKey(key, entries[i].Key, what))
			continue
		}
		first[key.String()] = len(entries)
		entries = append(entries, Entry{Key: key, Value: p.Value})
	}
	return entries
}

// asKey is the text of a key. Unlike a value, a key such as null or ~ is the text it looks like.
func asKey(n *Node, what string, ds *diag.List) (diag.Text, bool) {
	if n.Kind == Scalar && !n.IsMissing() {
		return n.Text, true
	}
	return AsText(n, "a key of "+what, ds)
}

func isMapping(n *Node, what string, ds *diag.List) bool {
	switch {
	case n.Kind == Mapping:
		return true
	case n.Kind == Invalid:
	case n.Kind == Scalar && n.Type == Null:
		ds.Add(missingValue(n, what, "a mapping"))
	default:
		ds.Add(wrongType(n, what, "a mapping"))
	}
	return false
}

func duplicateKey(key, earlier diag.Text, what string) diag.Diagnostic {
	return diag.Diagnostic{
		Severity: diag.Error, Rule: RuleDuplicateKey, Span: key.Whole(),
		Message: fmt.Sprintf("%s has the key %s twice; remove one", what, key),
		Related: []diag.Related{{Span: earlier.Whole(), Message: "it stands here first"}},
	}
}

// Exists reports whether there is a mapping to read at all.
func (o *Object) Exists() bool { return o.node != nil }

// Span is where the whole mapping stands; zero when there is none.
func (o *Object) Span() diag.Span {
	if o.node == nil {
		return diag.Span{}
	}
	return o.node.Span
}

// Entries is every entry in the order of the source; it counts as asking for all of them.
func (o *Object) Entries() []Entry {
	for _, e := range o.entries {
		o.Know(e.Key.String())
	}
	return o.entries
}

// Know declares keys that are allowed here without reading them.
func (o *Object) Know(keys ...string) {
	if o.described != nil {
		return
	}
	for _, key := range keys {
		if !slices.Contains(o.asked, key) {
			o.asked = append(o.asked, key)
		}
	}
}

// Has reports whether the key is there, whatever its value.
func (o *Object) Has(key string) bool { return o.Node(key) != nil }

// Node is the value of key, or nil when the key is absent. It is for values that may be of more
// than one kind: look at its Kind, then use [NewObject] or an As function.
func (o *Object) Node(key string) *Node {
	o.Know(key)
	for _, e := range o.entries {
		if e.Key.String() == key {
			return e.Value
		}
	}
	return nil
}

// KeySpan is where the key itself stands; zero when it is absent.
func (o *Object) KeySpan(key string) diag.Span {
	for _, e := range o.entries {
		if e.Key.String() == key {
			return e.Key.Whole()
		}
	}
	return diag.Span{}
}

// RequiredNode is [Object.Node] for a key that has to be there. Where the keys are described, it is
// the description that says so.
func (o *Object) RequiredNode(key string) *Node {
	n := o.Node(key)
	if n == nil && o.node != nil && o.described == nil {
		o.missing(key)
	}
	return n
}

func (o *Object) missing(key string) {
	o.ds.Errorf(o.head(), RuleMissingKey, "%s needs the key %s", o.what, key)
}

// head is the first key, where a mapping catches the eye; an empty mapping is its braces.
func (o *Object) head() diag.Span {
	if len(o.node.Pairs) > 0 {
		return o.node.Pairs[0].Key.Span
	}
	return o.node.Span
}

// Text is the text of key; ok is false when it is absent or no text. See [AsText].
func (o *Object) Text(key string) (text diag.Text, ok bool) {
	if n := o.Node(key); n != nil {
		return AsText(n, key, o.ds)
	}
	return diag.Text{}, false
}

// RequiredText is [Object.Text] for a key that has to be there and may not be empty.
func (o *Object) RequiredText(key string) (text diag.Text, ok bool) {
	n := o.RequiredNode(key)
	if n == nil {
		return diag.Text{}, false
	}
	text, ok = AsText(n, key, o.ds)
	if ok && text.Len() == 0 {
		o.ds.Errorf(n.Span, RuleMissingValue, "%s is empty", key)
		return diag.Text{}, false
	}
	return text, ok
}

// Bool is the boolean of key, or fallback when it is absent or no boolean. See [AsBool].
func (o *Object) Bool(key string, fallback bool) bool {
	if n := o.Node(key); n != nil {
		if value, ok := AsBool(n, key, o.ds); ok {
			return value
		}
	}
	return fallback
}

// Int is the whole number of key, or fallback when it is absent or none. See [AsInt].
func (o *Object) Int(key string, fallback int) int {
	if n := o.Node(key); n != nil {
		if value, ok := AsInt(n, key, o.ds); ok {
			return value
		}
	}
	return fallback
}

// Strings is a list of texts, or a single text as a list of one. See [AsTexts].
func (o *Object) Strings(key string) []diag.Text {
	if n := o.Node(key); n != nil {
		return AsTexts(n, key, o.ds)
	}
	return nil
}

// Items is the items of a list of anything. See [AsItems].
func (o *Object) Items(key string) []*Node {
	if n := o.Node(key); n != nil {
		return AsItems(n, key, o.ds)
	}
	return nil
}

// Object begins to read a mapping inside this one; it is an absent object when there is no such key.
func (o *Object) Object(key string) *Object {
	return NewObject(o.Node(key), key, o.ds)
}

// ReadObject is [Object.Object] for a mapping whose keys are described.
func (o *Object) ReadObject(key string, described *schema.Object) *Object {
	return ReadObjectAs(o.Node(key), key, described, o.ds)
}

// Close reports every key that was not asked for, or that the description does not have.
func (o *Object) Close() {
	if o.described != nil {
		o.asked = o.described.Names()
	}
	for _, e := range o.entries {
		if !slices.Contains(o.asked, e.Key.String()) {
			o.ds.Errorf(e.Key.Whole(), RuleUnknownKey, "unknown key %s in %s%s", e.Key, o.what, o.suggest(e.Key.String()))
		}
	}
}

// suggest names the key that was probably meant, or else all there are.
func (o *Object) suggest(key string) string {
	if meant := diag.DidYouMean(key, o.asked); meant != "" {
		return meant
	}
	if len(o.asked) == 0 {
		return ""
	}
	return "; known keys: " + strings.Join(o.asked, ", ")
}
