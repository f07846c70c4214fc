package importer

import (
	"slices"
	"strings"

	"postback/internal/diag"
)

// request is one pixel's request as a source has it. In its texts a variable stands between two
// NULs, which no source can hold: "\x00NAME\x00".
type request struct {
	span     diag.Span // in the source
	name     string    // of the pixel; "" makes one of the URL
	comments []string  // for the reader of the definition
	event    string
	question string    // what is asked about the event, when it is ""
	asked    diag.Span // where the source says what is not understood; zero for nowhere
	enabled  bool

	template    bool // brackets are the platform's own; elsewhere they are text
	method      string
	url         string
	headers     []header
	contentType string
	body        *string
	auth        *credentials
	filters     []filter
}

type header struct{ name, value string }

type credentials struct{ username, password string }

// filter holds when any of its conditions does.
type filter struct {
	comments   []string
	conditions []condition
}

type condition struct {
	comments []string
	tag      string
	operator string // "" when it is not known: then the question says what is asked
	values   []string
	question string
}

// variable is the mark of an environment variable in the texts of a request.
func variable(name string) string { return "\x00" + name + "\x00" }

// hasVariable reports whether a text has a variable in it.
func hasVariable(s string) bool { return strings.Contains(s, "\x00") }

// header is the value of the first header of that name.
func (r *request) header(name string) (string, bool) {
	for _, h := range r.headers {
		if strings.EqualFold(h.name, name) {
			return h.value, true
		}
	}
	return "", false
}

// bodyType is the content type of the body, by content_type or by a header.
func (r *request) bodyType() string {
	if r.contentType != "" {
		return r.contentType
	}
	declared, _ := r.header("Content-Type")
	return declared
}

// tell adds a comment to the definition, once.
func (r *request) tell(comment string) {
	if !slices.Contains(r.comments, comment) {
		r.comments = append(r.comments, comment)
	}
}
