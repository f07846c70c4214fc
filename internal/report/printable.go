package report

import "strings"

// oneLine is text that stays on its line: control characters are replaced, so that what came from a
// call or from a receiver cannot steer a terminal, nor pass for a line of ours.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if isControl(r) {
			return '·'
		}
		return r
	}, strings.ToValidUTF8(s, "·"))
}

// isControl reports whether a terminal may take r for a command: the control characters of ASCII,
// and those of ISO 6429 that follow it.
func isControl(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }
