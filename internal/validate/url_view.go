package validate

import (
	"iter"
	"slices"
	"strings"

	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/receiver"
	"postback/internal/template"
)

// urlView is a URL template taken apart where its literal text says so. All offsets are of the text.
type urlView struct {
	text     diag.Text
	literal  string // see literals
	scheme   string // "" when there is none in the text
	host     [2]int // user information and port included
	path     [2]int
	query    int // offset behind the ?, or -1
	fragment int // offset of the #, or -1
	params   []paramView

	contract receiver.Receiver // of the known receiver that the URL leads to; see Survey.recognise
	known    bool              // there is one
}

// urls yields every pixel that has a URL with the URL taken apart.
func (p *Pass) urls() iter.Seq2[*pixel.Pixel, *urlView] {
	return func(yield func(*pixel.Pixel, *urlView) bool) {
		for v := range p.views() {
			if v.url != nil && !yield(v.pixel, v.url) {
				return
			}
		}
	}
}

// addresses yields every URL taken apart, those of the authentications included.
func (p *Pass) addresses() iter.Seq[*urlView] {
	return func(yield func(*urlView) bool) {
		for t := range p.templates() {
			if t.url != nil && !yield(t.url) {
				return
			}
		}
	}
}

// viewURL takes a URL apart.
func viewURL(url *template.Template, literal string) *urlView {
	v := &urlView{text: url.Text(), literal: literal, query: -1, fragment: -1}
	end := len(v.literal)
	if i := strings.IndexByte(v.literal, '#'); i >= 0 {
		v.fragment, end = i, i
	}
	if i := strings.IndexByte(v.literal[:end], '?'); i >= 0 {
		v.query = i + 1
		v.params = viewParams(url, v.literal, v.query, end)
		end = i
	}
	v.splitAddress(end)
	return v
}

// splitAddress finds scheme, host and path in the text before the query.
func (v *urlView) splitAddress(end int) {
	address := v.literal[:end]
	start := 0
	if i := strings.Index(address, "://"); i >= 0 && !strings.ContainsAny(address[:i], "/&=") {
		v.scheme, start = address[:i], i+len("://")
	}
	slash := end
	if i := strings.IndexByte(address[start:], '/'); i >= 0 {
		slash = start + i
	}
	v.host, v.path = [2]int{start, slash}, [2]int{slash, end}
}

// recognise finds the receivers that the URLs lead to. Only rules want to know them, so that a
// survey for another purpose does not read what is known of receivers.
func (s *Survey) recognise() {
	for _, t := range s.templates {
		if t.url == nil {
			continue
		}
		if r, ok := s.set.Receivers.Match(t.url.endpoint()); ok {
			t.url.contract, t.url.known = *r, true
		}
	}
}

// endpoint is what the literal text says of the place that the URL leads to.
func (v *urlView) endpoint() receiver.Endpoint {
	return receiver.Endpoint{Host: v.part(v.host), Path: v.part(v.path), Query: func(name string) (string, bool) {
		i := slices.IndexFunc(v.params, func(param paramView) bool { return param.name == name })
		if i < 0 {
			return "", false
		}
		return v.params[i].value, true
	}}
}

// hostName is the host alone, in lower case; "" when there is none.
func (v *urlView) hostName() string {
	return receiver.HostName(strings.ReplaceAll(strings.ReplaceAll(v.part(v.host), "[[", "["), "]]", "]"))
}

// part is the literal text of a range.
func (v *urlView) part(at [2]int) string { return v.literal[at[0]:at[1]] }

// span is where the bytes [start, end) of the URL are written.
func (v *urlView) span(start, end int) diag.Span { return v.text.Span(start, end) }

// queryEnd is the offset at which the query ends.
func (v *urlView) queryEnd() int {
	if v.fragment >= 0 {
		return v.fragment
	}
	return len(v.literal)
}
