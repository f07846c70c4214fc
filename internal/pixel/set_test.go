package pixel

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/diag"
	"postback/internal/template"
)

// write parses a template that stands in a source.
func write(t *testing.T, source *diag.Source, text string, kind template.Kind) *template.Template {
	t.Helper()
	at := strings.Index(source.Content(), text)
	b := diag.NewTextBuilder(source)
	b.Copy(at, at+len(text))
	parsed, faults := template.Parse(b.Text(source.Span(at, at+len(text))), kind, template.Component)
	if at < 0 || len(faults) > 0 {
		t.Fatalf("%q at %d: %v", text, at, faults)
	}
	return parsed
}

func named(name string) diag.Text { return diag.Opaque(name, diag.Span{}) }

// TestTemplates: every template of a pixel is yielded, in the order in which it is sent.
func TestTemplates(t *testing.T) {
	t.Parallel()
	source := diag.NewSource("x.yaml", []byte("url header type body user password"))
	p := &Pixel{URL: write(t, source, "url", template.URL)}
	if got := textsOf(p); got != "url" {
		t.Errorf("a bare pixel has %q", got)
	}
	p.Headers = []Header{{named("A"), write(t, source, "header", template.Header)}}
	p.ContentType = &Header{named("Content-Type"), write(t, source, "type", template.Header)}
	p.Body = write(t, source, "body", template.TextBody)
	p.BasicAuth = &BasicAuth{write(t, source, "user", template.Header), write(t, source, "password", template.Header)}
	if got := textsOf(p); got != "url header type body user password" {
		t.Errorf("a full pixel has %q", got)
	}
}

func textsOf(p *Pixel) string {
	var texts []string
	for t := range p.Templates() {
		texts = append(texts, t.Text().String())
	}
	return strings.Join(texts, " ")
}

// TestVariables: an environment variable means the same everywhere, a file only in the source that
// names it.
func TestVariables(t *testing.T) {
	t.Parallel()
	one, two := diag.NewSource("a/x.yaml", []byte("${env:K} ${file:k} ${env:L} ${file:l}")), diag.NewSource("b/x.yaml", []byte("${env:K} ${file:k} ${file:k}"))
	var s Set
	if _, ok := s.Variable(one, "env", "K"); ok {
		t.Error("an empty set knows a variable")
	}
	s.AddVariable(Variable{Scheme: "env", Name: "K", Value: "1", Known: true, Span: one.Span(0, 8)})
	s.AddVariable(Variable{Scheme: "file", Name: "k", Reason: "a/k is empty", Span: one.Span(9, 18)})
	s.AddVariable(Variable{Scheme: "env", Name: "L", Reason: "L is not set", Span: one.Span(19, 27)})
	s.AddVariable(Variable{Scheme: "file", Name: "k", Value: "2", Known: true, Span: two.Span(9, 18)})
	tests := []struct {
		source       *diag.Source
		scheme, name string
		value        string
		ok           bool
	}{
		{one, "env", "K", "1", true},
		{two, "env", "K", "1", true},
		{nil, "env", "K", "1", true},
		{one, "file", "k", "", true},
		{two, "file", "k", "2", true},
		{nil, "file", "k", "", false},
		{one, "env", "k", "", false},
		{two, "file", "K", "", false},
	}
	for _, tt := range tests {
		v, ok := s.Variable(tt.source, tt.scheme, tt.name)
		if v.Value != tt.value || ok != tt.ok {
			t.Errorf("%s:%s is %q %t, want %q %t", tt.scheme, tt.name, v.Value, ok, tt.value, tt.ok)
		}
	}

	first := &Pixel{Span: one.Span(0, 1), URL: write(t, one, one.Content(), template.TextBody)}
	second := &Pixel{Span: two.Span(0, 1), URL: write(t, two, two.Content(), template.TextBody)}
	if diff := cmp.Diff([]string{"${file:k} a/x.yaml:1:10 a/k is empty", "${env:L} a/x.yaml:1:20 L is not set"}, missing(&s, first)); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
	if used := s.VariablesOf(first); len(used) != 3 || used[0].Value != "1" || used[0].Span != one.Span(0, 8) {
		t.Errorf("used: %+v", used)
	}
	if got := missing(&s, second); got != nil {
		t.Errorf("missing in the other folder: %q", got)
	}
}

