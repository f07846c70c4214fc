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
	bracket
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
	if b.span != b.segment.Expr.Span {
		return stray{bracket: b, word: b.span.Text(), fallback: true}
	}
	s := stray{bracket: b}
	alternatives := strings.Split(strings.Trim(b.segment.Expr.Source, "[]"), "|")
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
	if !s.fallback && s.isIndex() {
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
	return s.segment.Expr.Source
}

// bracket is an expression of which loading found something to say.
type bracket struct {
	*part
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
	for t := range p.templates() {
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
func (b bracket) isIndex() bool {
	position, text := b.segment.Position, b.template.Text().String()
	if position != template.Query && position != template.FormValue || b.segment.Expr.Param != "" {
		return false
	}
	before, after := byteAt(text, b.segment.Start-1), byteAt(text, b.segment.End)
	return !strings.ContainsRune("\x01&?=", rune(before)) && (after == '=' || after == '[')
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
