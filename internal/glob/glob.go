// Package glob matches names against the patterns that users write: of pixels, hosts and paths.
package glob

import "unicode/utf8"

// Match reports whether name matches a pattern in which * stands for any text and ? for any one
// character. Unlike in a shell, * does not stop at a slash.
func Match(pattern, name string) bool {
	starred := false
	var afterStar, retry string // where to go on when what follows the last star did not match
	for pattern != "" || name != "" {
		if pattern != "" && pattern[0] == '*' {
			pattern = pattern[1:]
			starred, afterStar, retry = true, pattern, name
			continue
		}
		if size := matchOne(pattern, name); size > 0 {
			pattern, name = pattern[1:], name[size:]
			continue
		}
		if !starred || retry == "" {
			return false
		}
		_, size := utf8.DecodeRuneInString(retry)
		retry = retry[size:]
		pattern, name = afterStar, retry
	}
	return true
}

// matchOne is the length of the beginning of name that the first byte of pattern matches, or 0.
func matchOne(pattern, name string) int {
	switch {
	case pattern == "" || name == "":
		return 0
	case pattern[0] == '?':
		_, size := utf8.DecodeRuneInString(name)
		return size
	case pattern[0] == name[0]:
		return 1
	}
	return 0
}
