package template

// Kind says which part of a request a template writes.
type Kind uint8

// The kinds of templates.
const (
	URL      Kind = iota
	Header        // the value of a header
	JSONBody      // a body whose content type is JSON
	FormBody      // a body whose content type is application/x-www-form-urlencoded
	TextBody      // any other body
)

// Position says where in a request an expression or variable stands.
type Position uint8

// The positions.
const (
	Authority   Position = iota // scheme, user, host or port of a URL
	Path                        // path of a URL
	Query                       // query of a URL
	Fragment                    // fragment of a URL
	HeaderValue                 // value of a header
	JSONString                  // inside a string of a JSON body
	JSONBare                    // in a JSON body, outside its strings
	FormValue                   // form body
	Text                        // any other body
)

// String says the position in words fit for a message.
func (p Position) String() string {
	names := [...]string{
		Authority:   "host of the URL",
		Path:        "path of the URL",
		Query:       "query of the URL",
		Fragment:    "fragment of the URL",
		HeaderValue: "header value",
		JSONString:  "JSON string",
		JSONBare:    "JSON outside a string",
		FormValue:   "form body",
		Text:        "text body",
	}
	if int(p) < len(names) {
		return names[p]
	}
	return "unknown position"
}
