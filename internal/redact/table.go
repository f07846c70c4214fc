package redact

import "strings"

// form is what kind of text is being read. It decides where a value ends.
type form uint8

const (
	freeText form = iota // anything: a value ends at white space, a quotation mark, "&" …
	urlText              // one URL: a value ends at "&" or "#"
	formText             // a form: a value ends at "&"
	forms
)

// class says what a byte can mean to a scanner.
type class uint8

const (
	mayBegin  class = 1 << iota // a needle may begin with this byte
	mayEscape                   // a needle may begin with what is escaped here
	part                        // "=", ":" or "%": a name may end here, and its value begin
	cut                         // whatever name began before is none: the next begins behind
	stop                        // a value that is not quoted ends here
)

// table is everything that a scanner looks up. It does not change once built.
type table struct {
	secrets []Secret
	begins  [256][]*needle // the needles by their first byte
	seconds [256]byteSet   // what may follow that byte in the text
	short   []*needle      // the secrets that are hidden as whole values only
	classes [forms][256]class
	unruly  bool // hiding a secret may change how the text around it is read
}

func newTable(secrets []Secret) *table {
	t := &table{secrets: secrets}
	for i := range secrets {
		t.add(&secrets[i])
	}
	for f := range t.classes {
		classify(&t.classes[f], form(f))
		t.markBeginnings(&t.classes[f])
	}
	return t
}

func (t *table) add(s *Secret) {
	if len(strings.TrimSpace(s.Value)) < minAnywhere {
		if s.Value != "" {
			t.short = append(t.short, newNeedle(s, s.Value, ""))
		}
		return
	}
	t.unruly = t.unruly || strings.ContainsAny(s.Value, "*=:%"+freeTextCuts+freeTextStops)
	for _, n := range needles(s) {
		t.begins[n.text[0]] = append(t.begins[n.text[0]], n)
		t.seconds[n.text[0]].add(`%\`)
		t.seconds[n.text[0]].add(n.text[1:2])
		if n.text[1] == ' ' {
			t.seconds[n.text[0]].add("+")
		}
	}
}

// byteSet is a set of bytes.
type byteSet [4]uint64

func (s *byteSet) add(bytes string) {
	for _, b := range []byte(bytes) {
		s[b>>6] |= 1 << (b & 63)
	}
}

func (s *byteSet) has(b byte) bool { return s[b>>6]&(1<<(b&63)) != 0 }

// What separates names, and what ends values, in free text.
const (
	freeTextStops = " \t\r\n\v\f\x00&#<>\"'`\\"
	freeTextCuts  = freeTextStops + "?/;,()|!@"
)

// classify marks the bytes that structure a text of the given form.
func classify(classes *[256]class, f form) {
	cuts, stops := "&?#/", "&#"
	switch f {
	case freeText:
		cuts, stops = freeTextCuts, freeTextStops
	case formText:
		cuts, stops = "&", "&"
	}
	mark(classes, "=:%", part)
	mark(classes, cuts, cut)
	mark(classes, stops, stop)
}

func mark(classes *[256]class, bytes string, c class) {
	for _, b := range []byte(bytes) {
		classes[b] |= c
	}
}

// markBeginnings marks the bytes with which some way of writing a needle begins.
func (t *table) markBeginnings(classes *[256]class) {
	for b := range t.begins {
		if len(t.begins[b]) > 0 {
			classes[b] |= mayBegin
			mark(classes, `%\`, mayEscape)
		}
	}
	if len(t.begins[' ']) > 0 {
		mark(classes, "+", mayEscape)
	}
}

// follows reports whether the byte behind text[at] is one that a needle which begins with
// text[at] may go on with: a quick answer to most questions.
func (t *table) follows(text []byte, at int) bool {
	return at+1 < len(text) && t.seconds[text[at]].has(text[at+1])
}

// plausible reports whether it is worth looking for needles at text[at:].
func (t *table) plausible(text []byte, at int) bool {
	if t.follows(text, at) || text[at] == '\\' {
		return true
	}
	c, next, escaped := unit(text, at)
	if text[at] == '+' {
		c, escaped = ' ', true
	}
	return escaped && (c == '\\' || next < len(text) && t.seconds[c].has(text[next]))
}

// match returns the end of the longest needle that begins at text[at:], and its secret; -1 when
// there is none.
func (t *table) match(text []byte, at int) (end int, secret *Secret) {
	if !t.plausible(text, at) {
		return -1, nil
	}
	c, next, _ := unit(text, at)
	end, secret = longest(t.begins[text[at]], text, at, -1, nil)
	if c != text[at] {
		end, secret = longest(t.begins[c], text, at, end, secret)
	}
	if text[at] == '+' {
		end, secret = longest(t.begins[' '], text, at, end, secret)
	}
	if c == '\\' {
		if char, _ := unescape(text, next); char != "" {
			end, secret = longest(t.begins[char[0]], text, at, end, secret)
		}
	}
	return end, secret
}

// longest returns the longest match of the needles, if it is longer than one that is known.
func longest(needles []*needle, text []byte, at, end int, secret *Secret) (int, *Secret) {
	for _, n := range needles {
		if e := n.match(text, at); e > end {
			end, secret = e, n.secret
		}
	}
	return end, secret
}

// whole returns the short secret that is the whole of a value, nil when there is none.
func (t *table) whole(value []byte) *Secret {
	for _, n := range t.short {
		if n.match(value, 0) == len(value) {
			return n.secret
		}
	}
	return nil
}
