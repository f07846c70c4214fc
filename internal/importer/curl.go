package importer

import (
	"slices"
	"strings"

	"postback/internal/diag"
	"postback/internal/template"
)

// Curl makes a pixel of every URL that the curl commands in a source ask for. A variable of the shell
// becomes one of the definitions.
func Curl(src *diag.Source, options Options) *Result {
	d := &draft{source: "a curl command", options: options}
	for _, words := range curlCommands(src, &d.findings, d.vault.reserve) {
		d.curl(words)
	}
	return d.finish()
}

// CurlArguments is Curl for one command whose words are known, as a program is started with them.
func CurlArguments(args []string, options Options) *Result {
	d := &draft{source: "a curl command", options: options}
	src := diag.NewSource("command", []byte(strings.Join(args, " ")))
	var words []word
	at := 0
	for _, arg := range args {
		words = append(words, word{arg, src.Span(at, at+len(arg))})
		at += len(arg) + len(" ")
	}
	start := slices.IndexFunc(args, isCurl)
	if start < 0 {
		d.findings.Errorf(src.Span(0, len(args[0])), RuleCommand, "there is no curl command here: expected curl and its arguments")
		return d.finish()
	}
	d.curl(words[start+1:])
	return d.finish()
}

func (d *draft) curl(words []word) {
	c := &curl{draft: d}
	c.parse(words)
	c.finish()
}

// curl is one command, as far as its arguments have been read.
type curl struct {
	draft    *draft
	option   word // the one that is being applied
	onlyURLs bool // behind --

	urls             []word
	method           string
	get, head        bool
	globOff          bool
	headers          []header
	removed          []string // headers that are not to be sent
	credentials      *credentials
	pieces           []string // of the body
	hasData, hasJSON bool
	query            []string // of --url-query
	lost             []string
}

func (c *curl) fault(w word, format string, args ...any) {
	c.draft.findings.Errorf(w.span, RuleCommand, format, args...)
}

func (c *curl) addURL(w word) { c.urls = append(c.urls, w) }

// set sets a header, unless the command has it already: curl sends the first.
func (c *curl) set(name, value string) {
	has := func(h header) bool { return strings.EqualFold(h.name, name) }
	if !slices.ContainsFunc(c.headers, has) {
		c.headers = append(c.headers, header{name, value})
	}
}

// header takes "Name: value", "Name;" for one without a value, and "Name:" for one that is not to be
// sent.
func (c *curl) header(w word) {
	if strings.HasPrefix(w.text, "@") {
		c.fault(w, "the headers in the file %s are not known; write them into the command", w.text[1:])
		return
	}
	name, value, colon := strings.Cut(w.text, ":")
	value = strings.TrimSpace(value)
	bare, empty := strings.CutSuffix(w.text, ";")
	switch {
	case colon && value != "":
		c.headers = append(c.headers, header{strings.TrimSpace(name), value})
	case colon:
		c.removed = append(c.removed, strings.TrimSpace(name))
	case empty:
		c.headers = append(c.headers, header{strings.TrimSpace(bare), ""})
	default:
		c.fault(w, "%q is no header: write Name: value", w.text)
	}
}

func (c *curl) cookie(w word) {
	if !strings.Contains(w.text, "=") && !hasVariable(w.text) {
		c.fault(w, "the cookies in the file %s are not known; write them into the command", w.text)
		return
	}
	c.set("Cookie", w.text)
}

// user takes a user name and a password. Without a password curl would ask for one.
func (c *curl) user(w word) {
	name, password, ok := strings.Cut(w.text, ":")
	if !ok {
		c.draft.vault.reserve("PASSWORD", "the password of "+name+", for which curl would ask")
		password = variable("PASSWORD")
	}
	c.credentials = &credentials{name, password}
}

// data takes a piece of the body, which must not come out of a file.
func (c *curl) data(w word) {
	if strings.HasPrefix(w.text, "@") {
		c.fault(w, "what is in the file %s is not known; write it into the command", w.text[1:])
		return
	}
	c.addData(w.text)
}

func (c *curl) addData(text string) {
	c.hasData = true
	c.pieces = append(c.pieces, text)
}

// json takes a piece of a JSON body; pieces are not joined by &.
func (c *curl) json(w word) {
	if strings.HasPrefix(w.text, "@") {
		c.data(w)
		return
	}
	c.hasData, c.hasJSON = true, true
	if len(c.pieces) == 0 {
		c.pieces = []string{""}
	}
	c.pieces[len(c.pieces)-1] += w.text
}

func (c *curl) dataEncoded(w word) {
	if pair, ok := c.encoded(w); ok {
		c.addData(pair)
	}
}

func (c *curl) urlQuery(w word) {
	if raw, ok := strings.CutPrefix(w.text, "+"); ok {
		c.query = append(c.query, raw)
	} else if pair, ok := c.encoded(w); ok {
		c.query = append(c.query, pair)
	}
}

// encoded is what curl makes of content, =content or name=content: the content percent-encoded.
func (c *curl) encoded(w word) (pair string, ok bool) {
	name, content, named := strings.Cut(w.text, "=")
	switch {
	case named && name != "":
		return name + "=" + encodeForm(content), true
	case named:
		return encodeForm(content), true
	case strings.Contains(w.text, "@"):
		c.fault(w, "what is in the file %s is not known; write it into the command", w.text[strings.IndexByte(w.text, '@')+1:])
		return "", false
	}
	return encodeForm(w.text), true
}

// encodeForm percent-encodes text, but for the variables and tokens in it: their values are encoded
// when they are put in.
func encodeForm(s string) string {
	parts := strings.Split(s, "\x00")
	for i := 0; i < len(parts); i += 2 {
		parts[i] = encodeAroundTokens(parts[i])
	}
	return strings.Join(parts, "\x00")
}

func encodeAroundTokens(s string) string {
	var out []byte
	for s != "" {
		before, token, after := cutToken(s)
		out = template.AppendEncoded(out, []byte(before), template.FormValue, template.Form)
		out = append(out, token...)
		s = after
	}
	return string(out)
}
