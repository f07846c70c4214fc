package yamldoc

import "strings"

// ScalarText is s as a scalar on one line, for the value of an entry, a key or an item.
func ScalarText(s string) string { return quoted(s, 0) }

// FlowText is s as a scalar between brackets or braces, where more characters have a meaning.
func FlowText(s string) string {
	text := quoted(s, 0)
	if text == s && strings.ContainsAny(s, ",[]{}:#?") {
		return quote(s)
	}
	return text
}

// BlockText is s as a scalar for the value of an entry whose key is indented by so much: a text of
// several lines becomes a block, where that is possible.
func BlockText(s, indent string) string {
	text := quoted(s, 1)
	if !strings.Contains(text, "\n") {
		return text
	}
	lines := strings.Split(text, "\n")
	for i := range lines[1:] {
		if lines[i+1] != "" {
			lines[i+1] = indent + lines[i+1]
		}
	}
	return strings.Join(lines, "\n")
}
