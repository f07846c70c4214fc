package yamldoc

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"postback/internal/diag"
)

// quoted is s as a scalar on which every reader of YAML agrees: without quotes where that is no
// risk, else as a block of lines or in quotes. The lines of a block are indented by depth levels.
func quoted(s string, depth int) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	switch {
	case plainWords.MatchString(s) && readsBack(s, s), isPlainURL(s) && readsBack(s, s):
		return s
	case strings.Contains(s, "\n") && depth > 0:
		if block, ok := literalBlock(s, depth); ok {
			return block
		}
	case isPrintable(s):
		return quote(s)
	}
	return escape(s)
}

// plainWords are words that mean nothing to YAML, but for those that readsBack finds out.
var plainWords = regexp.MustCompile(`^[\pL_][\pL\pN_./-]*(?: [\pL\pN_./()·&+-]+)*$`)

// isPlainURL reports whether s is a URL that people write without quotes.
func isPlainURL(s string) bool {
	return strings.HasPrefix(s, "http") && !strings.ContainsAny(s, ` '"`+"`") && isPrintable(s)
}

// readsBack reports whether a value written as text is read as s, as a text and without a remark.
// To some readers yes and no are booleans.
func readsBack(text, s string) bool {
	if _, isBool := parseBool(text); isBool {
		return false
	}
	documents, faults := Parse(diag.NewSource("", []byte("k: "+text+"\n")))
	if len(faults) > 0 || len(documents) != 1 || documents[0].Kind != Mapping {
		return false
	}
	value := documents[0].Pairs[0].Value
	read, ok := AsText(value, "", &faults)
	return ok && len(faults) == 0 && value.Type == Str && read.String() == s
}

// literalBlock is s as a | block, which shows every line as it is. It is not possible for all texts: a
// line that begins or ends with spaces is easily changed by an editor.
func literalBlock(s string, depth int) (block string, ok bool) {
	header, body := "|", strings.TrimSuffix(s, "\n")
	if body == s {
		header = "|-"
	}
	indent := strings.Repeat(indentation, depth)
	for line := range strings.SplitSeq(body, "\n") {
		if !isPrintable(strings.ReplaceAll(line, "\t", " ")) || strings.TrimRight(line, " \t") != line {
			return "", false
		}
		header += "\n"
		if line != "" {
			header += indent + line
		}
	}
	return header, readsBack(header, s)
}

// isPrintable reports whether s is one line of characters that can be seen.
func isPrintable(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}

// quote is s as a quoted scalar that YAML decodes to s again. s is one line of printable text.
func quote(s string) string {
	if strings.ContainsAny(s, `"\`) {
		return "'" + strings.ReplaceAll(s, "'", "''") + "'"
	}
	return `"` + s + `"`
}

// escape is s in double quotes, with an escape for everything that cannot be seen.
func escape(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r > 0xFFFF:
			fmt.Fprintf(&b, `\U%08X`, r)
		default:
			fmt.Fprintf(&b, `\u%04X`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
