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
	lex := newLexer(p.input)
	for it, ok := lex.next(); ok; it, ok = lex.next() {
		p.item(it)
	}
	p.flush(len(p.input))
	return p.template, p.faults
}

// parser turns items into segments.
type parser struct {
	input    string
	template *Template
	track    tracker
	literal  []byte // literal text since the last segment, brackets resolved
	begin    int    // where that text begins in the input
	faults   diag.List
}

func (p *parser) item(it item) {
	source := p.input[it.start:it.end]
	switch it.kind {
	case itemText:
		p.literal = append(p.literal, source...)
	case itemOpen, itemClose:
		p.literal = append(p.literal, source[0])
	case itemBracket:
		p.bracket(it, source)
	case itemVariable:
		p.variable(it, source)
	case itemUnclosedBracket:
		p.literal = append(p.literal, source...)
		p.errorf(it, RuleUnclosedBracket, "this [ is never closed by a ]; write [[ for a bracket that is meant as text")
	case itemUnclosedVariable:
		p.literal = append(p.literal, source...)
		p.errorf(it, RuleUnclosedVariable, "this %s is never closed by a }", source)
	}
}

func (p *parser) errorf(it item, rule, format string, args ...any) {
	p.faults.Errorf(p.template.text.Span(it.start, it.end), rule, format, args...)
}

// flush ends the literal text before offset end, if there is any.
func (p *parser) flush(end int) {
	if p.begin == end {
		return
	}
	text := string(p.literal)
	if p.template.kind == URL {
		text = string(appendURL(nil, p.literal))
	}
	p.add(Segment{Start: p.begin, End: end, Position: p.track.position(), Literal: text})
	p.track.literal(string(p.literal))
	p.literal = p.literal[:0]
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
	v := &Variable{Scheme: scheme, Name: name, Span: p.template.text.Span(it.start, it.end), Position: pos, Param: param}
	p.add(Segment{Start: it.start, End: it.end, Position: pos, Variable: v})
}
