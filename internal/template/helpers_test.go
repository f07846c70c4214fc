package template

import (
	"fmt"
	"strings"
	"testing"

	"postback/internal/diag"
)

// written is text as a user wrote it, so that spans are offsets in it.
func written(s string) diag.Text {
	source := diag.NewSource("pixels.yaml", []byte(s))
	b := diag.NewTextBuilder(source)
	b.Copy(0, len(s))
	return b.Text(source.Span(0, len(s)))
}

// mustParse parses a template that is expected to be without fault.
func mustParse(t *testing.T, s string, kind Kind, enc Encoding) *Template {
	t.Helper()
	tmpl, faults := Parse(written(s), kind, enc)
	for _, d := range faults {
		t.Errorf("Parse(%q): %s", s, d)
	}
	return tmpl
}

// marked is a fault as the tables write it: its severity, its rule and the text it underlines.
func marked(d diag.Diagnostic) string {
	return fmt.Sprintf("%s %s %d %q", d.Severity, d.Rule, d.Span.Start, d.Span.Text())
}

func markedAll(list diag.List) (out []string) {
	for _, d := range list {
		out = append(out, marked(d))
	}
	return out
}

// record is a Resolver for one layout that counts how often it is asked.
type record struct {
	layout *Layout
	values map[string]string // by Token.Key
	asked  map[string]int
}

func newRecord(l *Layout, values map[string]string) *record {
	return &record{layout: l, values: values, asked: map[string]int{}}
}

func (r *record) Token(token int) []byte {
	key := r.layout.Tokens()[token].Key()
	r.asked[key]++
	return []byte(r.values[key])
}

// vars is a Variables from pairs such as "env:A=value".
func vars(pairs ...string) Variables {
	return func(scheme, name string) (string, bool) {
		for _, pair := range pairs {
			if value, ok := strings.CutPrefix(pair, scheme+":"+name+"="); ok {
				return value, true
			}
		}
		return "", false
	}
}

// render renders one template for one record.
func render(t *Template, values map[string]string, variables Variables) string {
	l := NewLayout()
	b := l.Bind(t, variables)
	v := l.NewValues()
	v.Reset(newRecord(l, values))
	return string(b.Append(nil, v))
}
