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
	what     string   // "the URL", "the header X-Id", "the body"
	literal  string   // see literals
	url      *urlView // of a URL; nil for the others
}

func newPart(px *pixel.Pixel, t *template.Template, what string) part {
	p := part{pixel: px, template: t, what: what}
	if t.Kind() == template.URL {
		p.url = viewTemplate(t)
		p.literal = p.url.literal
	} else {
		p.literal = literals(t)
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

// parts yields every template of every pixel, in the order of the definitions.
func (p *Pass) parts() iter.Seq[part] {
	return func(yield func(part) bool) {
		for _, t := range p.survey.templates {
			if t.pixel != nil && !yield(t) {
				return
			}
		}
	}
}

// partsOf are the templates of one pixel. A pixel that did not load in full has fewer.
func partsOf(px *pixel.Pixel) []part {
	var parts []part
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

// exprs yields every expression of every pixel with the part it stands in.
func (p *Pass) exprs() iter.Seq2[part, *template.Expr] {
	return func(yield func(part, *template.Expr) bool) {
		for t := range p.parts() {
			for e := range t.template.Exprs() {
				if !yield(t, e) {
					return
				}
			}
		}
	}
}

// hole stands in place of every byte of an expression or variable in [literals].
const hole = '\x00'

// literals is the text of a template with its expressions and variables blanked out byte by byte,
// so that an offset means the same in both.
func literals(t *template.Template) string {
	whole := t.Text().String()
	var text strings.Builder
	text.Grow(len(whole))
	for _, s := range t.Segments() {
		if s.Expr == nil && s.Variable == nil {
			text.WriteString(whole[s.Start:s.End])
			continue
		}
		for range s.End - s.Start {
			text.WriteByte(hole)
		}
	}
	return text.String()
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
