package redact

import "bytes"

// span is a stretch of text to be hidden.
type span struct {
	start, end int
	secret     *Secret // whose value it is; nil when it is hidden because of a name
	quote      bool    // the mask needs quotation marks: a bare JSON value
}

// scanner finds what is to be hidden in one text, in one pass.
type scanner struct {
	table *table
	names *nameCache
	form  form
	text  []byte

	values []span // known secrets, in order, without overlaps
	named  []span // values of secret names, in order, without overlaps

	nameStart int // where the name begins that may be ending here
	valueEnd  int // up to where values are found already
	namedEnd  int // up to where names are of no interest: inside a value
}

// scan fills values and named.
func (s *scanner) scan() {
	classes := &s.table.classes[s.form]
	for i, b := range s.text {
		c := classes[b]
		if c&(mayBegin|mayEscape) != 0 && i >= s.valueEnd && (c&mayEscape != 0 || s.table.follows(s.text, i)) {
			s.value(i)
		}
		if c&(part|cut) == 0 || i < s.namedEnd {
			continue
		}
		if c&part != 0 {
			s.part(i)
		}
		if c&cut != 0 {
			s.nameStart = i + 1
		}
	}
}

// value notes the secret that begins at i, if one does, together with those that overlap it.
func (s *scanner) value(i int) {
	end, secret := s.table.match(s.text, i)
	if end <= i {
		return
	}
	for j := i + 1; j < end; j++ {
		if further, _ := s.table.match(s.text, j); further > end {
			end, secret = further, nil
		}
	}
	s.values = append(s.values, span{start: i, end: end, secret: secret})
	s.valueEnd = end
}

// part looks at the byte between a name and a value.
func (s *scanner) part(i int) {
	switch s.text[i] {
	case '=':
		s.assignment(i, i+1)
	case '%':
		if i+2 < len(s.text) && s.text[i+1] == '3' && s.text[i+2]|0x20 == 'd' {
			s.assignment(i, i+len("%3D"))
		}
	case ':':
		s.colon(i)
	}
}

// assignment deals with name=value.
func (s *scanner) assignment(nameEnd, at int) {
	secret := s.secretName(s.nameStart, nameEnd)
	s.nameStart = at
	if !secret {
		s.shortValue(at)
		return
	}
	if s.form == freeText {
		if start, end, next := s.quoted(at); next > at {
			s.hide(span{start: start, end: end}, next)
			return
		}
	}
	end := s.bareEnd(at, at-nameEnd == len("%3D"))
	s.hide(span{start: at, end: end}, end)
}

// shortValue hides the value that begins at i, perhaps in quotation marks, if it is one of the
// short secrets.
func (s *scanner) shortValue(i int) {
	if len(s.table.short) == 0 {
		return
	}
	if s.form == freeText {
		i = s.opened(i)
	}
	if s.endsValue(i) {
		return // an empty value
	}
	for _, n := range s.table.short {
		if end := n.match(s.text, i); end > i && s.endsValue(end) {
			s.hide(span{start: i, end: end}, end)
			return
		}
	}
}

// endsValue reports whether a value may end at i.
func (s *scanner) endsValue(i int) bool {
	return i == len(s.text) || s.table.classes[s.form][s.text[i]]&stop != 0 ||
		s.form == freeText && bytes.IndexByte([]byte(",;)]}"), s.text[i]) >= 0
}

// secretName judges the name in text[start:end]. A name behind a backslash may have begun with
// the rest of an escape, as in \u0026token or \ntoken.
func (s *scanner) secretName(start, end int) bool {
	start = max(start, end-maxName)
	if start >= end {
		return false
	}
	name := s.text[start:end]
	if s.names.isSecret(name) {
		return true
	}
	if s.form != freeText || start == 0 || s.text[start-1] != '\\' {
		return false
	}
	return s.names.isSecret(name[1:]) || name[0] == 'u' && len(name) > 5 && s.names.isSecret(name[5:])
}

// maxName bounds how much of what stands before a "=" is looked at.
const maxName = 128

// bareEnd returns where the unquoted value ends that begins at i. An encoded value, one of a URL
// within a URL, ends at an encoded "&" too.
func (s *scanner) bareEnd(i int, encoded bool) int {
	classes := &s.table.classes[s.form]
	for ; i < len(s.text); i++ {
		if classes[s.text[i]]&stop != 0 || encoded && bytes.HasPrefix(s.text[i:], []byte("%26")) {
			break
		}
	}
	return i
}

// hide notes a value that is secret because of its name, unless it is readable. What stands before
// next is not read for further names.
func (s *scanner) hide(value span, next int) {
	text := s.text[value.start:value.end]
	if len(text) == 0 {
		return
	}
	s.namedEnd, s.nameStart = next, next
	value.secret = s.table.whole(text)
	if value.secret != nil || !isReadable(text) {
		s.named = append(s.named, value)
	}
}

// isReadable reports whether the value of a secret name holds no secret: a mask or a placeholder
// that was not filled in, perhaps with punctuation behind it.
func isReadable(value []byte) bool {
	if string(value) == Mask {
		return true
	}
	decoded := value
	if bytes.IndexByte(value, '%') >= 0 {
		decoded = nil
		for i := 0; i < len(value); {
			c, next, _ := unit(value, i)
			decoded, i = append(decoded, c), next
		}
	}
	rest, ok := bytes.CutPrefix(decoded, []byte("${env:"))
	if !ok {
		rest, ok = bytes.CutPrefix(decoded, []byte("${file:"))
	}
	end := bytes.IndexByte(rest, '}')
	return ok && end > 0 && bytes.IndexByte(rest[:end], '{') < 0 && len(bytes.Trim(rest[end+1:], ".,;:)]}")) == 0
}
