package validate

import (
	"iter"
	"strings"

	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/receiver"
	"postback/internal/template"
)

// part is one template of a pixel and what it is of the request.
type part struct {
	pixel    *pixel.Pixel
	template *template.Template
	what     string // "the URL", "the header X-Id", "the body"
}

// parts yields every template of every pixel, in the order of the definitions.
func (p *Pass) parts() iter.Seq[part] {
	return func(yield func(part) bool) {
		for _, px := range p.Set.Pixels {
			for _, t := range partsOf(px) {
				if !yield(t) {
					return
				}
			}
		}
	}
}

// partsOf are the templates of one pixel. A pixel that did not load in full has fewer.
func partsOf(px *pixel.Pixel) []part {
	var parts []part
	add := func(t *template.Template, what string) {
		if t != nil {
			parts = append(parts, part{px, t, what})
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
		add(px.BasicAuth.Password, "the password")
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
	text := []byte(t.Text().String())
	for _, s := range t.Segments() {
		if s.Expr != nil || s.Variable != nil {
			for i := s.Start; i < s.End; i++ {
				text[i] = hole
			}
		}
	}
	return string(text)
}

// urlView is a URL template taken apart where its literal text says so.
type urlView struct {
	text     diag.Text
	literal  string // see literals
	scheme   string // "" when there is none in the text
	host     [2]int // userinfo and port included
	path     [2]int
	query    int // offset behind the ?, or -1
	fragment int // offset of the #, or -1
	params   []paramView
}

// paramView is one name=value of a query or form. All offsets are of the text.
type paramView struct {
	name         string // as written
	value        string // as written; "" when there is no =
	start, end   int
	valueStart   int // behind the =, or end
	exprs        []*template.Expr
	hasVariable  bool
	literalValue bool // no expression and no variable stands in the value
}

// span is where the bytes [start, end) of the URL are written.
func (v *urlView) span(start, end int) diag.Span { return v.text.Span(start, end) }

// viewURLs takes the URLs of all pixels apart.
func viewURLs(set *pixel.Set) []*urlView {
	views := make([]*urlView, len(set.Pixels))
	for i, px := range set.Pixels {
		views[i] = viewURL(px)
	}
	return views
}

// viewURL takes the URL of a pixel apart; nil when the pixel has none.
func viewURL(px *pixel.Pixel) *urlView {
	if px.URL == nil {
		return nil
	}
	return viewTemplate(px.URL)
}

// viewTemplate takes a URL apart.
func viewTemplate(url *template.Template) *urlView {
	v := &urlView{text: url.Text(), literal: literals(url), query: -1, fragment: -1}
	end := len(v.literal)
	if i := strings.IndexByte(v.literal, '#'); i >= 0 {
		v.fragment, end = i, i
	}
	if i := strings.IndexByte(v.literal[:end], '?'); i >= 0 {
		v.query = i + 1
		v.params = viewParams(url, v.literal, v.query, end)
		end = i
	}
	hostStart := 0
	if i := strings.Index(v.literal[:end], "://"); i >= 0 {
		v.scheme, hostStart = v.literal[:i], i+len("://")
	}
	hostEnd := end
	if i := strings.IndexByte(v.literal[hostStart:end], '/'); i >= 0 {
		hostEnd = hostStart + i
	}
	v.host, v.path = [2]int{hostStart, hostEnd}, [2]int{hostEnd, end}
	return v
}

// viewForm takes a form body apart.
func viewForm(body *template.Template) []paramView {
	literal := literals(body)
	return viewParams(body, literal, 0, len(literal))
}

func viewParams(t *template.Template, literal string, start, end int) []paramView {
	var params []paramView
	for start <= end {
		stop := start + strings.IndexByte(literal[start:end], '&')
		if stop < start {
			stop = end
		}
		if stop > start {
			params = append(params, viewParam(t, literal, start, stop))
		}
		start = stop + 1
	}
	return params
}

func viewParam(t *template.Template, literal string, start, end int) paramView {
	text := t.Text().String()
	p := paramView{name: text[start:end], start: start, end: end, valueStart: end}
	if i := strings.IndexByte(literal[start:end], '='); i >= 0 {
		p.name, p.valueStart = text[start:start+i], start+i+1
		p.value = text[p.valueStart:end]
	}
	for _, s := range t.Segments() {
		if s.Start >= p.valueStart && s.End <= end {
			if s.Expr != nil {
				p.exprs = append(p.exprs, s.Expr)
			}
			p.hasVariable = p.hasVariable || s.Variable != nil
		}
	}
	p.literalValue = len(p.exprs) == 0 && !p.hasVariable
	return p
}

// urls yields every pixel that has a URL with the URL taken apart.
func (p *Pass) urls() iter.Seq2[*pixel.Pixel, *urlView] {
	return func(yield func(*pixel.Pixel, *urlView) bool) {
		for i, px := range p.Set.Pixels {
			if v := p.views[i]; v != nil && !yield(px, v) {
				return
			}
		}
	}
}

// queryEnd is the offset at which the query ends.
func (v *urlView) queryEnd() int {
	if v.fragment >= 0 {
		return v.fragment
	}
	return len(v.literal)
}

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

// receiver is the known receiver that a URL leads to.
func (v *urlView) receiver() (receiver.Receiver, bool) {
	e := receiver.Endpoint{Host: v.literal[v.host[0]:v.host[1]], Path: v.literal[v.path[0]:v.path[1]], Query: map[string]string{}}
	for _, param := range v.params {
		e.Query[param.name] = param.value
	}
	return receiver.Match(e)
}
