package plan

import (
	"bytes"
	"cmp"
	"net/url"

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
	Name   string   // decoded
	Value  string   // decoded, as most receivers do it: + is a space
	Tokens []string // the tokens and variables in it, as they are written
	Empty  bool     // it has tokens and none of them has a value
	Why    string   // what is to be noticed: the reason for Empty, or that a variable has no value
}

// Anatomy takes the URL of a firing apart. Like the firing, it is for the record last planned.
func (f *Firing) Anatomy() Anatomy {
	rendered, pieces := f.bound.url.Trace(f.planner.values)
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
	a.Parameters = f.parameters(rendered, query+1, pieces)
	return a
}

// FormParameters takes a form body apart; ok is false when the body is no form.
func (f *Firing) FormParameters() (parameters []Parameter, ok bool) {
	if f.bound.body == nil || f.bound.body.Template().Kind() != template.FormBody {
		return nil, false
	}
	rendered, pieces := f.bound.body.Trace(f.planner.values)
	return f.parameters(rendered, 0, pieces), true
}

// parameters splits text[start:] at its ampersands.
func (f *Firing) parameters(text []byte, start int, pieces []template.Piece) []Parameter {
	var parameters []Parameter
	for start <= len(text) {
		end := start + bytes.IndexByte(text[start:], '&')
		if end < start {
			end = len(text)
		}
		if start < end {
			parameters = append(parameters, f.parameter(text[start:end], within(pieces, start, end)))
		}
		start = end + 1
	}
	return parameters
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
	name, value, _ := bytes.Cut(text, []byte("="))
	p := Parameter{Name: decode(name), Value: decode(value)}
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
