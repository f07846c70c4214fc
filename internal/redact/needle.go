package redact

import (
	"encoding/base64"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// needle is one sequence of bytes to look for. It is found in every way in which percent-encoding
// and JSON may write it, whatever bytes they chose to escape.
type needle struct {
	secret *Secret
	text   string
	// tail is hidden too as far as it follows: the last character and the padding of base64,
	// which depend on what comes behind.
	tail     string
	readings []reading
}

// reading says how a percent sign and a backslash in the text are to be taken where the needle
// itself holds one: as themselves, or as the beginning of an escape. Each reading is
// deterministic, so that looking for a needle takes a time proportional to its length.
type reading struct {
	percent      percentReading
	rawBackslash bool
}

// percentReading says in what shape the percent signs of a needle stand in the text.
type percentReading uint8

const (
	percentEncoded percentReading = iota // every one as %25
	percentRaw                           // every one as itself
	percentValid                         // as itself where it begins a valid %XX, else as %25
)

func newNeedle(secret *Secret, text, tail string) *needle {
	n := &needle{secret: secret, text: text, tail: tail, readings: []reading{{}}}
	if strings.Contains(text, "%") {
		n.readings = append(n.readings, reading{percent: percentRaw}, reading{percent: percentValid})
	}
	if strings.Contains(text, `\`) {
		for _, r := range n.readings {
			n.readings = append(n.readings, reading{percent: r.percent, rawBackslash: true})
		}
	}
	return n
}

// keepsPercent reports whether the percent sign at the beginning of want stands raw in the text.
func (r reading) keepsPercent(want string) bool {
	if r.percent == percentValid {
		return len(want) > 2 && unhex(want[1]) >= 0 && unhex(want[2]) >= 0
	}
	return r.percent == percentRaw
}

// needles are what to look for on account of a secret.
func needles(secret *Secret) []*needle {
	found := map[string]bool{"": true}
	var all []*needle
	add := func(text, tail string) {
		if !found[text] {
			found[text] = true
			all = append(all, newNeedle(secret, text, tail))
		}
	}
	for _, value := range []string{secret.Value, strings.TrimSpace(secret.Value), replaceInvalid(secret.Value)} {
		add(value, "")
		for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding} {
			for before := range 3 {
				add(encodeBehind(encoding, value, before))
			}
		}
	}
	return all
}

// replaceInvalid is what encoding/json makes of a string that is not UTF-8: one replacement
// character for each wrong byte.
func replaceInvalid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}

// minBase64 is the length from which a piece of base64 is told from chance.
const minBase64 = 5

// encodeBehind is the base64 of value when it stands behind so many other bytes: the characters
// that depend on nothing else, and those which follow when value is the end.
func encodeBehind(encoding *base64.Encoding, value string, before int) (text, tail string) {
	encoded := encoding.EncodeToString([]byte("\x00\x00"[:before] + value))
	first := (before*8 + 5) / 6
	last := (before + len(value)) * 8 / 6
	if last-first < minBase64 {
		return "", ""
	}
	return encoded[first:last], encoded[last:]
}

// match returns where the needle ends that begins at text[at:], -1 when none does.
func (n *needle) match(text []byte, at int) int {
	end := -1
	for _, r := range n.readings {
		end = max(end, n.matchAs(text, at, r))
	}
	return end
}

func (n *needle) matchAs(text []byte, at int, r reading) int {
	for j := 0; j < len(n.text); {
		next, width := r.step(text, at, n.text[j:])
		if width == 0 {
			return -1
		}
		at, j = next, j+width
	}
	for j := 0; j < len(n.tail); j++ {
		next, width := r.step(text, at, n.tail[j:])
		if width == 0 {
			break
		}
		at = next
	}
	return at
}

// step matches the beginning of want against text[at:]. It returns where the text goes on and
// how many bytes of want were matched, 0 for a mismatch.
func (r reading) step(text []byte, at int, want string) (next, width int) {
	c, next, encoded := unit(text, at)
	if next > at && want[0] == '%' && r.keepsPercent(want) {
		c, next, encoded = text[at], at+1, true
	}
	switch {
	case next == at:
		return at, 0
	case c == want[0] && r.accepts(c, encoded), want[0] == ' ' && text[at] == '+':
		return next, 1
	case c != '\\':
		return at, 0
	}
	char, next := unescape(text, next)
	if char == "" || !strings.HasPrefix(want, char) {
		return at, 0
	}
	return next, len(char)
}

// accepts reports whether a byte that was read stands for itself.
func (r reading) accepts(c byte, encoded bool) bool {
	switch c {
	case '%':
		return encoded
	case '\\':
		return r.rawBackslash
	}
	return true
}

// unit reads one byte of the text with percent-encoding undone. next is at only at the end.
func unit(text []byte, at int) (c byte, next int, escaped bool) {
	if at >= len(text) {
		return 0, at, false
	}
	if text[at] == '%' && at+2 < len(text) {
		high, low := unhex(text[at+1]), unhex(text[at+2])
		if high >= 0 && low >= 0 {
			return byte(high<<4 | low), at + 3, true
		}
	}
	return text[at], at + 1, false
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// unescape reads what follows the backslash of a JSON escape: the character that it stands for,
// as UTF-8, "" when it is no escape.
func unescape(text []byte, at int) (char string, next int) {
	c, next, _ := unit(text, at)
	if i := strings.IndexByte(`"\/bfnrt`, c); next > at && i >= 0 {
		return "\"\\/\b\f\n\r\t"[i : i+1], next
	}
	if c != 'u' {
		return "", at
	}
	r, next := codeUnit(text, next)
	if utf16.IsSurrogate(r) {
		r, next = lowSurrogate(text, next, r)
	}
	if r < 0 {
		return "", at
	}
	return string(r), next
}

// codeUnit reads four hexadecimal digits; -1 when there are none.
func codeUnit(text []byte, at int) (r rune, next int) {
	if at+4 > len(text) {
		return -1, at
	}
	for _, c := range text[at : at+4] {
		digit := unhex(c)
		if digit < 0 {
			return -1, at
		}
		r = r<<4 | rune(digit)
	}
	return r, at + 4
}

// lowSurrogate reads the second half of a character that JSON writes as two escapes.
func lowSurrogate(text []byte, at int, high rune) (r rune, next int) {
	slash, next, _ := unit(text, at)
	u, next, _ := unit(text, next)
	if slash != '\\' || u != 'u' {
		return -1, at
	}
	low, next := codeUnit(text, next)
	return utf16.DecodeRune(high, low), next
}
