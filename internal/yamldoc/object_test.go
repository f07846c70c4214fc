package yamldoc

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/diag"
)

// object begins to read a text that is YAML without fault.
func object(t testing.TB, text string) (*Object, *diag.List) {
	t.Helper()
	ds := new(diag.List)
	return NewObject(parseOne(t, text), "the pixel", ds), ds
}

func TestObjectReadsWhatIsThere(t *testing.T) {
	t.Parallel()
	o, ds := object(t, `
name: Kayzen
tracking_id: 0048
since: 2024-01-01
enabled: false
retries: -3
tags: [a, 010, 'null']
tag: single
headers: {X-A: "[Call:X]", b: 1, 8080: c, ~: d}
filters:
  - {tag: x}
  - y
auth: {username: u}
either: {k: v}
`)
	text := func(key string) string { text, _ := o.Text(key); return text.String() }
	auth := o.Object("auth")
	username, _ := auth.RequiredText("username")
	got := map[string]string{
		"name": text("name"), "id": text("tracking_id"), "since": text("since"), "absent": text("absent"),
		"enabled": fmt.Sprint(o.Bool("enabled", true)), "default": fmt.Sprint(o.Bool("other", true)),
		"retries": fmt.Sprint(o.Int("retries", 1)), "default int": fmt.Sprint(o.Int("more", 7)),
		"tags": fmt.Sprint(o.Strings("tags")), "tag": fmt.Sprint(o.Strings("tag")), "no tags": fmt.Sprint(o.Strings("absent")),
		"filters": fmt.Sprint(len(o.Items("filters"))), "no filters": fmt.Sprint(len(o.Items("absent"))),
		"username": username.String(), "either": fmt.Sprint(o.Node("either").Kind == Mapping, o.Has("absent"), o.Has("either")),
		"span": fmt.Sprint(o.Span().Position().Line, o.KeySpan("tag"), auth.KeySpan("absent"), auth.Exists()),
	}
	for _, e := range o.Object("headers").Entries() {
		got["headers"] += e.Key.String() + "=" + e.Value.Text.String() + " "
	}
	want := map[string]string{
		"name": "Kayzen", "id": "0048", "since": "2024-01-01", "absent": "",
		"enabled": "false", "default": "true", "retries": "-3", "default int": "7",
		"tags": "[a 010 null]", "tag": "[single]", "no tags": "[]", "filters": "2", "no filters": "0",
		"username": "u", "either": "true false true", "span": "2 test.yaml:8:1  true",
		"headers": "X-A=[Call:X] b=1 8080=c ~=d ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	o.Close()
	auth.Close()
	if len(*ds) > 0 {
		t.Errorf("diagnostics: %v", *ds)
	}
}

// TestObjectReportsEverything has one fault a line; every one has to be told, with its place.
func TestObjectReportsEverything(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, yaml string
		read       func(o *Object)
		want       []string // characters underlined, rule and message
	}{
		{"unknown key", "nane: x\nzzzz: y\n", func(o *Object) { o.Text("name"); o.Know("url", "name") }, []string{
			"nane unknown-key: unknown key nane in the pixel; did you mean name?",
			"zzzz unknown-key: unknown key zzzz in the pixel; known keys: name, url",
		}},
		{"nothing is known", "a: x\n", func(*Object) {}, []string{"a unknown-key: unknown key a in the pixel"}},
		{"duplicate key", "a: x\n'a': y\n\"\\x61\": z\n", func(o *Object) { o.Text("a") }, []string{
			"'a' duplicate-key: the pixel has the key a twice; remove one",
			`"\x61" duplicate-key: the pixel has the key a twice; remove one`,
		}},
		{"missing key", "- x: 1", func(*Object) {}, []string{"- x: 1 wrong-type: expected a mapping for the pixel, found a list"}},
		{"required keys", "a: ''\nb:\n", func(o *Object) {
			for _, key := range []string{"a", "b", "c"} {
				if text, ok := o.RequiredText(key); ok || text.Len() > 0 {
					panic("a required text that is missing is not ok")
				}
			}
			o.RequiredNode("d")
		}, []string{
			"'' missing-value: a is empty", " missing-value: b has no value: expected text",
			"a missing-key: the pixel needs the key c", "a missing-key: the pixel needs the key d",
		}},
		{"required in nothing", "{}", func(o *Object) { o.RequiredText("a") }, []string{"{} missing-key: the pixel needs the key a"}},
		{"no text", "a:\n  - x\nb:\n  c: d\nn: null\n", func(o *Object) { o.Text("a"); o.Text("b"); o.Text("n") }, []string{
			"- x wrong-type: expected text for a, found a list", "c: d wrong-type: expected text for b, found a mapping",
			`null missing-value: n has no value: null stands for nothing; put quotes around it to mean the text "null"`,
		}},
		{"no boolean", "a: yes\nb: 'true'\nc: 1\nd: [x]\ne: ~\nf: maybe\n", func(o *Object) {
			for _, key := range []string{"a", "b", "c", "d", "e", "f"} {
				if !o.Bool(key, true) {
					panic("a fault falls back")
				}
			}
		}, []string{
			"yes wrong-type: expected true or false for a, found text", "'true' wrong-type: expected true or false for b, found text",
			"1 wrong-type: expected true or false for c, found a number", "[x] wrong-type: expected true or false for d, found a list",
			`~ missing-value: e has no value: ~ stands for nothing; put quotes around it to mean the text "~"`,
			"maybe wrong-type: expected true or false for f, found text",
		}},
		{"no whole number", "a: 010\nb: 1_000\nc: '1'\nd: 1.5\ne: true\nf: 99999999999999999999\ng: 2024-01-01\nh: {}\n", func(o *Object) {
			for _, key := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
				if o.Int(key, 7) != 7 {
					panic("a fault falls back")
				}
			}
		}, []string{
			number("010", "a", "a number", "010"), number("1_000", "b", "a number", "1_000"), number("'1'", "c", "text", "1"),
			number("1.5", "d", "a number", "1.5"), number("true", "e", "true or false", "true"),
			number("99999999999999999999", "f", "a number", "99999999999999999999"), number("2024-01-01", "g", "a date", "2024-01-01"),
			"{} wrong-type: expected a whole number for h, found a mapping",
		}},
		{"no list", "a: x\nb:\nc: {d: e}\n", func(o *Object) { o.Items("a"); o.Items("b"); o.Items("c") }, []string{
			"x wrong-type: expected a list for a, found text", " missing-value: b has no value: expected a list",
			"{d: e} wrong-type: expected a list for c, found a mapping",
		}},
		{"no texts", "a: [x, ~, [y], z]\nb: {c: d}\n", func(o *Object) {
			if got := fmt.Sprint(o.Strings("a")); got != "[x z]" {
				panic(got)
			}
			o.Strings("b")
		}, []string{
			`~ missing-value: a has no value: ~ stands for nothing; put quotes around it to mean the text "~"`,
			`[y] unquoted-token: this is read as a YAML list; put quotes around it: "[y]"`,
			`{c: d} unquoted-token: this is read as a YAML mapping; put quotes around it: "{c: d}"`,
		}},
		{"no mapping", "a: x\nb:\nc: [d]\n", func(o *Object) {
			o.Object("a").RequiredText("silent")
			o.Object("b").Close()
			o.Object("c").Text("silent")
		}, []string{
			"x wrong-type: expected a mapping for a, found text", " missing-value: b has no value: expected a mapping",
			"[d] wrong-type: expected a mapping for c, found a list",
		}},
		{"keys that are no text", "a: {[b]: c, ? : d}\n", func(o *Object) { o.Object("a").Entries() }, []string{
			`[b] unquoted-token: this is read as a YAML list; put quotes around it: "[b]"`,
			" missing-value: a key of a has no value: expected text",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o, ds := object(t, tt.yaml)
			tt.read(o)
			o.Close()
			var got []string
			for _, d := range *ds {
				got = append(got, d.Span.Text()+" "+d.Rule+": "+d.Message)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func number(span, key, found, text string) string {
	return fmt.Sprintf("%s wrong-type: expected a whole number for %s, found %s %q; write it in plain digits, without quotes, leading zeros or underscores", span, key, found, text)
}

func TestAsEntriesWantsAMapping(t *testing.T) {
	t.Parallel()
	ds := new(diag.List)
	if AsEntries(parseOne(t, "[a]"), "headers", ds) != nil || len(*ds) != 1 {
		t.Errorf("%v", *ds)
	}
}

func TestDuplicateKeysShowTheFirst(t *testing.T) {
	t.Parallel()
	o, ds := object(t, "a: 1\nb: 2\na: 3\n")
	if text, _ := o.Text("a"); text.String() != "1" {
		t.Errorf("the second of two keys counts: %q", text)
	}
	related := (*ds)[0].Related
	if len(related) != 1 || related[0].Span.Start != 0 {
		t.Errorf("related %v", related)
	}
}

// TestRefusedNodesAreSilent: what has been reported once is not reported again.
func TestRefusedNodesAreSilent(t *testing.T) {
	t.Parallel()
	nodes, _ := Parse(diag.NewSource("test.yaml", []byte("x: &x 1\na: *x\nb: *x\nc: *x\nd: *x\ne: *x\n*x : f\n")))
	ds := new(diag.List)
	o := NewObject(nodes[0], "the pixel", ds)
	o.Text("a")
	o.RequiredText("b")
	o.Items("c")
	o.Object("d").Entries()
	o.Bool("e", false)
	o.Know("x")
	o.Close()
	if len(*ds) > 0 {
		t.Errorf("%v", *ds)
	}
}

func TestAbsentObjectIsEmptyAndSilent(t *testing.T) {
	t.Parallel()
	ds := new(diag.List)
	o := NewObject(nil, "basic_auth", ds)
	_, ok := o.RequiredText("username")
	o.Close()
	if ok || o.Exists() || !o.Span().IsZero() || o.Entries() != nil || len(*ds) > 0 {
		t.Errorf("ok %v, exists %v, %v", ok, o.Exists(), *ds)
	}
}

// FuzzObject decodes whatever parses by every method: no panic, and every fault has a place.
func FuzzObject(f *testing.F) {
	for _, seed := range fuzzSeeds {
		f.Add(seed)
	}
	f.Add("a: {x}\nb: [Call:X]\nc: x #y\nd: 010\ne: yes\nf: {[g]: h}\n")
	f.Fuzz(func(t *testing.T, text string) {
		src := diag.NewSource("fuzz.yaml", []byte(text))
		nodes, _ := Parse(src)
		var ds diag.List
		for _, n := range nodes {
			walk(n, func(n *Node) { decodeAll(n, &ds) })
		}
		checkSpans(t, ds, src)
		checkFixes(t, ds)
	})
}

func decodeAll(n *Node, ds *diag.List) {
	AsText(n, "text", ds)
	AsTexts(n, "texts", ds)
	AsBool(n, "bool", ds)
	AsInt(n, "int", ds)
	AsItems(n, "items", ds)
	o := NewObject(n, "object", ds)
	o.RequiredText("a")
	o.Close()
}

// checkFixes makes sure that the text of every fix is YAML for what it says.
func checkFixes(t testing.TB, ds diag.List) {
	t.Helper()
	for _, d := range ds {
		if d.Fix == nil {
			continue
		}
		edit := d.Fix.Edits[0]
		nodes, faults := Parse(diag.NewSource("fix.yaml", []byte("[ "+edit.Text+" ]")))
		if len(faults) > 0 || len(nodes) != 1 || len(nodes[0].Items) != 1 {
			t.Errorf("%s: the fix %q is no YAML: %v", d, edit.Text, faults)
			continue
		}
		got := nodes[0].Items[0]
		if got.Style != Plain && got.Text.String() != edit.Span.Text() {
			t.Errorf("%s: the fix %q makes %q of %q", d, edit.Text, got.Text, edit.Span.Text())
		}
	}
}
