package config

import (
	"bytes"
	"testing"

	"postback/internal/diag"
)

// FuzzLoad: no text makes Load panic or point outside the file, and a set without errors is whole.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(everyKey))
	f.Add([]byte(pixelWith("    body: >\n      a [Call:X]\n      ${env:K}\n")))
	f.Add([]byte(filtersWith(`any: [{tag: "User:x", exists: true}]`, `{tag: "[User:x]", not_equals: [1, b]}`)))
	f.Add([]byte("pixels: [{name: &a x, <<: *a, fire_on: , url: [}, ]\n---\n\t"))
	f.Add([]byte("\ufeffpixels:\r\n  - name: \"\\u0041\"\r\n"))
	f.Fuzz(func(t *testing.T, yaml []byte) {
		set, faults, err := Load([]string{"-"}, Options{Lookup: environment("K=key"), Stdin: bytes.NewReader(yaml)})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range faults {
			checkPlace(t, d.Span)
			for _, r := range d.Related {
				checkPlace(t, r.Span)
			}
			if d.Message == "" || d.Rule == "" || d.Severity == 0 {
				t.Errorf("half a diagnostic: %+v", d)
			}
		}
		if faults.HasErrors() {
			return
		}
		for _, p := range set.Pixels {
			if p.Name.Len() == 0 || p.URL.Empty() || p.Method == "" || p.FireOnText.Len() == 0 {
				t.Errorf("half a pixel: %+v", p)
			}
			for _, filter := range p.Filters {
				if len(filter.Conditions) == 0 {
					t.Errorf("a filter that never holds: %+v", p)
				}
			}
		}
		for _, c := range set.Campaigns {
			for _, a := range c.Pixels {
				if a.Pixel == nil {
					t.Errorf("nothing attached to %s", c.Name)
				}
			}
		}
		for _, a := range set.Authentications {
			if (a.OAuth2 == nil) == (a.Request == nil) {
				t.Errorf("half an authentication: %+v", a)
			}
		}
	})
}

func checkPlace(t *testing.T, span diag.Span) {
	t.Helper()
	if span.IsZero() || span.Start < 0 || span.Start > span.End || span.End > len(span.Source.Content()) {
		t.Errorf("bad place %+v", span)
	}
}
