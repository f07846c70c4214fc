package plan

import (
	"fmt"
	"strings"

	"postback/internal/catalog"
	"postback/internal/diag"
	"postback/internal/template"
)

// Explanation is why one pixel fires or does not for the record last planned, and where every
// value of its request comes from. It is valid until the next record is planned.
type Explanation struct {
	Firing      Firing // its decision says how it ended
	Gates       []Gate // in the order in which they are asked; the first that is shut decides
	Tokens      []TokenUse
	Pieces      []Piece // of the URL, tiling it; none when the pixel does not fire
	Assumptions []Assumption
}

// TokenUse is one token, or one variable, of a request.
type TokenUse struct {
	Source    string // as written, fallbacks and brackets included
	Token     string // the alternative that gave the value; "" when none did
	Place     string // where it stands in the request
	Value     string // before encoding; "" for a variable, which may be a secret
	Encoded   string // as it is sent
	Origin    Origin
	From      string // the exact place: a path in the record, a key of the definitions
	Transform string // what was done to get the value; "" for nothing
	Why       string // the likely reason for an empty value
	Span      diag.Span
}

// Empty reports whether nothing is sent for the token.
func (u TokenUse) Empty() bool { return u.Encoded == "" }

// Piece is a part of a rendered URL.
type Piece struct {
	Text   string
	Source string // the token or variable that it came from; "" for literal text
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
	e.Firing = pl.render(b)
	e.Tokens = pl.tokenUses(&e.Firing)
	if e.Firing.Decision == Fire {
		e.Pieces = pl.pieces(b.url)
		e.Assumptions = pl.assumptions(&e.Firing, e.Tokens)
	}
	return e
}

// tokenUses lists everything in a firing's templates that stands for a value, blank ones first.
func (pl *Planner) tokenUses(f *Firing) []TokenUse {
	var blank, filled []TokenUse
	for _, t := range f.bound.named() {
		out, pieces := t.bound.Trace(pl.values)
		for _, piece := range pieces {
			if piece.Literal {
				continue
			}
			use := pl.tokenUse(f, t, piece, string(out[piece.Start:piece.End]))
			if use.Empty() {
				blank = append(blank, use)
			} else {
				filled = append(filled, use)
			}
		}
	}
	return append(blank, filled...)
}

// namedTemplate is a template and what it is of the request.
type namedTemplate struct {
	bound *template.Bound
	what  string
}

func (b *boundPixel) named() []namedTemplate {
	all := []namedTemplate{{b.url, ""}}
	for _, h := range b.headers {
		all = append(all, namedTemplate{h.value, "header " + h.name})
	}
	if b.body != nil {
		all = append(all, namedTemplate{b.body, ""})
	}
	if b.auth != nil {
		all = append(all, namedTemplate{b.auth.username, "user name"}, namedTemplate{b.auth.password, "password"})
	}
	return all
}

func (pl *Planner) tokenUse(f *Firing, t namedTemplate, piece template.Piece, encoded string) TokenUse {
	use := TokenUse{Encoded: encoded, Span: piece.Span, Place: place(t, piece)}
	if piece.Variable != nil {
		use.Source, use.From = piece.Variable.String(), piece.Variable.Scheme+" "+piece.Variable.Name
		use.Why = f.whyUnset(piece.Variable)
		return use
	}
	use.Source = piece.Expr.Source
	if piece.Chosen < 0 {
		use.Why = pl.likelyReason(f, piece.Expr)
		return use
	}
	chosen := piece.Expr.Alternatives[piece.Chosen]
	n := pl.program.layout.Token(chosen)
	use.Token = chosen.String()
	use.Value = string(pl.AppendToken(nil, n))
	use.Origin, use.From, use.Transform = pl.provenance(n)
	return use
}

// place says where in the request a piece stands.
func place(t namedTemplate, piece template.Piece) string {
	if t.what != "" {
		return t.what
	}
	param := ""
	if piece.Expr != nil {
		param = piece.Expr.Param
	} else if piece.Variable != nil {
		param = piece.Variable.Param
	}
	if param != "" {
		return "parameter " + param
	}
	return piece.Position.String()
}

// provenance says where the value of a token comes from and what was done to it.
func (pl *Planner) provenance(n int) (origin Origin, from, transform string) {
	s := &pl.program.sources[n]
	origin, v := pl.find(n)
	switch origin {
	case FromOverride:
		from = "--set"
	case FromTag, FromColumn, FromDerivation:
		from = v.Path()
	case FromDefinition:
		from = string(s.info.Definition)
	case Nowhere:
	}
	if origin == FromColumn || origin == FromDerivation {
		transform = transformation(s.info.Derivation)
	}
	return origin, from, transform
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

// likelyReason is the best guess at why an expression gave nothing: a value that cannot exist at
// this event, a tag of nearly the same name, or plain absence.
func (pl *Planner) likelyReason(f *Firing, e *template.Expr) string {
	if e.NotAToken {
		if meant, ok := catalog.Meant(strings.Trim(e.Source, "[]")); ok && meant.Token.Name != "" {
			return fmt.Sprintf("not a token; %s is", meant.Token)
		}
		return "not a token, so nothing is sent for it"
	}
	for _, token := range e.Alternatives {
		info, known := catalog.Lookup(token.Category, token.Name)
		if known && info.At[f.Event].Availability == catalog.Never {
			return fmt.Sprintf("%s never has a value when %s fires", token, f.Event)
		}
		if reason, ok := pl.underivable(pl.program.layout.Token(token)); ok {
			return reason
		}
		if near, ok := pl.nearTag(token); ok {
			return fmt.Sprintf("not in this call record, but %s is: names have to match exactly", near)
		}
		if !known {
			return fmt.Sprintf("%s is no token that is known, and not in this call record", token)
		}
	}
	return "not in this call record"
}

// nearTag finds a tag in the record that was probably meant: one whose name is the same but for its
// spelling, best of the same category, or else one of the category with nearly the same name.
func (pl *Planner) nearTag(token template.Token) (near string, ok bool) {
	written := map[string]string{}
	var names []string
	for name, value := range pl.record.Tags() {
		tag := template.Token{Category: name.Category, Name: name.Name}
		if value.Text() == "" || tag.Key() == token.Key() {
			continue
		}
		plain, sameCategory := plainName(name.Name), strings.EqualFold(name.Category, token.Category)
		switch samePlain := plain == plainName(token.Name); {
		case samePlain && sameCategory:
			return name.String(), true
		case samePlain:
			near = name.String()
		case sameCategory:
			names = append(names, plain)
			written[plain] = name.String()
		}
	}
	if near != "" {
		return near, true
	}
	nearest, ok := diag.Nearest(plainName(token.Name), names)
	return written[nearest], ok
}

// plainName is a name without what people get wrong: case, spaces, hyphens and underscores.
func plainName(name string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", "-", "", "_", "").Replace(name))
}

func (pl *Planner) pieces(b *template.Bound) []Piece {
	out, traced := b.Trace(pl.values)
	var pieces []Piece
	for _, t := range traced {
		p := Piece{Text: string(out[t.Start:t.End])}
		if t.Variable != nil {
			p.Source = t.Variable.String()
		} else if t.Expr != nil {
			p.Source = t.Expr.Source
		}
		pieces = append(pieces, p)
	}
	return pieces
}
