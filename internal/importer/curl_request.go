package importer

import (
	"slices"
	"strings"

	"postback/internal/lazyre"
	"postback/internal/pixel"
)

// finish makes the requests of a command whose arguments have all been read.
func (c *curl) finish() {
	if len(c.urls) == 0 && !c.draft.findings.HasErrors() {
		c.fault(c.option, "the command has no URL")
	}
	for _, w := range c.urls {
		c.request(w)
	}
}

func (c *curl) request(w word) {
	r := &request{span: w.span, enabled: true, url: c.url(w), method: c.methodOf()}
	if !slices.Contains(pixel.Methods(), strings.ToUpper(r.method)) {
		c.fault(w, "a pixel cannot use the method %s; the platform offers %s", r.method, strings.Join(pixel.Methods(), ", "))
	}
	r.headers = slices.Clone(c.headers)
	if c.credentials != nil {
		if _, given := r.header("Authorization"); !given {
			auth := *c.credentials
			r.auth = &auth
		}
	}
	if c.hasData && !c.get {
		body := strings.Join(c.pieces, "&")
		r.body = &body
		c.defaults(r)
	}
	if len(c.lost) > 0 {
		c.draft.leaveOut(r, strings.Join(c.lost, ", "))
	}
	c.draft.requests = append(c.draft.requests, r)
}

func (c *curl) methodOf() string {
	switch {
	case c.method != "":
		return c.method
	case c.head:
		return "HEAD"
	case c.hasData && !c.get:
		return "POST"
	}
	return "GET"
}

// defaults adds the headers that curl adds to a body, unless the command says not to.
func (c *curl) defaults(r *request) {
	add := func(name, value string) {
		removed := slices.ContainsFunc(c.removed, func(n string) bool { return strings.EqualFold(n, name) })
		if _, given := r.header(name); !given && !removed {
			r.headers = append(r.headers, header{name, value})
		}
	}
	if c.hasJSON {
		add("Content-Type", "application/json")
		add("Accept", "application/json")
		return
	}
	add("Content-Type", "application/x-www-form-urlencoded")
}

// curlGlob is what makes curl send several requests: {a,b} and [1-9].
var curlGlob = lazyre.New(`\{[^{}]*,[^{}]*\}|\[(?:\d+-\d+|[A-Za-z]-[A-Za-z])(?::\d+)?\]`)

// url is the URL with everything that other arguments add to it.
func (c *curl) url(w word) string {
	text := strings.TrimSpace(w.text)
	if glob := curlGlob.FindString(text); glob != "" && !c.globOff {
		c.fault(w, "curl makes several requests of %s; write them out, or add -g if it is text", glob)
	}
	if text == "" || strings.ContainsAny(text, " \n") {
		c.fault(w, "%q is no URL", text)
	}
	if !strings.Contains(text, "://") && !hasVariable(text) {
		text = "http://" + text
	}
	if !beginsURL.MatchString(text) && !strings.HasPrefix(text, "\x00") {
		c.fault(w, "this is no URL of a pixel: it begins with neither http:// nor https://")
	}
	query := slices.Clone(c.query)
	if c.get && c.hasData {
		query = append(query, c.pieces...)
	}
	return addQuery(text, strings.Join(query, "&"))
}

// addQuery puts a query behind the one that a URL has, before its fragment.
func addQuery(text, query string) string {
	if query == "" {
		return text
	}
	text, fragment, hasFragment := strings.Cut(text, "#")
	if hasFragment {
		fragment = "#" + fragment
	}
	switch {
	case !strings.Contains(text, "?"):
		text += "?"
	case !strings.HasSuffix(text, "?") && !strings.HasSuffix(text, "&"):
		text += "&"
	}
	return text + query + fragment
}
