package redact

import "bytes"

// colon deals with what may stand around a colon: a URL with a password, a JSON member, a header.
func (s *scanner) colon(i int) {
	switch {
	case s.userinfo(i):
	case s.form == freeText:
		if !s.member(i) {
			s.header(i)
		}
		s.nameStart = i + 1
	}
}

// userinfo hides the password in scheme://user:password@host. It reports whether a URL begins
// around this colon.
func (s *scanner) userinfo(colon int) bool {
	rest := s.text[colon+1:]
	at := colon + 1
	switch {
	case bytes.HasPrefix(rest, []byte("//")):
		at += len("//")
	case bytes.HasPrefix(rest, []byte(`\/\/`)): // as some write it in JSON
		at += len(`\/\/`)
	default:
		return false
	}
	authority := s.text[at : at+authorityLen(s.text[at:])]
	last := bytes.LastIndexByte(authority, '@')
	first := bytes.IndexByte(authority, ':')
	if first >= 0 && first < last {
		s.hide(span{start: at + first + 1, end: at + last}, at+last)
	}
	return true
}

// authorityLen is how far user, host and port of a URL reach.
func authorityLen(text []byte) int {
	if n := bytes.IndexAny(text[:min(len(text), maxAuthority)], "/?#\\ \t\r\n\"'<>`"); n >= 0 {
		return n
	}
	return min(len(text), maxAuthority)
}

// maxAuthority bounds how far the end of an authority is looked for.
const maxAuthority = 4096

// member hides the value of a secret JSON member, "name": value, even where the JSON stands
// escaped within another text. It reports whether there is a member around this colon.
func (s *scanner) member(colon int) bool {
	end := len(bytes.TrimRight(s.text[:colon], " \t\r\n")) - 1
	if end <= 0 || s.text[end] != '"' && s.text[end] != '\'' {
		return false
	}
	mark := s.text[end]
	end = len(bytes.TrimRight(s.text[:end], `\`))
	from := max(0, end-maxName)
	start := from + bytes.LastIndexByte(s.text[from:end], mark) + 1
	if start == from && from == 0 { // in a longer text the name may only be too long to be looked at
		return false
	}
	start += bytes.LastIndexAny(s.text[start:end], "=:/?& \t\r\n") + 1 // of tag:User:token, the token
	at := s.skipSpace(colon + 1)
	switch {
	case !s.secretName(start, end):
		s.shortValue(at)
	case at < len(s.text) && s.text[at] == '[':
		s.elements(at + 1)
	default:
		s.element(at)
	}
	return true
}

// elements hides the elements of an array that begins before at, as far as they are plain values.
func (s *scanner) elements(at int) {
	for {
		next := s.skipSpace(s.element(s.skipSpace(at)))
		if next >= len(s.text) || s.text[next] != ',' {
			return
		}
		at = next + 1
	}
}

// element hides one JSON value and returns where it ends. Objects are left to their members.
func (s *scanner) element(at int) int {
	if start, end, next := s.quoted(at); next > at {
		s.hide(span{start: start, end: end}, next)
		return next
	}
	end := at
	for end < len(s.text) && bytes.IndexByte([]byte(",]}[{ \t\r\n\"'\\"), s.text[end]) < 0 {
		end++
	}
	switch string(s.text[at:end]) {
	case "true", "false", "null":
	default:
		s.hide(span{start: at, end: end, quote: true}, end)
	}
	return end
}

// opened returns what is behind the quotation mark at i, which may itself stand behind backslashes
// when the text around is escaped; i when there is none.
func (s *scanner) opened(i int) int {
	mark := i
	for mark < len(s.text) && s.text[mark] == '\\' {
		mark++
	}
	if mark < len(s.text) && (s.text[mark] == '"' || s.text[mark] == '\'') {
		return mark + 1
	}
	return i
}

// quoted finds the string that begins at i with a quotation mark. next is behind the closing mark,
// at the end of the line when there is none, or i when there is no string.
func (s *scanner) quoted(i int) (start, end, next int) {
	start = s.opened(i)
	if start == i {
		return i, i, i
	}
	mark, depth := s.text[start-1], start-1-i
	slashes := 0
	for end = start; end < len(s.text); end++ {
		switch c := s.text[end]; {
		case c == '\\':
			slashes++
			continue
		case c == mark && (slashes == depth || depth == 0 && slashes%2 == 0):
			return start, end - depth, end + 1
		case c == '\n':
			return start, end, end
		}
		slashes = 0
	}
	return start, end, end
}

func (s *scanner) skipSpace(i int) int {
	for i < len(s.text) && bytes.IndexByte([]byte(" \t\r\n"), s.text[i]) >= 0 {
		i++
	}
	return i
}

// header hides the value of a secret header line, "Name: value", up to the end of the line or to
// the quotation mark that closes what the name opened, as in -H 'Name: value'.
func (s *scanner) header(colon int) {
	name := s.nameStart
	if !s.beginsHeader(name, colon) || !s.secretName(name, colon) {
		return
	}
	end := len(s.text)
	if n := bytes.IndexAny(s.text[colon:], "\r\n"); n >= 0 {
		end = colon + n
	}
	if name > 0 && (s.text[name-1] == '"' || s.text[name-1] == '\'') {
		if n := bytes.IndexByte(s.text[colon:end], s.text[name-1]); n >= 0 {
			end = colon + n
		}
	}
	start := colon + 1
	for start < end && s.text[start] == ' ' {
		start++
	}
	s.hide(span{start: start + schemeLen(s.text[start:end]), end: end}, end)
}

// beginsHeader reports whether a name is where a header may begin: at the beginning of a line,
// behind the arrow of a protocol listing or behind a quotation mark. Elsewhere it must look like
// a header; "unexpected token: x" does not.
func (s *scanner) beginsHeader(name, colon int) bool {
	lead := bytes.TrimRight(s.text[:name], " \t<>*")
	if len(lead) == 0 || bytes.IndexByte([]byte("\r\n\"'"), lead[len(lead)-1]) >= 0 {
		return true
	}
	return bytes.IndexByte(s.text[name:colon], '-') > 0 || bytes.EqualFold(s.text[name:colon], []byte("authorization"))
}

// schemeLen is the length of the authentication scheme that a credential begins with, "Bearer ".
func schemeLen(value []byte) int {
	for _, scheme := range []string{"Basic ", "Bearer ", "Digest ", "Token ", "ApiKey ", "OAuth ", "Negotiate "} {
		if len(value) > len(scheme) && bytes.EqualFold(value[:len(scheme)], []byte(scheme)) {
			return len(scheme)
		}
	}
	return 0
}
