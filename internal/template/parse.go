package template

import (
	"strings"

	"postback/internal/diag"
)

// The rules whose violation Parse reports.
const (
	RuleUnclosedBracket  = "unclosed-bracket"  // error: a [ that is never closed
	RuleBadToken         = "bad-token"         // error: a token without category or name
	RuleSingleBracket    = "single-bracket"    // warning: a list in single brackets
	RuleNotAToken        = "not-a-token"       // warning: a word without a colon
	RuleUnclosedVariable = "unclosed-variable" // error: a ${env: or ${file: that is never closed
	RuleBadVariable      = "bad-variable"      // error: a variable without a name
	RuleHeaderBreak      = "header-line-break" // error: a line break or NUL in a header value
)

// Parse reads a template of the given kind, whose values are to be written in the given encoding.
// It reports every fault, with the exact characters that are meant, and always returns a
// template that can be bound: what is faulty is sent as text, or not at all.
func Parse(text diag.Text, kind Kind, enc Encoding) (*Template, diag.List) {
	p := &parser{
		input:    text.String(),
		template: &Template{text: text, kind: kind, encoding: enc},
		track:    newTracker(kind),
	}
	p.template.segments = make([]Segment, 0, segmentsOf(p.input))
	lex := newLexer(p.input)
	for it, ok := lex.next(); ok; it, ok = lex.next() {
		p.item(it)
	}
	p.flush(len(p.input))
	return p.template, p.faults
}

// segmentsOf is how many segments a text has, or about as many: a token and the text before it
// for each bracket. Of a text with very many brackets nothing is guessed.
func segmentsOf(text string) int {
	const most = 64
	return min(2*strings.Count(text, "[")+1, most)
}

// parser turns items into segments.
type parser struct {
	input    string
	template *Template
	track    tracker
	begin    int // where the literal text since the last segment begins in the input
	faults   diag.List
}

func (p *parser) item(it item) {
	source := p.input[it.start:it.end]
	switch it.kind {
	case itemText, itemOpen, itemClose: // see flush
	case itemBracket:
		p.bracket(it, source)
	case itemVariable:
		p.variable(it, source)
	case itemUnclosedBracket:
		p.errorf(it, RuleUnclosedBracket, "this [ is never closed by a ]; write [[ for a bracket that is meant as text")
	case itemUnclosedVariable:
		p.errorf(it, RuleUnclosedVariable, "this %s is never closed by a }", source)
	}
}

func (p *parser) span(start, end int) diag.Span { return p.template.text.Span(start, end) }

func (p *parser) errorf(it item, rule, format string, args ...any) {
	p.faults.Errorf(p.span(it.start, it.end), rule, format, args...)
}

// flush ends the literal text before offset end, if there is any.
func (p *parser) flush(end int) {
	if p.begin == end {
		return
	}
	s := Segment{Start: p.begin, End: end, Position: p.track.position(), Literal: undoubled(p.input[p.begin:end])}
	p.track.literal(s.Literal)
	switch p.template.kind {
	case URL:
		s.Literal = encodedURL(s.Literal)
	case Header:
		p.checkHeader(s)
	case JSONBody, FormBody, TextBody:
	}
	p.add(s)
}

// undoubled is literal text with one bracket for each that is doubled.
func undoubled(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "[[", "["), "]]", "]")
}

// checkHeader reports the first byte of a literal that no header value may hold.
func (p *parser) checkHeader(s Segment) {
	if n := HeaderFault([]byte(p.input[s.Start:s.End])); n >= 0 {
		at := s.Start + n
		p.faults.Errorf(p.span(at, at+1), RuleHeaderBreak, "a header value cannot hold a line break or a NUL")
	}
}

func (p *parser) add(s Segment) {
	p.template.segments = append(p.template.segments, s)
	p.begin = s.End
}

func (p *parser) bracket(it item, source string) {
	p.flush(it.start)
	e := p.expr(it, source)
	pos := p.track.position()
	e.Position, e.Param = pos, p.track.dynamic()
	p.add(Segment{Start: it.start, End: it.end, Position: pos, Expr: e})
}

func (p *parser) variable(it item, source string) {
	p.flush(it.start)
	pos, param := p.track.position(), p.track.dynamic()
	scheme, name, _ := strings.Cut(source[len("${"):len(source)-len("}")], ":")
	if name == "" {
		p.errorf(it, RuleBadVariable, "a variable is written ${env:NAME} or ${file:PATH}; here the name is missing")
	}
	v := &Variable{
		Scheme:   scheme,
		Name:     name,
		Source:   source,
		Span:     p.span(it.start, it.end),
		Position: pos,
		Param:    param,
	}
	p.add(Segment{Start: it.start, End: it.end, Position: pos, Variable: v})
}
