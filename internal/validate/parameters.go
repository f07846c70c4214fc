package validate

import (
	"iter"
	"strings"

	"postback/internal/diag"
	"postback/internal/template"
)

// parameters is a text of name=value pairs joined by &: the query of a URL, or a form body. All
// offsets are of the whole text.
type parameters struct {
	text       diag.Text
	literal    string // see literals
	start, end int    // of the pairs in the text
	list       []paramView
}

// paramView is one name=value of a query or form.
type paramView struct {
	name         string // as written
	literalName  bool   // no expression and no variable stands in the name
	value        string // as written; "" when there is no =
	start, end   int
	valueStart   int  // behind the =, or end
	literalValue bool // no expression and no variable stands in the value
	fromCall     bool // the value is one expression and nothing else
}

// parameters yields the query of every URL that has one, and every form.
func (p *Pass) parameters() iter.Seq[*parameters] {
	return func(yield func(*parameters) bool) {
		for v := range p.views() {
			if v.url != nil && v.url.query >= 0 {
				query := &parameters{v.url.text, v.url.literal, v.url.query, v.url.queryEnd(), v.url.params}
				if !yield(query) {
					return
				}
			}
			if v.form != nil && !yield(v.form) {
				return
			}
		}
	}
}

// pairs is the literal text of all pairs.
func (p *parameters) pairs() string { return p.literal[p.start:p.end] }

// span is where the bytes [start, end) of the text are written.
func (p *parameters) span(start, end int) diag.Span { return p.text.Span(start, end) }

// nameSpan is where the name of a parameter is written.
func (p *parameters) nameSpan(param paramView) diag.Span {
	return p.span(param.start, param.start+len(param.name))
}

// viewParams takes the pairs in a range of a template apart; literal is all of its literals.
func viewParams(t *template.Template, literal string, start, end int) []paramView {
	params := make([]paramView, 0, 1+strings.Count(literal[start:end], "&"))
	segments := t.Segments()
	for start <= end {
		stop := end
		if i := strings.IndexByte(literal[start:end], '&'); i >= 0 {
			stop = start + i
		}
		if stop > start {
			param := viewParam(t.Text().String(), literal, start, stop)
			segments = param.take(segments)
			params = append(params, param)
		}
		start = stop + 1
	}
	return params
}

func viewParam(text, literal string, start, end int) paramView {
	p := paramView{name: text[start:end], start: start, end: end, valueStart: end}
	if i := strings.IndexByte(literal[start:end], '='); i >= 0 {
		p.name, p.valueStart = text[start:start+i], start+i+1
		p.value = text[p.valueStart:end]
	}
	p.literalName = !hasHole(literal[start : start+len(p.name)])
	return p
}

// take finds what stands in the value among the segments, which begin before it or in it, and
// returns those that may concern what follows.
func (p *paramView) take(segments []template.Segment) []template.Segment {
	p.literalValue = true
	for len(segments) > 0 && segments[0].Start < p.end {
		s := &segments[0]
		if s.Start >= p.valueStart && (s.Expr != nil || s.Variable != nil) {
			p.literalValue = false
			p.fromCall = s.Expr != nil && s.Start == p.valueStart && s.End == p.end
		}
		segments = segments[1:]
	}
	return segments
}
