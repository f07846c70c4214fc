package importer

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"postback/internal/call"
	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/template"
)

// draft is the definitions of one import before they are written.
type draft struct {
	source    string // in words: "a HAR file"
	options   Options
	requests  []*request
	campaigns []campaign
	skipped   int // requests that no pixel is made of
	vault     vault
	cover     *cover // of the vault, once everything is in it
	findings  diag.List
}

type campaign struct {
	comments []string
	name, id string
	pixels   []*request
}

// finish makes the result of a draft.
func (d *draft) finish() *Result {
	for _, r := range d.requests {
		d.tidy(r)
		d.vault.seal(r)
	}
	d.cover = d.vault.cover()
	d.name()
	for _, r := range d.requests {
		d.event(r)
		d.convert(r)
	}
	d.findings.Sort()
	result := &Result{Findings: d.findings, Secrets: d.vault.values()}
	if d.findings.HasErrors() {
		return result
	}
	result.YAML, result.Pixels, result.Campaigns, result.Skipped = d.text(), len(d.requests), len(d.campaigns), d.skipped
	return result
}

// tidy brings a request into the form in which definitions are written: a header once, the content
// type by its own key.
func (d *draft) tidy(r *request) {
	r.method = strings.ToUpper(r.method)
	var headers []header
	for _, h := range r.headers {
		same := slices.IndexFunc(headers, func(other header) bool { return strings.EqualFold(other.name, h.name) })
		switch {
		case !pixel.IsHeaderName(h.name) || len(h.name) > maxHeaderName:
			d.leaveOut(r, fmt.Sprintf("a header called %q, which is no name of a header", shorten(h.name)))
		case strings.EqualFold(h.name, "Content-Type") && r.contentType == "" && h.value != "":
			r.contentType = h.value
		case same < 0:
			headers = append(headers, h)
		default:
			headers[same].value += separator(h.name) + h.value
		}
	}
	r.headers = headers
}

// maxHeaderName is the length of a name that is worth importing.
const maxHeaderName = 256

func shorten(s string) string {
	const most = 40
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}

// separator joins the values of headers of one name.
func separator(name string) string {
	if strings.EqualFold(name, "Cookie") {
		return "; "
	}
	return ", "
}

// event takes the event from the options where the source has none, or asks for it.
func (d *draft) event(r *request) {
	if r.event == "" {
		r.event = d.options.Event
	}
	if r.event != "" {
		return
	}
	if r.question == "" {
		r.question = "the source does not say on which event it fires"
	}
	span := r.asked
	if span.IsZero() {
		span = r.span
	}
	d.findings.Warnf(span, RuleNoEvent, "%q: %s; put one of %s behind fire_on", r.name, r.question, strings.Join(call.EventNames(), ", "))
}

// convert turns all texts of a request into templates.
func (d *draft) convert(r *request) {
	c := &converter{dialect: d.options.Dialect, cover: d.cover, request: r, findings: &d.findings}
	bodyType := r.bodyType()
	r.url = c.text(r.url, template.URL)
	r.contentType = c.text(r.contentType, template.Header)
	for i := range r.headers {
		r.headers[i].value = c.text(r.headers[i].value, template.Header)
	}
	if r.body != nil {
		body := c.text(*r.body, pixel.BodyKind(bodyType))
		r.body = &body
	}
	if r.auth != nil {
		r.auth.username = c.text(r.auth.username, template.Header)
		r.auth.password = c.text(r.auth.password, template.Header)
	}
}

// name gives every pixel a name that no other one has.
func (d *draft) name() {
	taken := map[string]bool{}
	for i, r := range d.requests {
		if i == 0 && d.options.Name != "" {
			r.name = d.options.Name
		}
		if r.name = d.cover.mask(oneSpaced(r.name)); r.name == "" {
			r.name = nameOf(d.cover.hide(r.url))
		}
		unique := r.name
		for n := 2; taken[unique]; n++ {
			unique = fmt.Sprintf("%s (%d)", r.name, n)
		}
		r.name = unique
		taken[unique] = true
	}
}

// oneSpaced is s with single spaces, as names are compared by eye.
func oneSpaced(s string) string { return strings.Join(strings.Fields(s), " ") }

// nameOf is a name for a pixel made of the host and the last part of the path of its URL.
func nameOf(text string) string {
	_, rest, _ := strings.Cut(text, "://")
	if n := strings.IndexAny(rest, "?#"); n >= 0 {
		rest = rest[:n]
	}
	host, path, _ := strings.Cut(rest, "/")
	last := path[strings.LastIndexByte(strings.TrimRight(path, "/"), '/')+1:]
	last, err := url.PathUnescape(strings.Trim(last, "/"))
	name := strings.TrimPrefix(host, "www.")
	if err == nil && len(last) <= 20 && !strings.ContainsAny(last, "[]{}#\x00") {
		name += " " + last
	}
	if strings.ContainsAny(name, "[]{}#\x00") || strings.TrimSpace(name) == "" {
		return "Pixel"
	}
	return oneSpaced(strings.ToValidUTF8(name, "\uFFFD"))
}