func missing(s *Set, p *Pixel) []string {
	var list []string
	for _, v := range s.Missing(p) {
		list = append(list, v.Placeholder()+" "+v.Span.String()+" "+v.Reason)
	}
	return list
}

// TestMissingOnce: a variable that a pixel uses twice is reported once, where it stands first, even
// if another pixel used it earlier.
func TestMissingOnce(t *testing.T) {
	t.Parallel()
	source := diag.NewSource("x.yaml", []byte("${env:K}\nu=${env:K}&v=${env:K}"))
	var s Set
	s.AddVariable(Variable{Scheme: "env", Name: "K", Reason: "not set", Span: source.Span(0, 8)})
	p := &Pixel{Span: source.Span(9, 10), URL: write(t, source, "u=${env:K}&v=${env:K}", template.TextBody)}
	if diff := cmp.Diff([]string{"${env:K} x.yaml:2:3 not set"}, missing(&s, p)); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
}

// TestCampaign: an id goes before a name, wherever they stand.
func TestCampaign(t *testing.T) {
	t.Parallel()
	attached, other := &Pixel{Name: named("P")}, &Pixel{Name: named("P")}
	s := Set{
		Campaigns: []*Campaign{
			{Name: named("CA2")},
			{Name: named("Spring"), ID: named("CA1"), Pixels: []Attachment{{named("P"), attached}}},
			{Name: named("Fall"), ID: named("CA2")},
		},
		Pixels: []*Pixel{attached, {Name: named("Q")}},
	}
	for nameOrID, want := range map[string]string{"Spring": "Spring", "CA1": "Spring", "CA2": "Fall", "Fall": "Fall", "spring": "", "": ""} {
		c, ok := s.Campaign(nameOrID)
		if ok != (want != "") || ok && c.Name.String() != want {
			t.Errorf("Campaign(%q) is %v", nameOrID, c)
		}
	}
	if got := s.CampaignNames(); !slices.Equal(got, []string{"CA2", "Spring", "Fall"}) {
		t.Errorf("campaigns: %q", got)
	}
	if got := s.PixelNames(); !slices.Equal(got, []string{"P", "Q"}) {
		t.Errorf("pixels: %q", got)
	}
	if c := s.Campaigns[1]; !c.Attached(attached) || c.Attached(other) {
		t.Error("Attached is about the pixel and not about its name")
	}
}

// TestBodyKind: the content type says how tokens in a body are written.
func TestBodyKind(t *testing.T) {
	t.Parallel()
	tests := map[string]template.Kind{
		"application/json":                   template.JSONBody,
		"Application/JSON; charset=utf-8":    template.JSONBody,
		" application/vnd.api+json ; v=1":    template.JSONBody,
		"text/json":                          template.JSONBody,
		"application/x-www-form-urlencoded":  template.FormBody,
		"application/x-www-form-urlencoded;": template.FormBody,
		"":                                   template.TextBody,
		"text/plain":                         template.TextBody,
		"application/xml":                    template.TextBody,
		"application/jsonlines":              template.TextBody,
		"multipart/form-data":                template.TextBody,
		"application/json-seq":               template.TextBody,
	}
	for contentType, want := range tests {
		if got := BodyKind(contentType); got != want {
			t.Errorf("BodyKind(%q) is %d, want %d", contentType, got, want)
		}
	}
}

// TestMethods: those of the platform, GET by default.
func TestMethods(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff([]string{"GET", "POST", "PUT", "PATCH"}, Methods()); diff != "" {
		t.Errorf("methods (-want +got):\n%s", diff)
	}
}
