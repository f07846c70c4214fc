package validate

import (
	"strings"

	"postback/internal/catalog"
	"postback/internal/diag"
	"postback/internal/template"
)

// stray is a word in single brackets that loading found to be no token: the whole of a bracket or
// an alternative of a fallback.
type stray struct {
	part
	expr     *template.Expr
	span     diag.Span
	word     string // without brackets
	fallback bool   // stands beside alternatives that are tokens
}

// strayKind says what a stray word is, and so which rule reports it.
type strayKind uint8

const (
	strayWord        strayKind = iota // nothing that is known
	strayColumn                       // known elsewhere: a column, another program's placeholder
	strayPlaceholder                  // to be replaced, say the instructions
	strayIndex                        // the key[index] of a parameter's name
)

// strays are the stray words of one kind.
func (p *Pass) strays(kind strayKind) []stray {
	var found []stray
	for _, b := range p.brackets(template.RuleNotAToken) {
		if s := strayOf(b); s.kind() == kind {
			found = append(found, s)
		}
	}
	return found
}

func strayOf(b bracket) stray {
	s := stray{part: b.part, expr: b.segment.Expr, span: b.span}
	if s.fallback = b.span != s.expr.Span; s.fallback {
		s.word = b.span.Text()
		return s
	}
	alternatives := strings.Split(strings.Trim(s.expr.Source, "[]"), "|")
	s.word = alternatives[0]
	for _, word := range alternatives {
		if _, known := catalog.Meant(word); known {
			s.word = word
			break
		}
	}
	return s
}

// kind classifies the word.
func (s stray) kind() strayKind {
	if !s.fallback && isIndex(s.template, s.expr) {
		return strayIndex
	}
	if isInstruction(s.word) {
		return strayPlaceholder
	}
	if _, known := s.meant(); known {
		return strayColumn
	}
	if isConstantCase(s.word) {
		return strayPlaceholder
	}
	return strayWord
}

// meant is what the catalogue says of the word. Instructions shout: CLICK_ID means click_id.
func (s stray) meant() (catalog.Lookalike, bool) {
	word := strings.NewReplacer(".", "", "/", "").Replace(s.word)
	if isShouted(word) {
		word = strings.ToLower(word)
	}
	return catalog.Meant(word)
}

// written is how the word stands in the template: with its brackets, unless it is one of several.
func (s stray) written() string {
	if s.fallback {
		return s.word
	}
	return s.expr.Source
}

// bracket is an expression of which loading found something to say.
type bracket struct {
	part
	segment template.Segment
	span    diag.Span // what is meant: the expression or a part of it
}

// brackets are the expressions in which loading found a mistake of that rule.
func (p *Pass) brackets(rule string) []bracket {
	places := p.loadedAs(rule)
	if len(places) == 0 {
		return nil
	}
	var found []bracket
	for _, t := range p.templates() {
		for _, s := range t.template.Segments() {
			for _, span := range within(places, s.Expr) {
				found = append(found, bracket{t, s, span})
			}
		}
	}
	return found
}

// loadedAs are the places where loading found a mistake of that rule.
func (p *Pass) loadedAs(rule string) []diag.Span {
	var places []diag.Span
	for _, d := range p.loaded {
		if d.Rule == rule {
			places = append(places, d.Span)
		}
	}
	return places
}

// within keeps the places inside an expression, which may be none.
func within(places []diag.Span, e *template.Expr) []diag.Span {
	var inside []diag.Span
	for _, place := range places {
		if e != nil && place.Source == e.Span.Source && place.Start >= e.Span.Start && place.End <= e.Span.End {
			inside = append(inside, place)
		}
	}
	return inside
}

// isIndex reports whether a bracket belongs to the name of a parameter, as in ids[]=1 or
// filter[status]=x.
func isIndex(t *template.Template, e *template.Expr) bool {
	if e.Position != template.Query && e.Position != template.FormValue || e.Param != "" {
		return false
	}
	before, after := around(t, e)
	return strings.ContainsAny(after, "=[") && before != "" && !strings.ContainsAny(before, "&?=")
}

// around are the bytes before and behind an expression; "" at the ends of the text.
func around(t *template.Template, e *template.Expr) (before, after string) {
	text := t.Text().String()
	for _, s := range t.Segments() {
		if s.Expr == e {
			return text[max(0, s.Start-1):s.Start], text[s.End:min(s.End+1, len(text))]
		}
	}
	return "", ""
}

// doubled is the correction that makes literal brackets of the pairs at these offsets.
func doubled(text diag.Text, pairs []pair) *diag.Fix {
	fix := &diag.Fix{Message: "write [[ ]]"}
	for _, p := range pairs {
		for _, at := range []int{p.open, p.close} {
			fix.Edits = append(fix.Edits, diag.Edit{Span: text.Span(at, at+1), Text: strings.Repeat(text.Slice(at, at+1).String(), 2)})
		}
	}
	return fix
}
