package plan

import (
	"postback/internal/catalog"
	"postback/internal/diag"
	"postback/internal/template"
)

// Explanation is why one pixel fires or does not for the record last planned, and where every
// value of its request comes from. It is valid until the next record is planned.
type Explanation struct {
	Firing      Firing     // its decision says how it ended
	Gates       []Gate     // in the order in which they are asked; the first that is shut decides
	Tokens      []TokenUse // blank ones first
	Parts       []Part     // of the request; none when the pixel does not fire
	Assumptions []Assumption
}

// TokenUse is one token, or one variable, of a request.
type TokenUse struct {
	Source    string // as written, fallbacks and brackets included
	Token     string // the alternative that gave the value; "" when none did
	Place     string // where it stands in the request
	Param     string // the parameter, header or JSON member that it is the value of, or a part of; "" for none
	Value     string // before encoding; "" for a variable, which may be a secret
	Encoded   string // as it is sent
	Origin    Origin
	From      string // the exact place: a path in the record, a key of the definitions
	Transform string // what was done to get the value; "" for nothing
	Why       string // the likely reason for an empty value
	Span      diag.Span

	position   template.Position
	derivation catalog.Derivation // by which a column or another value gave the value
}

// Empty reports whether nothing is sent for the token.
func (u TokenUse) Empty() bool { return u.Encoded == "" }

// PartKind says which part of a request a [Part] is.
type PartKind string

// The parts of a request.
const (
	URLPart      PartKind = "url"
	HeaderPart   PartKind = "header"
	BodyPart     PartKind = "body"
	UserNamePart PartKind = "user name" // of basic authentication
	PasswordPart PartKind = "password"
)

// Part is one part of a rendered request, taken apart where its text comes from.
type Part struct {
	Kind   PartKind
	Header string  // the name, when the part is a header
	Pieces []Piece // they tile the part's text
}

// Piece is a piece of a rendered part.
type Piece struct {
	Text     string
	Source   string // the token or variable that it came from; "" for literal text
	Variable bool   // the text is the value of a variable, which is a secret by nature
}

// Explain explains every selected pixel for the record last planned, in the order of the
// definitions.
func (pl *Planner) Explain() []Explanation {
	var all []Explanation
	for _, b := range pl.program.pixels {
		all = append(all, pl.explain(b))
	}
	return all
}

func (pl *Planner) explain(b *boundPixel) Explanation {
	var e Explanation
	open := true
	for g := range pl.gates(b) {
		if g.Asked = open; open && !g.Open {
			e.Firing = pl.firing(b, Skip, g.reason())
		}
		open = open && g.Open
		e.Gates = append(e.Gates, g)
	}
	if !open {
		return e
	}
	pl.render(b, &e.Firing)
	e.Tokens = pl.tokenUses(&e.Firing)
	if e.Firing.Decision == Fire {
		e.Parts = pl.parts(b)
		e.Assumptions = pl.assumptions(e.Tokens)
	}
	return e
}

// tokenUses lists everything in a firing's templates that stands for a value, blank ones first.
func (pl *Planner) tokenUses(f *Firing) []TokenUse {
	var blank, filled []TokenUse
	for _, t := range f.bound.parts() {
		out, pieces := t.bound.Trace(pl.values)
		for _, piece := range pieces {
			if piece.Literal {
				continue
			}
			use := pl.tokenUse(f, t, piece, out)
			if use.Empty() {
				blank = append(blank, use)
			} else {
				filled = append(filled, use)
			}
		}
	}
	return append(blank, filled...)
}

// boundPart is a template and what it is of the request.
type boundPart struct {
	kind   PartKind
	header string
	bound  *template.Bound
}

func (b *boundPixel) parts() []boundPart {
	all := []boundPart{{URLPart, "", b.url}}
	for _, h := range b.headers {
		all = append(all, boundPart{HeaderPart, h.name, h.value})
	}
	if b.body != nil {
		all = append(all, boundPart{BodyPart, "", b.body})
	}
	if b.auth != nil {
		all = append(all, boundPart{UserNamePart, "", b.auth.username}, boundPart{PasswordPart, "", b.auth.password})
	}
	return all
}

func (pl *Planner) tokenUse(f *Firing, t boundPart, piece template.Piece, out []byte) TokenUse {
	use := TokenUse{Encoded: string(out[piece.Start:piece.End]), Span: piece.Span}
	use.Param, use.Place = where(t, piece, out)
	if piece.Variable != nil {
		use.position = piece.Variable.Position
		use.Source, use.From = piece.Variable.String(), holder(piece.Variable)
		use.Why = f.whyUnset(piece.Variable)
		return use
	}
	use.Source, use.position = piece.Expr.Source, piece.Expr.Position
	if piece.Chosen < 0 {
		use.Why = pl.likelyReason(f, piece.Expr)
		return use
	}
	chosen := piece.Expr.Alternatives[piece.Chosen]
	n := pl.program.layout.Token(chosen)
	use.Token = chosen.String()
	use.Value = string(pl.Token(n))
	pl.trace(&use, n)
	return use
}

// holder names what holds the value of a variable.
func holder(v *template.Variable) string {
	if v.Scheme == "file" {
		return "file " + v.Name
	}
	return "environment variable " + v.Name
}

// trace notes where the value of a token comes from and what was done to it.
func (pl *Planner) trace(use *TokenUse, n int) {
	s := &pl.program.sources[n]
	origin, key := pl.find(s)
	use.Origin = origin
	switch origin {
	case FromOverride:
		use.From = "--set"
	case FromTag, FromColumn, FromDerivation:
		use.From = pl.record.Value(key).Path()
	case FromDefinition:
		use.From = string(s.info.Definition)
	case Nowhere:
	}
	if origin == FromColumn || origin == FromDerivation {
		use.derivation = s.info.Derivation
		use.Transform = transformation(use.derivation)
	}
}

// transformation names what a derivation does, in a few words.
func transformation(how catalog.Derivation) string {
	switch how {
	case catalog.Timestamp:
		return "as M/D/YYYY h:mm:ss AM, UTC"
	case catalog.TrueFalse:
		return "as True or False"
	case catalog.YesNo:
		return "as yes or no"
	case catalog.NoPlus:
		return "without the plus sign"
	case catalog.CountryDigits, catalog.AreaCode, catalog.Prefix, catalog.Suffix:
		return "a part of the telephone number"
	case catalog.Underived, catalog.Verbatim:
		return ""
	}
	return "a part of the date or time"
}

// parts takes the request of a pixel that fires apart.
func (pl *Planner) parts(b *boundPixel) []Part {
	var parts []Part
	for _, t := range b.parts() {
		part := Part{Kind: t.kind, Header: t.header}
		out, traced := t.bound.Trace(pl.values)
		for _, piece := range traced {
			part.Pieces = append(part.Pieces, pieceOf(piece, out))
		}
		parts = append(parts, part)
	}
	return parts
}

func pieceOf(piece template.Piece, out []byte) Piece {
	p := Piece{Text: string(out[piece.Start:piece.End])}
	if piece.Variable != nil {
		p.Source, p.Variable = piece.Variable.String(), true
	} else if piece.Expr != nil {
		p.Source = piece.Expr.Source
	}
	return p
}
