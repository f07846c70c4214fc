package pixel

import (
	"bytes"
	"cmp"
)

// IsNumber reports whether s is a number that conditions compare as one: an optional minus, digits
// without a leading zero, and an optional fraction. So "007" and "+1661" are text.
func IsNumber(s string) bool {
	_, ok := parseDecimal([]byte(s))
	return ok
}

// compareNumbers orders two numbers; ok is false unless [IsNumber] holds for both.
func compareNumbers(a, b []byte) (order int, ok bool) {
	x, okX := parseDecimal(a)
	y, okY := parseDecimal(b)
	if !okX || !okY {
		return 0, false
	}
	return x.compare(y), true
}

// decimal is a number taken apart. It is compared digit by digit, so that ids and amounts of any
// length keep all of theirs.
type decimal struct {
	negative        bool
	whole, fraction []byte // digits; the fraction without zeros at its end
}

func parseDecimal(s []byte) (d decimal, ok bool) {
	digits, negative := bytes.CutPrefix(s, []byte("-"))
	whole, fraction, hasPoint := bytes.Cut(digits, []byte("."))
	switch {
	case len(whole) == 0 || len(whole) > 1 && whole[0] == '0' || !allDigits(whole):
		return decimal{}, false
	case hasPoint && (len(fraction) == 0 || !allDigits(fraction)):
		return decimal{}, false
	}
	d = decimal{negative: negative, whole: whole, fraction: bytes.TrimRight(fraction, "0")}
	if d.isZero() {
		d.negative = false
	}
	return d, true
}

func allDigits(s []byte) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

func (d decimal) isZero() bool { return d.whole[0] == '0' && len(d.fraction) == 0 }

// compare is negative, zero or positive as d is less than, equal to or greater than other.
func (d decimal) compare(other decimal) int {
	switch {
	case d.negative && !other.negative:
		return -1
	case other.negative && !d.negative:
		return 1
	case d.negative:
		d, other = other, d
	}
	return cmp.Or(
		cmp.Compare(len(d.whole), len(other.whole)),
		bytes.Compare(d.whole, other.whole),
		bytes.Compare(d.fraction, other.fraction),
	)
}

// canonical is the same for two values exactly when they are equal: as numbers when both are
// numbers, as text otherwise. It is a part of s.
func canonical(s []byte) []byte {
	d, ok := parseDecimal(s)
	switch {
	case !ok:
		return s
	case d.isZero():
		return d.whole
	case bytes.IndexByte(s, '.') < 0:
		return s
	}
	return bytes.TrimRight(bytes.TrimRight(s, "0"), ".")
}
