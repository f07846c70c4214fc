package pixel

import (
	"cmp"
	"math/big"
	"strconv"
	"strings"
)

// exactDigits is how many characters of a decimal a float64 surely represents exactly enough to
// be compared; longer numbers, such as ids, are compared as fractions.
const exactDigits = 15

// compareNumbers orders two numbers; ok is false unless [IsNumber] holds for both, so "007" and
// "+1661" stay text.
func compareNumbers(a, b string) (order int, ok bool) {
	if !IsNumber(a) || !IsNumber(b) {
		return 0, false
	}
	if len(a) <= exactDigits && len(b) <= exactDigits {
		x, errX := strconv.ParseFloat(a, 64)
		y, errY := strconv.ParseFloat(b, 64)
		return cmp.Compare(x, y), errX == nil && errY == nil
	}
	x, okX := new(big.Rat).SetString(a)
	y, okY := new(big.Rat).SetString(b)
	if !okX || !okY {
		return 0, false
	}
	return x.Cmp(y), true
}

// IsNumber reports whether s is a number that conditions compare as one: an optional minus,
// digits without a leading zero, and an optional fraction.
func IsNumber(s string) bool {
	whole, fraction, hasPoint := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	if whole == "" || len(whole) > 1 && whole[0] == '0' || !allDigits(whole) {
		return false
	}
	return !hasPoint || fraction != "" && allDigits(fraction)
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
