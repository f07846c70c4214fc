package report

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"postback/internal/pixel"
	"postback/internal/plan"
	"postback/internal/postback"
	"postback/internal/redact"
	"postback/internal/template"
)

// shell writes the words of a command for one firing, with references to variables in place of
// their values.
type shell struct {
	firing    *plan.Firing
	hide      *redact.Redactor
	variables map[string]pixel.Variable // by the name of their secret
	mark      string                    // stands around references until they are quoted
}

func newShell(f *plan.Firing, hide *redact.Redactor) *shell {
	s := &shell{firing: f, hide: hide, variables: map[string]pixel.Variable{}, mark: unusedMark(f)}
	for _, v := range f.Variables() {
		s.variables[v.Scheme+":"+v.Name] = v
	}
	return s
}

// unusedMark is a text that does not occur in the request, so that nothing in a call record can
// pass for a reference. No part of it is its own beginning, so that it is found where it was put.
func unusedMark(f *plan.Firing) string {
	for n := 0; ; n++ {
		if mark := "\x01" + strconv.Itoa(n) + "\x02"; !occurs(f, []byte(mark)) {
			return mark
		}
	}
}

// occurs reports whether a part of the request holds the text.
func occurs(f *plan.Firing, text []byte) bool {
	if bytes.Contains(f.URL(), text) || bytes.Contains(f.Request.Body, text) {
		return true
	}
	if auth := f.Request.BasicAuth; auth != nil && strings.Contains(auth.Username+":"+auth.Password, string(text)) {
		return true
	}
	return slices.ContainsFunc(f.Request.Headers, func(h postback.Header) bool { return bytes.Contains(h.Value, text) })
}

// writing is a way of writing the value of a variable in a request, and the filter that does the
// same to text in a shell; "" where there is none.
type writing struct {
	position template.Position
	encoding template.Encoding
	filter   string
}

var (
	verbatim = writing{position: template.Text}
	inJSON   = writing{position: template.JSONString, filter: "jq -sRr '@json|.[1:-1]'"}
)

func inURL(encoding template.Encoding) writing {
	filters := map[template.Encoding]string{
		template.Component: "jq -sRr @uri",
		template.Form:      `jq -sRr '@uri|gsub("%20";"+")'`,
	}
	return writing{template.Query, encoding, filters[encoding]}
}

// hiding is the redactor for text in which variables are written in this way.
func (s *shell) hiding(w writing) *redact.Redactor {
	return s.hide.Replacing(func(name string) string {
		reference, ok := s.reference(name, w)
		if !ok {
			return redact.Mask
		}
		return s.mark + reference + s.mark
	})
}

// reference is what stands for the value of a variable in double quotes; ok is false for a secret
// that the pixel does not name itself, and for one that a shell cannot write.
func (s *shell) reference(name string, w writing) (reference string, ok bool) {
	v, ok := s.variables[name]
	if !ok {
		return "", false
	}
	if reference, ok = source(v); !ok {
		return "", false
	}
	written := template.AppendEncoded(nil, []byte(v.Value), w.position, w.encoding)
	if string(written) == v.Value {
		return reference, true
	}
	return `$(printf %s "` + reference + `" | ` + w.filter + ")", w.filter != ""
}

// source is the shell's way to the value of a variable: the environment, or a file read again.
func source(v pixel.Variable) (reference string, ok bool) {
	if v.Scheme == "env" {
		return "$" + v.Name, isShellName(v.Name)
	}
	path := v.Name
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(v.Span.Source.Name()), path)
	}
	return "$(cat " + shellQuote(path) + ")", !strings.HasSuffix(v.Value, "\n") // which $() would drop
}

// isShellName reports whether a shell knows a variable of that name by $NAME.
func isShellName(name string) bool {
	for i, r := range name {
		isLetter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '_'
		if !isLetter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return name != ""
}

// quote is text as one word of a command, its references in double quotes.
func (s *shell) quote(text string) string {
	var b strings.Builder
	for i, part := range strings.Split(text, s.mark) {
		isReference := i%2 == 1
		switch {
		case isReference:
			b.WriteString(`"` + part + `"`)
		case part != "":
			b.WriteString(shellQuote(part))
		}
	}
	if b.Len() == 0 {
		return "''"
	}
	return b.String()
}

// shellQuote is s as one word of a POSIX shell. Control characters are spelled, because they could
// steer the terminal that shows the command.
func shellQuote(s string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for len(s) > 0 {
		if n := shellPlainLen(s); n > 0 {
			b.WriteString(s[:n])
			s = s[n:]
			continue
		}
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == '\'':
			b.WriteString(`'\''`)
		case r == '\n' || !isControl(r) && (r != utf8.RuneError || size > 1):
			b.WriteString(s[:size])
		default:
			b.WriteString(`'"$(printf '`)
			for _, c := range []byte(s[:size]) {
				fmt.Fprintf(&b, `\%03o`, c)
			}
			b.WriteString(`')"'`)
		}
		s = s[size:]
	}
	b.WriteByte('\'')
	return b.String()
}

// shellPlainLen is how many bytes at the beginning of s are known to be taken by a shell as they are,
// between single quotes, and shown by a terminal.
func shellPlainLen(s string) int {
	n := plainLen([]byte(s))
	if quote := strings.IndexByte(s[:n], '\''); quote >= 0 {
		return quote
	}
	return n
}
