package jsondoc

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/diag"
)

func parse(text string) ([]*Value, diag.List) {
	var findings diag.List
	return Parse(diag.NewSource("in", []byte(text)), &findings), findings
}

// TestPlaces: every value knows its own text.
func TestPlaces(t *testing.T) {
	t.Parallel()
	values, findings := parse("\ufeff {\"a\" : [1.50, \"x\\u0041\\n\", {}, []] ,\n\"b\":null,\"c\":true}\n\"second\" -7")
	if len(findings) > 0 || len(values) != 3 {
		t.Fatal(findings, len(values))
	}
	var texts []string
	var walk func(*Value)
	walk = func(v *Value) {
		texts = append(texts, v.Kind.String()+" "+v.Span.Text()+" = "+v.Text)
		for _, item := range v.Items {
			walk(item)
		}
		for _, m := range v.Members {
			walk(m.Value)
		}
	}
	for _, v := range values {
		walk(v)
	}
	want := []string{
		"an object {\"a\" : [1.50, \"x\\u0041\\n\", {}, []] ,\n\"b\":null,\"c\":true} = ", `a list [1.50, "x\u0041\n", {}, []] = `, "a number 1.50 = 1.50",
		"a string \"x\\u0041\\n\" = xA\n", "an object {} = ", "a list [] = ", "null null = null", "true or false true = true", `a string "second" = second`, "a number -7 = -7",
	}
	if diff := cmp.Diff(want, texts); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	first := values[0]
	if first.Get("b") != nil || first.Get("z") != nil || first.Field("c") != "" || first.Get("a").Items[0].Text != "1.50" || strings.Join(first.Names(), " ") != "a c" {
		t.Errorf("members: %v", first.Names())
	}
	if got := first.Compact(); got != `{"a":[1.50,"x\u0041\n",{},[]],"b":null,"c":true}` {
		t.Errorf("compact: %s", got)
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"", "in:1:1: error: the input is empty [json-syntax]"},
		{"\n <html>", "in:2:2: error: this is HTML or XML and not JSON"},
		{`{"a": }`, "in:1:7: error: this is not JSON: invalid character '}'"},
		{`{"a" 1}`, "in:1:6: error: this is not JSON"},
		{`[1 2]`, "in:1:4: error: this is not JSON"},
		{`[1,]`, "in:1:4: error: this is not JSON"},
		{`{"a":1,}`, "in:1:8: error: this is not JSON"},
		{`{,"a":1}`, "in:1:2: error: this is not JSON"},
		{`1,2`, "in:1:2: error: this is not JSON"},
		{`]`, "in:1:1: error: this is not JSON"},
		{`{"a":"b`, "in:1:8: error: the JSON ends too early"},
		{`{"a"`, "in:1:5: error: the JSON ends too early"},
		{`[`, "in:1:2: error: the JSON ends too early"},
		{`[01]`, "in:1:3: error: this is not JSON"},
		{`"` + "\x01" + `"`, "this is not JSON"},
		{`{"é": "ü", "é": 1}`, `in:1:12: error: the key "é" stands twice`},
		{"\"\xc3\"", "in:1:2: error: the byte 0xC3 is not UTF-8"},
		{`"\u0000"`, "in:1:1: error: this text holds a NUL"},
		{strings.Repeat(`[`, 129) + strings.Repeat(`]`, 129), "in:1:129: error: nested more than 128 levels deep"},
	}
	for _, tt := range tests {
		values, findings := parse(tt.text)
		if len(findings) != 1 || values != nil || !strings.Contains(findings[0].String(), tt.want) {
			t.Errorf("%q\ngot  %v\nwant %s", tt.text, findings, tt.want)
		}
	}
}

// FuzzParse holds the parser against the standard library: it accepts nothing that is no JSON, and
// what it refuses beyond that is of the kinds that the package names.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{`{"a":[1,2.5e3,"x"],"b":{"c":null}}`, `[] {} "a" 1 true`, `{"a":1,"a":2}`, `[1,,2]`, `{"a":1 "b":2}`, "\ufeff[]", `"\ud800"`, `{"":""}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		values, findings := parse(text)
		if (len(findings) > 0) == (len(values) > 0) {
			t.Fatalf("%d values and %v", len(values), findings)
		}
		if len(values) != 1 {
			return
		}
		body := strings.TrimPrefix(text, "\ufeff")
		if !json.Valid([]byte(body)) {
			t.Fatalf("accepted: %q", text)
		}
		var compact bytes.Buffer
		_ = json.Compact(&compact, []byte(body))
		if values[0].Compact() != compact.String() {
			t.Fatalf("%q is read as %q", text, values[0].Span.Text())
		}
	})
}
