package template_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"postback/internal/template"
)

// This file renders templates a second time, slowly and with other means: regular expressions
// over what is left of the template, and positions found by matching all that came before. It
// knows nothing of the engine but the names of kinds and encodings.

// oracle is one rendering.
type oracle struct {
	kind   template.Kind
	enc    template.Encoding
	values map[string]string // by category in lower case, colon, name
	vars   map[string]string // by scheme, colon, name

	sent    strings.Builder
	literal string // literal bytes that are not sent yet
	before  []rune // all that came before: one rune per literal byte, hole for anything else
	faults  []string
}

// hole stands for an expression or a variable among the literal bytes.
const hole = '\U0010FFFF'

const (
	categoryRE = `\pL[\pL\p{Nd} _/.\-]*`
	nameRE     = `[^\[\]|"'\p{Cc}]+`
)

var (
	tagRE       = regexp.MustCompile(`^(?i:tag):`)
	tokenRE     = regexp.MustCompile(`^(` + categoryRE + `):(` + nameRE + `)$`)
	emptyRE     = regexp.MustCompile(`^((` + categoryRE + `)?:|:(` + nameRE + `)?)$`)
	wordRE      = regexp.MustCompile(`^` + categoryRE + `$`)
	bracketRE   = regexp.MustCompile(`^\[[^\]]*\]`)
	forgottenRE = regexp.MustCompile(`^\[` + categoryRE + `:[^\[\]]*\[`)
	variableRE  = regexp.MustCompile(`^\$\{(env|file):([^{}\[\]"\p{Cc}]*)\}`)
	lostRE      = regexp.MustCompile(`^\$\{(env|file):`)
)

func (o *oracle) render(text string) string {
	for at := 0; at < len(text); {
		at += o.next(text[at:], at)
	}
	o.flush()
	return o.sent.String()
}

// next reads what rest begins with, at offset at, and returns its length.
func (o *oracle) next(rest string, at int) int {
	switch {
	case strings.HasPrefix(rest, "[["), strings.HasPrefix(rest, "]]"):
		return o.text(rest[:1], 2)
	case rest[0] == '[' && (!bracketRE.MatchString(rest) || forgottenRE.MatchString(rest)):
		o.fault(at, "unclosed-bracket")
		return o.text("[", 1)
	case rest[0] == '[':
		inside := bracketRE.FindString(rest)
		o.bracket(inside[1:len(inside)-1], at)
		return len(inside)
	case rest[0] == '$' && variableRE.MatchString(rest):
		m := variableRE.FindStringSubmatch(rest)
		o.variable(m[0], m[1], m[2], at)
		return len(m[0])
	case rest[0] == '$' && lostRE.MatchString(rest):
		o.fault(at, "unclosed-variable")
		prefix := lostRE.FindString(rest)
		return o.text(prefix, len(prefix))
	}
	if o.kind == template.Header && strings.Contains("\r\n\x00", rest[:1]) {
		o.headerFault(at)
	}
	return o.text(rest[:1], 1)
}

func (o *oracle) fault(at int, rule string) { o.faults = append(o.faults, fmt.Sprint(at, " ", rule)) }

// headerFault reports the first byte of each stretch of literal text only.
func (o *oracle) headerFault(at int) {
	if !strings.ContainsAny(o.literal, "\r\n\x00") {
		o.fault(at, "header-line-break")
	}
}

func (o *oracle) text(literal string, length int) int {
	o.literal += literal
	return length
}

// flush sends literal text: up to the next expression it is one stretch.
func (o *oracle) flush() {
	for _, c := range []byte(o.literal) {
		o.before = append(o.before, rune(c))
	}
	if o.kind == template.URL {
		o.literal = sentInURL(o.literal)
	}
	o.sent.WriteString(o.literal)
	o.literal = ""
}

var keptInURL = regexp.MustCompile(`^(%[0-9A-Fa-f]{2}|[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=])`)

// sentInURL percent-encodes what no URL may hold.
func sentInURL(s string) string {
	var b strings.Builder
	for s != "" {
		kept := keptInURL.FindString(s)
		if kept == "" {
			fmt.Fprintf(&b, "%%%02X", s[0])
			s = s[1:]
			continue
		}
		b.WriteString(kept)
		s = s[len(kept):]
	}
	return b.String()
}

