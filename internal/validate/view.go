package validate

import (
	"iter"
	"strings"

	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/template"
)

// part is one template of a pixel and what it is of the request.
type part struct {
	pixel    *pixel.Pixel
	template *template.Template
	what     string      // "the URL", "the header X-Id", "the body"
	literal  string      // see literals
	url      *urlView    // of a URL; nil for the others
	params   []paramView // of a URL's query or of a form
}

func newPart(px *pixel.Pixel, t *template.Template, what string) part {
	p := part{pixel: px, template: t, what: what, literal: literals(t)}
	switch t.Kind() {
	case template.URL:
		p.url = viewURL(t, p.literal)
		p.params = p.url.params
	case template.FormBody:
		p.params = viewParams(t, p.literal, 0, len(p.literal))
	case template.Header, template.JSONBody, template.TextBody:
	}
	return p
}

// span is where the text of the part is written, without quotes.
func (p *part) span() diag.Span {
	text := p.template.Text()
	return text.Span(0, text.Len())
}

// thePassword is what the password of basic authentication is of a request.
const thePassword = "the password"

// appendParts adds the templates of one pixel. A pixel that did not load in full has fewer.
func appendParts(parts []part, px *pixel.Pixel) []part {
	add := func(t *template.Template, what string) {
		if t != nil {
			parts = append(parts, newPart(px, t, what))
		}
	}
	add(px.URL, "the URL")
	for _, h := range px.Headers {
		add(h.Value, "the header "+h.Name.String())
	}
	if px.ContentType != nil {
		add(px.ContentType.Value, "the content type")
	}
	add(px.Body, "the body")
	if px.BasicAuth != nil {
		add(px.BasicAuth.Username, "the user name")
		add(px.BasicAuth.Password, thePassword)
	}
	return parts
}

// hole stands in place of every byte of an expression or variable in [literals].
const hole = '\x00'

// literals is the text of a template with its expressions and variables blanked out byte by byte,
// so that an offset means the same in both.
func literals(t *template.Template) string {
	whole, segments := t.Text().String(), t.Segments()
	isLiteral := func(s template.Segment) bool { return s.Expr == nil && s.Variable == nil }
	if len(segments) == 1 && isLiteral(segments[0]) {
		return whole
	}
	text := []byte(whole)
	for _, s := range segments {
		if !isLiteral(s) {
			clear(text[s.Start:s.End]) // to holes
		}
	}
	return string(text)
}

// hasHole reports whether an expression or variable stands in a part of [literals].
func hasHole(literal string) bool { return strings.IndexByte(literal, hole) >= 0 }

// occurrences yields the offsets of part in text, which do not overlap.
func occurrences(text, part string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for at := 0; ; {
			i := strings.Index(text[at:], part)
			if i < 0 || !yield(at+i) {
				return
			}
			at += i + len(part)
		}
	}
}
