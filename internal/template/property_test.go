package template_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"postback/internal/diag"
	"postback/internal/template"
)

var kinds = []template.Kind{template.URL, template.Header, template.JSONBody, template.FormBody, template.TextBody}

var encodings = []template.Encoding{template.Component, template.Form, template.Raw}

// fragments are what templates in the tests are made of: all that means something, alone or
// together.
var fragments = []string{
	"[Call:X]", "[tag:User:gclid]", "[TAG:user:GCLID]", "[Call:X|User:gclid]", "[User:none|Call:X]", "[Call:X|literal]", "[Call:X|]",
	"[callId]", "[1,2]", "[]", "[:x]", "[Call:]", "[tag:x]", "[Call:X", `["`, `"]`, "[[", "]]", "[", "]", "|", ":", "Call",
	"${env:A}", "${file:/k}", "${env:NONE}", "${env:", "${x}", "$", "{", "}",
	"https", "://", "/", "?", "#", "&", "=", "@", "h.example", "k", "%", "%41", "%4", "4", " ", "+", `"`, `\`, "\n", "\r", "\x00", "é", "\xff", "a", "1",
}

var someValues = []string{"", "", "plain", "a b", "+1661", `q"\`, "é😀", "\xff\xfe", "\r\n", "%41%", "/?#[]@", "<&>", strings.Repeat("long value ", 9)}

// place parses text so that the offset of a span is the offset in it.
func place(s string) diag.Text {
	source := diag.NewSource("t", []byte(s))
	b := diag.NewTextBuilder(source)
	b.Copy(0, len(s))
	return b.Text(source.Span(0, len(s)))
}

// byKey is a Resolver over a map.
type byKey struct {
	layout *template.Layout
	values map[string]string
}

func (r byKey) Token(token int) []byte {
	return []byte(r.values[r.layout.Tokens()[token].Key()])
}

func lookup(vars map[string]string) template.Variables {
	return func(scheme, name string) (string, bool) {
		value, ok := vars[scheme+":"+name]
		return value, ok
	}
}

// failer is what testing.T, testing.F and rapid.T have in common.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// checkAgainstOracle renders a template in both ways.
func checkAgainstOracle(t failer, text string, o *oracle) {
	t.Helper()
	tmpl, faults := template.Parse(place(text), o.kind, o.enc)
	layout := template.NewLayout()
	bound := layout.Bind(tmpl, lookup(o.vars))
	values := layout.NewValues()
	values.Reset(byKey{layout, o.values})
	want := o.render(text)
	if got := string(bound.Append(nil, values)); got != want {
		t.Fatalf("%q as kind %d, %s, is sent as\n%q, want\n%q", text, o.kind, o.enc, got, want)
	}
	var got []string
	for _, d := range faults {
		got = append(got, fmt.Sprint(d.Span.Start, " ", d.Rule))
	}
	slices.Sort(got)
	slices.Sort(o.faults)
	if diff := cmp.Diff(o.faults, got); diff != "" {
		t.Fatalf("faults of %q as kind %d (-want +got):\n%s", text, o.kind, diff)
	}
}

// checkInvariants holds whatever the template: its segments tile its text, the pieces tile the
// output, each way of rendering gives the same, and faults lie inside the text.
func checkInvariants(t failer, text string, kind template.Kind, enc template.Encoding, value string) {
	t.Helper()
	tmpl, faults := template.Parse(place(text), kind, enc)
	at := 0
	for _, s := range tmpl.Segments() {
		if s.Start != at || s.End <= s.Start || s.Expr != nil && s.Variable != nil {
			t.Fatalf("segments of %q do not tile it: %+v", text, s)
		}
		at = s.End
	}
	if at != len(text) {
		t.Fatalf("segments of %q end at %d", text, at)
	}
	for _, d := range faults {
		if d.Span.Start >= d.Span.End || d.Span.End > len(text) || d.Message == "" || d.Rule == "" {
			t.Fatalf("%q: a fault at %d-%d: %s", text, d.Span.Start, d.Span.End, d)
		}
	}
	checkPieces(t, tmpl, value)
}

func checkPieces(t failer, tmpl *template.Template, value string) {
	t.Helper()
	layout := template.NewLayout()
	bound := layout.Bind(tmpl, nil)
	values := layout.NewValues()
	same := map[string]string{}
	for _, token := range layout.Tokens() {
		same[token.Key()] = value
	}
	values.Reset(byKey{layout, same})
	out, pieces := bound.Trace(values)
	at := 0
	for _, p := range pieces {
		if p.Start != at || p.End < p.Start || p.Span.Text() == "" {
			t.Fatalf("pieces of %q do not tile %q: %+v", tmpl.Text(), out, p)
		}
		at = p.End
	}
	values.Reset(byKey{layout, same})
	once, twice := bound.Append(nil, values), bound.Append([]byte("before"), values)
	if at != len(out) || string(once) != string(out) || string(twice) != "before"+string(out) {
		t.Fatalf("%q: traced %q up to %d, appended %q and %q", tmpl.Text(), out, at, once, twice)
	}
}

func drawTemplate(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(fragments), 0, 12).Draw(t, "fragments"), "")
}