func (o *oracle) bracket(inside string, at int) {
	o.flush()
	value, tokens := "", 0
	for alternative := range strings.SplitSeq(inside, "|") {
		if m := tokenRE.FindStringSubmatch(untagged(alternative)); m != nil {
			tokens++
			if value == "" {
				value = o.values[strings.ToLower(m[1])+":"+m[2]]
			}
		}
	}
	if tokens == 0 {
		o.fault(at, o.noToken(inside))
	} else {
		o.fallbackFaults(inside, at)
	}
	o.sent.WriteString(o.encode(value))
	o.before = append(o.before, hole)
}

// untagged takes away tag: from an alternative.
func untagged(alternative string) string { return tagRE.ReplaceAllString(alternative, "") }

// incomplete says whether of an alternative the category, the name or all is missing.
func incomplete(alternative string) bool {
	rest := untagged(alternative)
	return alternative == "" || rest != alternative && !strings.Contains(rest, ":") || emptyRE.MatchString(rest)
}

func (o *oracle) noToken(inside string) string {
	alternatives := strings.Split(inside, "|")
	switch {
	case inside == "":
		return "single-bracket"
	case slices.ContainsFunc(alternatives, incomplete):
		return "bad-token"
	case slices.ContainsFunc(alternatives, func(a string) bool { return !wordRE.MatchString(a) }):
		return "single-bracket"
	}
	return "not-a-token"
}

func (o *oracle) fallbackFaults(inside string, at int) {
	offset := at + 1
	for alternative := range strings.SplitSeq(inside, "|") {
		switch {
		case tokenRE.MatchString(untagged(alternative)):
		case alternative == "":
			o.fault(offset-1, "bad-token")
		case strings.Contains(alternative, ":"):
			o.fault(offset, "bad-token")
		default:
			o.fault(offset, "not-a-token")
		}
		offset += len(alternative) + 1
	}
}

func (o *oracle) variable(source, scheme, name string, at int) {
	o.flush()
	if name == "" {
		o.fault(at, "bad-variable")
	}
	if value, known := o.vars[scheme+":"+name]; known {
		source = o.encode(value)
	}
	o.sent.WriteString(source)
	o.before = append(o.before, hole)
}

// encode writes a value at the place to which rendering has come.
func (o *oracle) encode(value string) string {
	switch o.kind {
	case template.Header, template.TextBody:
		return value
	case template.JSONBody:
		if o.inString() {
			return jsonEscape(value)
		}
		return value
	case template.URL:
		if o.inAuthority() {
			return sentInURL(value)
		}
	case template.FormBody:
	}
	if o.enc == template.Raw {
		return sentInURL(value)
	}
	return percent(value, o.enc == template.Form)
}

var (
	authority = regexp.MustCompile(`^(?s:` +
		`[A-Za-z0-9+\-._~:@%\[\]\x{80}-\x{FF}]*` + // nothing yet that no host may hold
		`|[^/?#\x{10FFFF}]*://[^/?#]*` + // behind the scheme
		`|[A-Za-z0-9+\-._~:@%\[\]\x{80}-\x{FF}]*\x{10FFFF}[^/?#]*(://[^/?#]*)?` + // began with an expression
		`)$`)
	stringRE = regexp.MustCompile(`(?s)"([^"\\]|\\.)*"`)
)

func (o *oracle) inAuthority() bool { return authority.MatchString(string(o.before)) }

// inString takes away all strings that are complete; a quote that is left opens one.
func (o *oracle) inString() bool {
	return strings.Contains(stringRE.ReplaceAllString(string(o.before), ""), `"`)
}

func percent(value string, plus bool) string {
	var b strings.Builder
	for _, c := range []byte(value) {
		switch {
		case strings.IndexByte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~", c) >= 0:
			b.WriteByte(c)
		case c == ' ' && plus:
			b.WriteByte('+')
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func jsonEscape(value string) string {
	short := map[rune]string{'"': `\"`, '\\': `\\`, '\b': `\b`, '\f': `\f`, '\n': `\n`, '\r': `\r`, '\t': `\t`}
	var b strings.Builder
	for _, r := range value { // gives U+FFFD for each byte that is not UTF-8
		switch escape, ok := short[r]; {
		case ok:
			b.WriteString(escape)
		case r < ' ':
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
