package report

import "strings"

// printable replaces control characters but the line break, so that what came from a call or from
// a receiver cannot steer a terminal.
func printable(b []byte) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && isControl(r) {
			return '·'
		}
		return r
	}, strings.ToValidUTF8(string(b), "·"))
}

// isControl reports whether a terminal may take r for a command: the control characters of ASCII,
// and those of ISO 6429 that follow it.
func isControl(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }
