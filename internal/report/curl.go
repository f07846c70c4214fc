package report

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"postback/internal/auth"
	"postback/internal/plan"
	"postback/internal/postback"
	"postback/internal/redact"
	"postback/internal/template"
)

// curlEncoder writes every request as a curl command that sends the same bytes. What came from an
// environment variable is written as that variable, so that the command can be pasted and kept.
type curlEncoder struct{ hide *redact.Redactor }

func newCurlEncoder(style Style) encoder { return &curlEncoder{style.Hide} }

func (c *curlEncoder) encode(s *Sheet, r Result) {
	if r.Firing.Decision == plan.Fire {
		s.text = append(append(s.text, c.command(r.Firing)...), '\n')
	}
}

// curlWords begin a command that changes nothing: --globoff is for brackets, --path-as-is for dots.
func curlWords() []string { return []string{"curl", "--globoff", "--path-as-is"} }

// command is one curl command. It keeps curl from changing anything: --data-raw is for a body that
// begins with @, and there is no Content-Type that the request does not have.
func (c *curlEncoder) command(f *plan.Firing) string {
	r := &f.Request
	if bytes.IndexByte(r.Body, 0) >= 0 {
		return "# " + f.Pixel.Name.String() + ": no command, because a shell cannot pass the NUL in the body"
	}
	s := newShell(f, c.hide)
	words := curlWords()
	if r.Method != "GET" || len(r.Body) > 0 {
		words = append(words, "-X", r.Method)
	}
	if sendsBasicAuth(f) {
		hide := s.hiding(verbatim)
		words = append(words, "-u", s.quote(hide.String(r.BasicAuth.Username)+":"+hide.Header("password", r.BasicAuth.Password)))
	}
	for _, h := range r.Headers {
		if !replaced(f, h.Name) {
			words = append(words, "-H", s.quote(curlHeader(h.Name, s.hiding(verbatim).Header(h.Name, string(h.Value)))))
		}
	}
	if f.Grant != nil {
		words = append(words, "-H", s.quote(f.Grant.Header+": "+f.Grant.Prefix+s.mark+"$"+tokenVariable(f.Grant)+s.mark))
	}
	words = append(words, s.body(r)...)
	url := s.hiding(inURL(f.Pixel.Encoding)).URL(string(f.URL()))
	return strings.Join(append(words, s.quote(url)), " ")
}

// tokenVariable is the shell variable that stands for the token of an authentication, which only
// firing obtains: PARTNER_TOKEN for that of "partner".
func tokenVariable(g *auth.Grant) string {
	name := strings.Map(func(r rune) rune {
		if r >= utf8.RuneSelf || !isShellName("_"+string(r)) {
			return '_'
		}
		return unicode.ToUpper(r)
	}, g.Name)
	if !isShellName(name) {
		name = "_" + name
	}
	if !strings.HasSuffix(name, "TOKEN") {
		name += "_TOKEN"
	}
	return name
}

// curlHeader is a header as curl wants it: a colon would drop one without a value.
func curlHeader(name, value string) string {
	if value == "" {
		return name + ";"
	}
	return name + ": " + value
}

// body is the options for a body. A method that may have one is given an empty one, for its length
// to be sent.
func (s *shell) body(r *postback.Request) []string {
	if r.Method == "GET" && len(r.Body) == 0 {
		return nil
	}
	var words []string
	mediaType, declared := contentTypeOf(r)
	if !declared {
		words = append(words, "-H", "'Content-Type:'")
	}
	shown := s.hiding(s.inBody()).Body(mediaType, r.Body)
	return append(words, "--data-raw", s.quote(string(shown)))
}

// contentTypeOf is the first Content-Type of a request.
func contentTypeOf(r *postback.Request) (mediaType string, declared bool) {
	for _, h := range r.Headers {
		if strings.EqualFold(h.Name, "Content-Type") {
			return string(h.Value), true
		}
	}
	return "", false
}

// inBody is how a variable is written in the body of the firing's pixel.
func (s *shell) inBody() writing {
	body := s.firing.Pixel.Body
	switch {
	case body == nil:
		return verbatim
	case body.Kind() == template.JSONBody:
		return inJSON
	case body.Kind() == template.FormBody:
		return inURL(body.Encoding())
	}
	return verbatim
}
