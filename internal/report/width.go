package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// cells is the number of terminal cells that s takes.
func cells(s string) int {
	n := 0
	for _, r := range s {
		n += runeCells(r)
	}
	return n
}

func runeCells(r rune) int {
	switch {
	case r < utf8.RuneSelf:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r < 0x1100:
		return 1
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// pad fills s with spaces up to n cells.
func pad(s string, n int) string {
	return s + strings.Repeat(" ", max(0, n-cells(s)))
}

// wrap cuts s into lines of at most n cells, preferably behind a space, a comma or a delimiter
// of a URL. It never returns less than one line.
func wrap(s string, n int) []string {
	if n < 1 || cells(s) <= n {
		return []string{s}
	}
	var lines []string
	for cells(s) > n {
		cut := breakpoint(s, n)
		lines = append(lines, s[:cut])
		s = s[cut:]
	}
	if s != "" {
		lines = append(lines, s)
	}
	return lines
}

// breakpoint is the byte offset at which to cut s so that the first part fits n cells.
func breakpoint(s string, n int) int {
	used, fits, good := 0, 0, 0
	for i, r := range s {
		if used += runeCells(r); used > n {
			break
		}
		fits = i + len(string(r))
		if strings.ContainsRune(" ,;&/", r) {
			good = fits
		}
	}
	if good > fits/2 {
		return good
	}
	if fits == 0 { // not even one character fits
		_, fits = utf8.DecodeRuneInString(s)
	}
	return fits
}

// shorten cuts s to at most n cells, the last of which shows that something is missing.
func shorten(s string, n int) string {
	if cells(s) <= n {
		return s
	}
	used := 0
	for i, r := range s {
		if used += runeCells(r); used > n-1 {
			return s[:i] + "…"
		}
	}
	return s
}
