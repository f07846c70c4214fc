package plan

import (
	"postback/internal/call"
	"postback/internal/catalog"
	"postback/internal/pixel"
	"postback/internal/template"
)

// Origin says which of the places that can hold a token's value did, in order of precedence.
type Origin uint8

// The origins.
const (
	Nowhere        Origin = iota // no place has a value: the token renders empty
	FromOverride                 // --set
	FromTag                      // a tag of the record
	FromColumn                   // a column of the record, as it is or in the platform's spelling
	FromDefinition               // the campaign or publisher of the definitions
	FromDerivation               // worked out of another value of the record
)

// String names the origin in words fit for a message.
func (o Origin) String() string {
	switch o {
	case FromOverride:
		return "--set"
	case FromTag:
		return "tag"
	case FromColumn:
		return "column"
	case FromDefinition:
		return "definitions"
	case FromDerivation:
		return "derived"
	default:
		return "nowhere"
	}
}

// source is where one token's value comes from.
type source struct {
	override   string
	overridden bool
	tag        call.Key
	column     call.Key
	fromColumn Origin         // what the column's value is to the token; Nowhere for a token without a column
	info       *catalog.Token // empty for a token that the catalogue does not know
}

func (p *Program) source(token template.Token) source {
	if token.Category == "" { // a column that a choice asks for
		return source{tag: p.keys.Column(token.Name), info: &catalog.Token{}}
	}
	info, _ := catalog.Lookup(token.Category, token.Name)
	s := source{tag: p.keys.Tag(token.Category, token.Name), info: &info}
	if info.Column != "" {
		s.column, s.fromColumn = p.keys.Column(info.Column), originOf(info.Derivation)
	}
	for _, o := range p.options.Overrides {
		if o.Token.Key() == token.Key() {
			s.override, s.overridden = o.Value, true
		}
	}
	return s
}

// originOf tells whether a column's value is the token's, be it in another spelling, or whether the
// token's value is worked out of it.
func originOf(how catalog.Derivation) Origin {
	switch how {
	case catalog.Verbatim, catalog.Timestamp, catalog.TrueFalse, catalog.YesNo:
		return FromColumn
	default:
		return FromDerivation
	}
}

// find decides where the value of a token comes from for the present record, and for a tag or
// column under which key. An empty value counts as none, but for an override, which is always
// taken at its word.
func (pl *Planner) find(s *source) (Origin, call.Key) {
	switch {
	case s.overridden:
		return FromOverride, 0
	case pl.has(s.tag):
		return FromTag, s.tag
	case s.fromColumn == FromColumn && pl.has(s.column):
		return FromColumn, s.column
	case s.info.Definition != "" && pl.defined(s.info.Definition) != "":
		return FromDefinition, 0
	case s.fromColumn == FromDerivation && pl.has(s.column):
		return FromDerivation, s.column
	}
	return Nowhere, 0
}

// Token is the value of a token for the present record, valid until the next one is asked for: it
// makes the planner a [template.Resolver].
func (pl *Planner) Token(n int) []byte {
	s := &pl.program.sources[n]
	if text, ok := pl.raw(s); ok {
		return text
	}
	origin, _ := pl.find(s)
	pl.scratch = pl.appendToken(pl.scratch[:0], s, origin)
	return pl.scratch
}

// raw is the value of a token that is sent as it stands in the record, as most are. It follows the
// order of find, without asking twice what the record has.
func (pl *Planner) raw(s *source) (text []byte, ok bool) {
	if s.overridden {
		return nil, false
	}
	text, kind, ok := pl.record.Raw(s.tag)
	switch kind {
	case call.Bool:
		return nil, false
	case call.Absent:
		if s.fromColumn != FromColumn || s.info.Derivation != catalog.Verbatim {
			return nil, false
		}
		text, _, ok = pl.record.Raw(s.column)
	}
	return text, ok
}

// appendToken appends the value of a token that comes from an origin.
func (pl *Planner) appendToken(dst []byte, s *source, origin Origin) []byte {
	switch origin {
	case FromOverride:
		return append(dst, s.override...)
	case FromTag:
		return appendTag(dst, s, pl.record.Value(s.tag))
	case FromColumn, FromDerivation:
		return derive(dst, s.info.Derivation, pl.record.Value(s.column), pl.zone, pl.written())
	case FromDefinition:
		return append(dst, pl.defined(s.info.Definition)...)
	default:
		return dst
	}
}

func (pl *Planner) has(key call.Key) bool { return pl.record.Kind(key) != call.Absent }

// appendTag writes a tag. One that is a JSON boolean has to be spelled.
func appendTag(dst []byte, s *source, v call.Value) []byte {
	if v.Kind() != call.Bool {
		return v.AppendText(dst)
	}
	if s.info.Derivation == catalog.TrueFalse {
		return appendBool(dst, v, "True", "False")
	}
	return appendBool(dst, v, "yes", "no")
}

// defined is the value that the definitions give for the present record's campaign and publisher.
func (pl *Planner) defined(what catalog.Definition) string {
	switch what {
	case catalog.CampaignName, catalog.CampaignID, catalog.CampaignTrackingID:
		return campaignEntry(pl.plan.campaign, what)
	case catalog.PublisherName, catalog.PublisherID, catalog.PublisherSubID:
		return publisherEntry(pl.publisher, what)
	}
	return ""
}

func campaignEntry(c *pixel.Campaign, what catalog.Definition) string {
	switch {
	case c == nil:
		return ""
	case what == catalog.CampaignName:
		return c.Name.String()
	case what == catalog.CampaignID:
		return c.ID.String()
	}
	return c.TrackingID.String()
}

func publisherEntry(p *pixel.Publisher, what catalog.Definition) string {
	switch {
	case p == nil:
		return ""
	case what == catalog.PublisherName:
		return p.Name.String()
	case what == catalog.PublisherID:
		return p.ID.String()
	}
	return p.SubID.String()
}
