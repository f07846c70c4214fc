package plan

import (
	"bytes"
	"cmp"
	"iter"
	"net/url"

	"postback/internal/diag"
	"postback/internal/template"
)

// Anatomy is a rendered URL taken apart as its receiver will: the endpoint and its parameters,
// each with the tokens it came from.
type Anatomy struct {
	Endpoint   string // scheme, host and path
	Parameters []Parameter
	Fragment   string // what follows #, which is never sent
}

// Parameter is one name and value of a query or form.
type Parameter struct {
	Name   string    // decoded
	Value  string    // decoded, as most receivers do it: + is a space
	Raw    string    // as sent: name=value
	Tokens []string  // the tokens and variables in it, as they are written
	Empty  bool      // it has tokens and none of them has a value
	Why    string    // what is to be noticed: the reason for Empty, or that a variable has no value
	Span   diag.Span // where the definitions write it; zero for a URL that comes from elsewhere
}

// Anatomy takes the URL of a firing apart. Like the firing, it is for the record last planned.
func (f *Firing) Anatomy() Anatomy {
	rendered, pieces := f.bound.url.Trace(f.planner.values)
	return anatomy(rendered, func(text []byte, start int) []Parameter {
		return f.parameters(f.bound.url.Template(), text, start, pieces)
	})
}

// TakeApart takes any URL apart as its receiver will.
func TakeApart(url string) Anatomy {
	return anatomy([]byte(url), func(text []byte, start int) []Parameter {
		return TakeFormApart(string(text[start:]))
	})
}

// TakeFormApart takes the text of a form, or of a query, apart.
func TakeFormApart(form string) []Parameter {
	var parameters []Parameter
	for start, end := range pairs([]byte(form), 0) {
		parameters = append(parameters, decoded([]byte(form[start:end])))
	}
	return parameters
}

// anatomy splits a URL; parameters splits what of its text begins at start.
func anatomy(rendered []byte, parameters func(text []byte, start int) []Parameter) Anatomy {
	a := Anatomy{}
	if i := bytes.IndexByte(rendered, '#'); i >= 0 {
		a.Fragment, rendered = string(rendered[i+1:]), rendered[:i]
	}
	query := bytes.IndexByte(rendered, '?')
	if query < 0 {
		a.Endpoint = string(rendered)
		return a
	}
	a.Endpoint = string(rendered[:query])
	a.Parameters = parameters(rendered, query+1)
	return a
}

// FormParameters takes a form body apart; ok is false when the body is no form.
func (f *Firing) FormParameters() (parameters []Parameter, ok bool) {
	if f.bound.body == nil || f.bound.body.Template().Kind() != template.FormBody {
		return nil, false
	}
	rendered, pieces := f.bound.body.Trace(f.planner.values)
	return f.parameters(f.bound.body.Template(), rendered, 0, pieces), true
}

// parameters takes the pairs in text[start:] apart; the pieces are those of the template t.
func (f *Firing) parameters(t *template.Template, text []byte, start int, pieces []template.Piece) []Parameter {
	var parameters []Parameter
	for start, end := range pairs(text, start) {
		p := f.parameter(text[start:end], within(pieces, start, end))
		name, _, _ := bytes.Cut(text[start:end], []byte("="))
		p.Span = placeOf(t, pieces, start, start+len(name))
		parameters = append(parameters, p)
	}
	return parameters
}

// pairs yields the ranges between the ampersands of text[start:], without empty ones.
func pairs(text []byte, start int) iter.Seq2[int, int] {
	return func(yield func(start, end int) bool) {
		for start <= len(text) {
			end := start + bytes.IndexByte(text[start:], '&')
			if end < start {
				end = len(text)
			}
			if start < end && !yield(start, end) {
				return
			}
			start = end + 1
		}
	}
}

// placeOf is where the template writes the range [start, end) of what it rendered: exactly, where
// its literal text is sent as it is written.
func placeOf(t *template.Template, pieces []template.Piece, start, end int) diag.Span {
	for i, piece := range pieces {
		if start >= piece.End {
			continue
		}
		s := t.Segments()[i]
		if !piece.Literal || len(s.Literal) != s.End-s.Start {
			return piece.Span
		}
		from := s.Start + start - piece.Start
		return t.Text().Span(from, min(from+end-start, s.End))
	}
	return t.Text().Whole()
}

// within are the pieces that reach into [start, end], empty ones at its ends included. Parameters
// are one byte apart, so only a piece that holds an ampersand is counted twice.
func within(pieces []template.Piece, start, end int) []template.Piece {
	var inside []template.Piece
	for _, p := range pieces {
		if !p.Literal && p.Start <= end && p.End >= start {
			inside = append(inside, p)
		}
	}
	return inside
}

func (f *Firing) parameter(text []byte, pieces []template.Piece) Parameter {
	p := decoded(text)
	empty := 0
	for _, piece := range pieces {
		if piece.Variable != nil {
			p.Tokens = append(p.Tokens, piece.Variable.String())
			p.Why = cmp.Or(p.Why, f.whyUnset(piece.Variable))
			continue
		}
		p.Tokens = append(p.Tokens, piece.Expr.Source)
		if piece.Chosen < 0 {
			empty++
		}
	}
	if p.Empty = empty > 0 && empty == len(p.Tokens); p.Empty {
		p.Why = f.whyEmpty(pieces[0].Expr)
	}
	return p
}

// decoded is what a receiver makes of name=value.
func decoded(text []byte) Parameter {
	name, value, _ := bytes.Cut(text, []byte("="))
	return Parameter{Name: decode(name), Value: decode(value), Raw: string(text)}
}

// whyUnset explains a variable without a value; "" when it has one.
func (f *Firing) whyUnset(v *template.Variable) string {
	known, ok := f.planner.program.set.Variable(f.Pixel.Span.Source, v.Scheme, v.Name)
	if !ok || known.Known {
		return ""
	}
	return "not set"
}

// whyEmpty explains an expression that gave nothing.
func (f *Firing) whyEmpty(e *template.Expr) string {
	for _, t := range f.bound.templates {
		for _, slot := range t.Slots() {
			if slot.Expr == e {
				return f.planner.whyEmpty(f, slot)
			}
		}
	}
	return "not a token, so nothing is sent for it"
}

// decode undoes percent-encoding, + included; what cannot be decoded is returned as it is.
func decode(s []byte) string {
	decoded, err := url.QueryUnescape(string(s))
	if err != nil {
		return string(s)
	}
	return decoded
}