func drawOracle(t *rapid.T) *oracle {
	return &oracle{
		kind: rapid.SampledFrom(kinds).Draw(t, "kind"),
		enc:  rapid.SampledFrom(encodings).Draw(t, "encoding"),
		values: map[string]string{
			"call:X":     rapid.SampledFrom(someValues).Draw(t, "Call:X"),
			"user:gclid": rapid.SampledFrom(someValues).Draw(t, "User:gclid"),
			"user:GCLID": "upper",
		},
		vars: map[string]string{
			"env:A":   rapid.SampledFrom(someValues).Draw(t, "env:A"),
			"file:/k": rapid.SampledFrom(someValues).Draw(t, "file:/k"),
		},
	}
}

func TestAgainstOracle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		checkAgainstOracle(t, drawTemplate(t), drawOracle(t))
	})
}

func TestInvariants(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		o := drawOracle(t)
		checkInvariants(t, drawTemplate(t), o.kind, o.enc, o.values["call:X"])
	})
}

// TestTogetherAsAlone: templates bound in one layout, whatever they share, render as each does
// in a layout of its own, record after record and in any order.
func TestTogetherAsAlone(t *testing.T) {
	t.Parallel()
	parts := []string{"&a=[c:a]", "&b=[c:b]", "&c=[c:c|c:a]", "&d=1", "[c:d]", "${env:A}", "/"}
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
			return "https://h/?" + strings.Join(rapid.SliceOfN(rapid.SampledFrom(parts), 0, 6).Draw(t, "parts"), "")
		}), 1, 6).Draw(t, "templates")
		layout := template.NewLayout()
		var bounds []*template.Bound
		for _, text := range texts {
			tmpl, _ := template.Parse(place(text), template.URL, template.Component)
			bounds = append(bounds, layout.Bind(tmpl, nil))
		}
		values := layout.NewValues()
		for range 3 {
			record := map[string]string{}
			for _, key := range []string{"c:a", "c:b", "c:c", "c:d"} {
				record[key] = rapid.SampledFrom(someValues).Draw(t, key)
			}
			values.Reset(byKey{layout, record})
			for _, n := range rapid.SliceOfN(rapid.IntRange(0, len(texts)-1), 1, 9).Draw(t, "order") {
				o := &oracle{kind: template.URL, values: record}
				if got, want := string(bounds[n].Append(nil, values)), o.render(texts[n]); got != want {
					t.Fatalf("%q among %q is sent as\n%q, want\n%q", texts[n], texts, got, want)
				}
			}
		}
	})
}

func addSeeds(f *testing.F, add func(text string, n int)) {
	f.Helper()
	seeds := []string{
		"https://api.example/v1/ev?api_key=${env:KEY}&id=[Call:InboundCallId]&z=[user:zip|gather:zip]#[Call:X]",
		`{"ids":[["[Call:X]"]],"n":[Call:Y],"s":"a\"[tag:User:gclid]"}`,
		"[[[Call:X]]]", "[Call:X&b=[Call:Y]", "[a:b|literal]", "[a:b|]", "[[Call:X]]", "[callId][1,2][][:x]", "${env:A", "%[Call:X]41%4",
	}
	for i, seed := range append(seeds, fragments...) {
		add(seed, i)
	}
}

func FuzzParse(f *testing.F) {
	addSeeds(f, func(text string, n int) { f.Add(text, uint8(n), "v \"é\xff%\n") })
	f.Fuzz(func(t *testing.T, text string, n uint8, value string) {
		checkInvariants(t, text, kinds[int(n)%len(kinds)], encodings[int(n)/len(kinds)%len(encodings)], value)
	})
}

func FuzzRender(f *testing.F) {
	addSeeds(f, func(text string, n int) { f.Add(text, uint8(n), "v \"é\xff%\n", "") })
	f.Fuzz(func(t *testing.T, text string, n uint8, value, other string) {
		o := &oracle{
			kind:   kinds[int(n)%len(kinds)],
			enc:    encodings[int(n)/len(kinds)%len(encodings)],
			values: map[string]string{"call:X": value, "user:gclid": other, "a:b": other, "user:zip": value, "gather:zip": other},
			vars:   map[string]string{"env:A": value, "file:/k": other},
		}
		checkAgainstOracle(t, text, o)
	})
}
