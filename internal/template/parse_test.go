package template

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/diag"
)

// TestParse holds every rule about what stands in brackets: what it means, what is reported, and
// what is sent when every token has the value V.
func TestParse(t *testing.T) {
	t.Parallel()
	tests := []struct {
		input  string
		tokens string // keys: alternatives joined by |, expressions by a space, - for none
		sent   string
		faults []string
	}{
		// Tokens.
		{"[Call:InboundCallId]", "call:InboundCallId", "V", nil},
		{"[tag:User:gclid]", "user:gclid", "V", nil},
		{"[TAG:USER:gclid]", "user:gclid", "V", nil},
		{"[user:Gclid]", "user:Gclid", "V", nil},
		{"[tag:tag:x]", "tag:x", "V", nil},
		{"[tag:Email Addresses:Email 1 Address]", "email addresses:Email 1 Address", "V", nil},
		{"[tag:InboundNumber:Number-NoPlus]", "inboundnumber:Number-NoPlus", "V", nil},
		{"[tag:Address:Zip 5]", "address:Zip 5", "V", nil},
		{"[a-b_c/d.e 1:x]", "a-b_c/d.e 1:x", "V", nil},
		{"[tag:User:a:b.c-d e]", "user:a:b.c-d e", "V", nil},
		{"[User:{x}#$%&,<>é]", "user:{x}#$%&,<>é", "V", nil},
		{"[Größe:x]", "größe:x", "V", nil},
		{"[Call:X][Call:Y]", "call:X call:Y", "VV", nil},

		// Fallbacks.
		{"[user:zipcode|gather:zipcode]", "user:zipcode|gather:zipcode", "V", nil},
		{"[tag:Geo:ZipCode|tag:User:zipcode|User:Zip]", "geo:ZipCode|user:zipcode|user:Zip", "V", nil},
		{"[a:b|literal]", "a:b", "V", []string{`warning not-a-token 5 "literal"`}},
		{"[literal|a:b]", "a:b", "V", []string{`warning not-a-token 1 "literal"`}},
		{`[a:b|0]`, "a:b", "V", []string{`warning not-a-token 5 "0"`}},
		{`[a:b|"x"]`, "a:b", "V", []string{`warning not-a-token 5 "\"x\""`}},
		{"[a:b|]", "a:b", "V", []string{`error bad-token 4 "|"`}},
		{"[|a:b]", "a:b", "V", []string{`error bad-token 0 "["`}},
		{"[a:b||c:d]", "a:b|c:d", "V", []string{`error bad-token 4 "|"`}},
		{"[a:b|c:]", "a:b", "V", []string{`error bad-token 5 "c:"`}},
		{"[a:b|:d]", "a:b", "V", []string{`error bad-token 5 ":d"`}},
		{"[a:b|tag:d]", "a:b", "V", []string{`error bad-token 5 "tag:d"`}},
		{"[a:b| c:d]", "a:b", "V", []string{`error bad-token 5 " c:d"`}},

		// Brackets and escapes.
		{"[[1,2]]", "", "[1,2]", nil},
		{"[[]]", "", "[]", nil},
		{"[[[Call:X]]]", "call:X", "[V]", nil},
		{"[[[Call:X],[Call:Y]]]", "call:X call:Y", "[V,V]", nil},
		{"[[[[1]],[Call:X]]]", "call:X", "[[1],V]", nil},
		{"[[Call:X]]", "", "[Call:X]", nil},
		{"a]b", "", "a]b", nil},
		{"[Call:X]]", "call:X", "V]", nil},

		// What cannot be a token sends nothing, from the [ to the first ].
		{"<[]>", "-", "<>", []string{`warning single-bracket 1 "[]"`}},
		{"<[1,2]>", "-", "<>", []string{`warning single-bracket 1 "[1,2]"`}},
		{`<["a"]>`, "-", "<>", []string{`warning single-bracket 1 "[\"a\"]"`}},
		{`<[{"id":"[Call:X]"}]>`, "-", `<"}]>`, []string{`warning single-bracket 1 "[{\"id\":\"[Call:X]"`}},
		{`<["[Call:X]"]>`, "-", `<"]>`, []string{`warning single-bracket 1 "[\"[Call:X]"`}},
		{"<[ ]>", "-", "<>", []string{`warning single-bracket 1 "[ ]"`}},
		{"<[1:2]>", "-", "<>", []string{`warning single-bracket 1 "[1:2]"`}},
		{"<[ Call:X]>", "-", "<>", []string{`warning single-bracket 1 "[ Call:X]"`}},
		{`<[Call:"X"]>`, "-", "<>", []string{`warning single-bracket 1 "[Call:\"X\"]"`}},
		{"<[Call:it's]>", "-", "<>", []string{`warning single-bracket 1 "[Call:it's]"`}},
		{"<[Call:a\nb]>", "-", "<>", []string{`warning single-bracket 1 "[Call:a\nb]"`}},
		{"<[Call:a\tb]>", "-", "<>", []string{`warning single-bracket 1 "[Call:a\tb]"`}},
		{"<[C\xff:b]>", "-", "<>", []string{`warning single-bracket 1 "[C\xff:b]"`}},
		{"<[callId]>", "-", "<>", []string{`warning not-a-token 1 "[callId]"`}},
		{"<[YOUR_OFFER_ID]>", "-", "<>", []string{`warning not-a-token 1 "[YOUR_OFFER_ID]"`}},
		{"<[callId|campaignName]>", "-", "<>", []string{`warning not-a-token 1 "[callId|campaignName]"`}},
		{"<[callId|1]>", "-", "<>", []string{`warning single-bracket 1 "[callId|1]"`}},

		// Tokens of which something is missing.
		{"<[:x]>", "-", "<>", []string{`error bad-token 1 "[:x]"`}},
		{"<[Call:]>", "-", "<>", []string{`error bad-token 1 "[Call:]"`}},
		{"<[:]>", "-", "<>", []string{`error bad-token 1 "[:]"`}},
		{"<[tag:x]>", "-", "<>", []string{`error bad-token 1 "[tag:x]"`}},
		{"<[Tag:]>", "-", "<>", []string{`error bad-token 1 "[Tag:]"`}},
		{"<[tag::x]>", "-", "<>", []string{`error bad-token 1 "[tag::x]"`}},
		{"<[tag:x:]>", "-", "<>", []string{`error bad-token 1 "[tag:x:]"`}},
		{"<[|]>", "-", "<>", []string{`error bad-token 1 "[|]"`}},
		{"<[callId|]>", "-", "<>", []string{`error bad-token 1 "[callId|]"`}},

		// Brackets that are not closed; reading goes on behind them.
		{"[", "", "[", []string{`error unclosed-bracket 0 "["`}},
		{"a[1,2", "", "a[1,2", []string{`error unclosed-bracket 1 "["`}},
		{"[Call:X", "", "[Call:X", []string{`error unclosed-bracket 0 "["`}},
		{"x=[Call:X&y=[Call:Y]", "call:Y", "x=[Call:X&y=V", []string{`error unclosed-bracket 2 "["`}},
		{"[Call:X & [[1]] & [callId]", "-", "[Call:X & [1] & ", []string{`error unclosed-bracket 0 "["`, `warning not-a-token 18 "[callId]"`}},
		{"[a:[b:[c:d]", "c:d", "[a:[b:V", []string{`error unclosed-bracket 0 "["`, `error unclosed-bracket 3 "["`}},
		{"[callId&y=[Call:Y]", "-", "", []string{`warning single-bracket 0 "[callId&y=[Call:Y]"`}},

		// Variables.
		{"${env:}", "", "${env:}", []string{`error bad-variable 0 "${env:}"`}},
		{"${env:A", "", "${env:A", []string{`error unclosed-variable 0 "${env:"`}},
		{"${file:A [Call:X]", "call:X", "${file:A V", []string{`error unclosed-variable 0 "${file:"`}},
		{"{x} #x# ${x} {{x}} $x %x%", "", "{x} #x# ${x} {{x}} $x %x%", nil},

		// All faults are found, not the first only.
		{"[callId][][:x][a:[b:c]${env:", "- - - b:c", "[a:V${env:", []string{
			`warning not-a-token 0 "[callId]"`,
			`warning single-bracket 8 "[]"`,
			`error bad-token 10 "[:x]"`,
			`error unclosed-bracket 14 "["`,
			`error unclosed-variable 22 "${env:"`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.input, func(t *testing.T) {
			t.Parallel()
			tmpl, faults := Parse(written(tt.input), TextBody, Component)
			if diff := cmp.Diff(tt.faults, markedAll(faults)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
			if got := keys(tmpl); got != tt.tokens {
				t.Errorf("tokens are %q, want %q", got, tt.tokens)
			}
			if got := render(tmpl, always("V", tmpl), nil); got != tt.sent {
				t.Errorf("sent is %q, want %q", got, tt.sent)
			}
		})
	}
}

// keys writes the expressions of a template as the table does.
func keys(t *Template) string {
	var exprs []string
	for e := range t.Exprs() {
		var alternatives []string
		for _, token := range e.Alternatives {
			alternatives = append(alternatives, token.Key())
		}
		if e.NotAToken {
			alternatives = []string{"-"}
		}
		exprs = append(exprs, strings.Join(alternatives, "|"))
	}
	return strings.Join(exprs, " ")
}

// always gives every token of a template the same value.
func always(value string, t *Template) map[string]string {
	values := map[string]string{}
	for e := range t.Exprs() {
		for _, token := range e.Alternatives {
			values[token.Key()] = value
		}
	}
	return values
}

func TestMessagesSayWhatToWrite(t *testing.T) {
	t.Parallel()
	tests := []struct{ input, want string }{
		{"[1,2]", "single brackets open a macro; write [[ ]] for an array"},
		{"[callId]", "[callId] is not a token, so nothing is sent for it: a token is written [Category:Name] or [tag:Category:Name]"},
		{"[Call:]", "[Call:] is not a complete token: a token is written [Category:Name] or [tag:Category:Name]"},
		{"[Call:X", "this [ is never closed by a ]; write [[ for a bracket that is meant as text"},
		{"${env:X", "this ${env: is never closed by a }"},
		{"[a:b|x]", "x is not a token, and a literal as a default is not documented, so nothing is sent for it: " +
			"a token is written [Category:Name] or [tag:Category:Name]"},
	}
	for _, tt := range tests {
		_, faults := Parse(written(tt.input), TextBody, Component)
		if len(faults) != 1 || faults[0].Message != tt.want {
			t.Errorf("Parse(%q) reports %v, want only %q", tt.input, faults, tt.want)
		}
	}
}

// A header that could end its line early is refused when it is read; a template of any other kind
// may hold line breaks.
func TestParseHeaderLineBreak(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		input string
		want  []string
	}{
		{"ok [Call:X]", nil},
		{"a\r\nX: y", []string{`error header-line-break 1 "\r"`}},
		{"[[a]]\n", []string{`error header-line-break 5 "\n"`}},
		{"[Call:X]\x00[Call:Y]\n", []string{`error header-line-break 8 "\x00"`, `error header-line-break 17 "\n"`}},
	} {
		_, faults := Parse(written(tt.input), Header, Component)
		if diff := cmp.Diff(tt.want, markedAll(faults)); diff != "" {
			t.Errorf("Parse(%q) (-want +got):\n%s", tt.input, diff)
		}
		if _, faults := Parse(written(tt.input), TextBody, Component); len(faults) != 0 {
			t.Errorf("Parse(%q) as a text body reports %v", tt.input, faults)
		}
	}
}

// In a folded scalar the text is not what the source holds; faults and tokens are found in the
// source all the same.
func TestSpansInFoldedScalar(t *testing.T) {
	t.Parallel()
	const yaml = "url: >-\n  https://h.example/?a=[Call:X|\n  User:y]\n  &b=[callId]\n"
	source := diag.NewSource("pixels.yaml", []byte(yaml))
	b := diag.NewTextBuilder(source)
	lines := []string{"https://h.example/?a=[Call:X|", "User:y]", "&b=[callId]"}
	for i, line := range lines {
		at := strings.Index(yaml, line)
		b.Copy(at, at+len(line))
		if i+1 < len(lines) {
			b.Replace(" ", at+len(line), at+len(line)+len("\n  "))
		}
	}
	tmpl, faults := Parse(b.Text(source.Span(5, len(yaml))), URL, Component)
	want := []string{`error bad-token 39 "\n  User:y"`, `warning not-a-token 55 "[callId]"`}
	if diff := cmp.Diff(want, markedAll(faults)); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
	first := slices.Collect(tmpl.Exprs())[0]
	if got, want := first.Span.Text(), "[Call:X|\n  User:y]"; got != want {
		t.Errorf("the expression spans %q, want %q", got, want)
	}
	if got, want := first.AlternativeSpan(0).Text(), "Call:X"; got != want {
		t.Errorf("its first alternative spans %q, want %q", got, want)
	}
	if got, want := faults[1].Span.String(), "pixels.yaml:4:6"; got != want {
		t.Errorf("the second fault is at %s, want %s", got, want)
	}
}

func TestVariables(t *testing.T) {
	t.Parallel()
	tmpl := mustParse(t, "https://${env:HOST}/?k=${env:KEY}&t=${file:/run/t}#${env:KEY}", URL, Component)
	type row struct {
		Scheme, Name, Source, Param string
		Position                    Position
	}
	var got []row
	for v := range tmpl.Variables() {
		got = append(got, row{v.Scheme, v.Name, v.String(), v.Param, v.Position})
		if v.Span.Text() != v.Source {
			t.Errorf("%s spans %q", v, v.Span.Text())
		}
	}
	want := []row{
		{"env", "HOST", "${env:HOST}", "", Authority},
		{"env", "KEY", "${env:KEY}", "k", Query},
		{"file", "/run/t", "${file:/run/t}", "t", Query},
		{"env", "KEY", "${env:KEY}", "", Fragment},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("variables (-want +got):\n%s", diff)
	}
	for range tmpl.Variables() {
		break
	}
	for range tmpl.Exprs() {
		t.Error("there is no expression")
	}
}

func TestTemplateKeepsWhatItWasMadeOf(t *testing.T) {
	t.Parallel()
	tmpl := mustParse(t, "a [Call:X]", FormBody, Form)
	if tmpl.Kind() != FormBody || tmpl.Encoding() != Form || tmpl.Text().String() != "a [Call:X]" {
		t.Errorf("got kind %d, encoding %s, text %q", tmpl.Kind(), tmpl.Encoding(), tmpl.Text().String())
	}
	if tmpl.Empty() || !new(Template).Empty() {
		t.Error("only the zero template is empty")
	}
	if empty := mustParse(t, "", URL, Component); !empty.Empty() || render(empty, nil, nil) != "" {
		t.Error("an empty text gives a template that is not empty")
	}
	if got := render(new(Template), nil, nil); got != "" {
		t.Errorf("the zero template renders %q", got)
	}
	e := slices.Collect(tmpl.Exprs())[0]
	if e.Source != "[Call:X]" || e.Alternatives[0].String() != "[Call:X]" {
		t.Errorf("the expression is %q, its token %s", e.Source, e.Alternatives[0])
	}
	for range tmpl.Exprs() {
		break
	}
}

func TestParseToken(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		input string
		want  Token
		ok    bool
	}{
		{"Call:X", Token{"Call", "X"}, true},
		{"tag:User:first name", Token{"User", "first name"}, true},
		{"[tag:User:gclid]", Token{"User", "gclid"}, true},
		{"User:a:b", Token{"User", "a:b"}, true},
		{"callId", Token{}, false},
		{"tag:gclid", Token{}, false},
		{"[a:b|c:d]", Token{}, false},
		{"Call:", Token{}, false},
		{"[]", Token{}, false},
		{"", Token{}, false},
	} {
		if got, ok := ParseToken(tt.input); got != tt.want || ok != tt.ok {
			t.Errorf("ParseToken(%q) = %v, %t; want %v, %t", tt.input, got, ok, tt.want, tt.ok)
		}
	}
}
