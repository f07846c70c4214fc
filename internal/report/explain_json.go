package report

import (
	"io"
	"unicode/utf8"

	"postback/internal/plan"
	"postback/internal/redact"
)

// explanationJSON is the documented shape of one pixel's explanation.
type explanationJSON struct {
	Pixel       string           `json:"pixel"`
	Event       string           `json:"event"`
	Campaign    string           `json:"campaign,omitempty"`
	CallID      string           `json:"call_id,omitempty"`
	Decision    plan.Decision    `json:"decision"`
	Why         string           `json:"why"`
	Reasons     []reasonJSON     `json:"reasons"`
	Gates       []gateJSON       `json:"gates"`
	Method      string           `json:"method,omitempty"`
	URL         string           `json:"url,omitempty"`
	Headers     headersJSON      `json:"headers,omitempty"`
	Body        string           `json:"body,omitempty"`
	BodyBase64  []byte           `json:"body_base64,omitempty"` // in place of body when it is not UTF-8
	Tokens      []tokenJSON      `json:"tokens,omitempty"`
	Parts       []partJSON       `json:"parts,omitempty"`
	Assumptions []assumptionJSON `json:"assumptions,omitempty"`
}

type gateJSON struct {
	Name   string `json:"name"`
	Open   bool   `json:"open"`
	Asked  bool   `json:"asked"`
	Detail string `json:"detail"`
}

type tokenJSON struct {
	Token     string `json:"token"`
	Chosen    string `json:"chosen,omitempty"`
	Place     string `json:"place"`
	Value     string `json:"value"`
	Encoded   string `json:"encoded"`
	Origin    string `json:"origin"`
	From      string `json:"from,omitempty"`
	Transform string `json:"transformation,omitempty"`
	Empty     bool   `json:"empty"`
	Why       string `json:"why,omitempty"`
	Line      int    `json:"line,omitempty"`
	Column    int    `json:"column,omitempty"`
	File      string `json:"file,omitempty"`
}

// partJSON is a part of the request; its pieces make up its text.
type partJSON struct {
	Part   plan.PartKind `json:"part"`
	Header string        `json:"header,omitempty"`
	Pieces []pieceJSON   `json:"pieces"`
}

type pieceJSON struct {
	Text  string `json:"text"`
	Token string `json:"token,omitempty"`
}

type assumptionJSON struct {
	Name   string `json:"name"`
	Text   string `json:"text"`
	Here   string `json:"here,omitempty"`
	Others string `json:"otherwise,omitempty"`
}

func writeExplainJSON(w io.Writer, explanations []plan.Explanation, hide *redact.Redactor) error {
	list := []explanationJSON{}
	for i := range explanations {
		list = append(list, explanationOf(&explanations[i], hide))
	}
	return writeDocument(w, struct {
		SchemaVersion int               `json:"schema_version"`
		Explanations  []explanationJSON `json:"explanations"`
	}{SchemaVersion, list})
}

func explanationOf(e *plan.Explanation, hide *redact.Redactor) explanationJSON {
	f := &e.Firing
	out := explanationJSON{
		Pixel: f.Pixel.Name.String(), Event: f.Event.String(), Campaign: f.CampaignName(), CallID: hide.String(f.CallID()),
		Decision: f.Decision, Why: Why(e, hide), Reasons: []reasonJSON{},
	}
	for _, r := range f.Reasons {
		out.Reasons = append(out.Reasons, reasonJSON{r.Code, hide.String(r.Message)})
	}
	for _, g := range e.Gates {
		out.Gates = append(out.Gates, gateJSON{g.Name, g.Open, g.Asked, hide.String(g.Detail)})
	}
	if f.Decision == plan.Fire {
		request := visibleRequest(f, hide)
		out.Method, out.URL, out.Headers = request.method, request.url, request.headers
		if utf8.Valid(request.body) {
			out.Body = string(request.body)
		} else {
			out.BodyBase64 = request.body
		}
	}
	for _, u := range e.Tokens {
		out.Tokens = append(out.Tokens, tokenOf(u, hide))
	}
	for _, p := range e.Parts {
		out.Parts = append(out.Parts, partOf(p, hide))
	}
	for _, a := range e.Assumptions {
		out.Assumptions = append(out.Assumptions, assumptionJSON{a.Name, hide.String(a.Text), hide.Header(a.Param, a.Here), hide.Header(a.Param, a.Others)})
	}
	return out
}

func partOf(p plan.Part, hide *redact.Redactor) partJSON {
	part := partJSON{Part: p.Kind, Header: p.Header, Pieces: []pieceJSON{}}
	for _, piece := range shownPieces(p, hide) {
		part.Pieces = append(part.Pieces, pieceJSON{piece.Text, hide.String(piece.Source)})
	}
	return part
}

func tokenOf(u plan.TokenUse, hide *redact.Redactor) tokenJSON {
	position := u.Span.Position()
	t := tokenJSON{
		Token: hide.String(u.Source), Chosen: u.Token, Place: hide.String(u.Place), Value: hide.Header(u.Param, u.Value), Encoded: hideEncoded(hide, u),
		Origin: u.Origin.String(), From: u.From, Transform: u.Transform, Empty: u.Empty(), Why: hide.String(u.Why),
		Line: position.Line, Column: position.Column,
	}
	if u.Span.Source != nil {
		t.File = u.Span.Source.Name()
	}
	return t
}
