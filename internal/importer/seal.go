package importer

import (
	"encoding/base64"
	"encoding/json"
	"net"
	"net/url"
	"strings"

	"postback/internal/catalog"
	"postback/internal/lazyre"
	"postback/internal/pixel"
	"postback/internal/redact"
	"postback/internal/template"
)

// seal takes the credentials out of a request and leaves variables in their place. What is one is
// told by its name; a value that comes from the call or is a macro is none.
func (v *vault) seal(r *request) {
	label := receiverLabel(r.url)
	v.userinfo(r)
	v.authorization(r)
	r.url = v.query(r.url, label)
	for i, h := range r.headers {
		r.headers[i].value = v.header(h, label)
	}
	if r.body != nil {
		sealed := v.body(*r.body, r.bodyType(), label)
		r.body = &sealed
	}
	if r.auth != nil && isLiteral(r.auth.password) {
		r.auth.password = v.take(r.auth.password, "the password of "+r.auth.username, label, "password")
	}
}

// isLiteral reports whether a text is a value that somebody typed: not empty, not a macro, and
// without token and variable.
func isLiteral(s string) bool {
	return s != "" && s != redact.Mask && !hasVariable(s) && !hasToken(s) && !isMacro(s)
}

// isMacro reports whether a text is a macro of another platform and nothing else.
func isMacro(s string) bool {
	macros := append(catalog.FindMacros(s), bracketMacros(s)...)
	return len(macros) == 1 && macros[0].Start == 0 && macros[0].End == len(s)
}

// userinfo turns user:password@ in a URL into basic authentication, which it is sent as.
func (v *vault) userinfo(r *request) {
	scheme, rest, ok := strings.Cut(r.url, "://")
	if !ok {
		return
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	at := strings.LastIndexByte(rest[:end], '@')
	if at < 0 {
		return
	}
	user, password, _ := strings.Cut(rest[:at], ":")
	r.url = scheme + "://" + rest[at+1:]
	if _, given := r.header("Authorization"); !given && r.auth == nil {
		r.auth = &credentials{unescape(user), unescape(password)}
	}
}

func unescape(s string) string {
	if decoded, err := url.PathUnescape(s); err == nil {
		return decoded
	}
	return s
}

// authorization turns an Authorization header of the basic kind into what it says.
func (v *vault) authorization(r *request) {
	for i, h := range r.headers {
		const scheme = "basic "
		if !strings.EqualFold(h.name, "Authorization") || len(h.value) < len(scheme) || !strings.EqualFold(h.value[:len(scheme)], scheme) {
			continue
		}
		decoded, err := base64.StdEncoding.DecodeString(strings.TrimSpace(h.value[len(scheme):]))
		user, password, ok := strings.Cut(string(decoded), ":")
		if err == nil && ok && user != "" && !strings.ContainsAny(string(decoded), "\x00\r\n") {
			r.auth = &credentials{user, password}
			r.headers = append(r.headers[:i:i], r.headers[i+1:]...)
		}
		return
	}
}

// query seals the parameters of a URL.
func (v *vault) query(text, label string) string {
	start := strings.IndexByte(text, '?') + 1
	if start == 0 {
		return text
	}
	return text[:start] + v.pairs(text[start:], label)
}

// pairs seals name=value pairs, as in a query or a form. What stands behind a further question mark
// or in a fragment is looked at in the same way, though it is no parameter to a receiver.
func (v *vault) pairs(text, label string) string {
	list := strings.Split(text, "&")
	for i, pair := range list {
		name, value, _ := strings.Cut(pair, "=")
		value, fragment := cutFragment(value)
		if isLiteral(value) && redact.SecretName(name) && !strings.ContainsAny(name, "?#") {
			list[i] = name + "=" + v.take(unescapeForm(value), "the parameter "+name, label, unescapeForm(name)) + v.nested(fragment, label)
		} else {
			list[i] = v.nested(pair, label)
		}
	}
	return strings.Join(list, "&")
}

// nested seals the pairs behind the first question mark or number sign of a pair.
func (v *vault) nested(pair, label string) string {
	at := strings.IndexAny(pair, "?#") + 1
	if at == 0 {
		return pair
	}
	return pair[:at] + v.pairs(pair[at:], label)
}

// cutFragment cuts a value where a fragment begins. Two number signs are a macro and no fragment.
func cutFragment(value string) (before, fragment string) {
	if at := strings.IndexByte(value, '#'); at >= 0 && strings.Count(value, "#") == 1 {
		return value[:at], value[at:]
	}
	return value, ""
}

func unescapeForm(s string) string {
	if decoded, err := url.QueryUnescape(s); err == nil && !strings.ContainsRune(decoded, 0) {
		return decoded
	}
	return s
}

// schemes are the words that stand before a credential in a header.
var schemes = lazyre.New(`^(?i:bearer|basic|token|digest|apikey|oauth) +`)

func (v *vault) header(h header, label string) string {
	scheme := schemes.FindString(h.value)
	if value := h.value[len(scheme):]; isLiteral(value) && redact.SecretName(h.name) {
		return scheme + v.take(value, "the header "+h.name, label, h.name)
	}
	return h.value
}

// memberPattern is a member of a JSON object whose value is a string or a number.
var memberPattern = lazyre.New(`"((?:[^"\\]|\\.)*)"\s*:\s*(?:"((?:[^"\\]|\\.)*)"|(-?[0-9][0-9.eE+-]*))`)

func (v *vault) body(text, contentType, label string) string {
	if pixel.BodyKind(contentType) == template.FormBody {
		return v.pairs(text, label)
	}
	var sealed strings.Builder
	last := 0
	for _, at := range memberPattern.FindAllStringSubmatchIndex(text, -1) {
		start, end := at[4], at[5]
		if start < 0 {
			start, end = at[6], at[7]
		}
		name, value := text[at[2]:at[3]], text[start:end]
		if isLiteral(value) && redact.SecretName(name) {
			sealed.WriteString(text[last:start] + v.take(unescapeJSON(value), "the member "+name+" of the body", label, name))
			last = end
		}
	}
	return sealed.String() + text[last:]
}

func unescapeJSON(s string) string {
	var decoded string
	if json.Unmarshal([]byte(`"`+s+`"`), &decoded) != nil || strings.ContainsRune(decoded, 0) {
		return s
	}
	return decoded
}

// receiverLabel is the word of a URL's host that names whose it is: acme of api.acme.example.
// It is "" when the host has no such word.
func receiverLabel(text string) string {
	_, rest, _ := strings.Cut(text, "://")
	if n := strings.IndexAny(rest, "/?#"); n >= 0 {
		rest = rest[:n]
	}
	host := rest[strings.LastIndexByte(rest, '@')+1:]
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	labels := strings.Split(host, ".")
	if net.ParseIP(strings.Trim(host, "[]")) != nil || len(labels) < 2 || strings.ContainsAny(host, "[]{}#\x00") {
		return ""
	}
	label := labels[len(labels)-2]
	if len(labels) > 2 && len(label) <= len("com") { // co.uk, com.au
		label = labels[len(labels)-3]
	}
	return label
}
