package yamldoc

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"postback/internal/diag"
)

// RuleEncoding is the rule of bytes that no YAML file may hold.
const RuleEncoding = "yaml-encoding"

// maxEncodingFaults is how many bad bytes of one file are reported; after that it is no text.
const maxEncodingFaults = 5

// checkEncoding reports bytes that are no UTF-8 and characters that are no text. It is done before
// the library looks, which would only say that there is one somewhere.
func checkEncoding(src *diag.Source, ds *diag.List) (ok bool) {
	text := src.Content()
	if encoding := foreignEncoding(text); encoding != "" {
		ds.Errorf(src.Span(0, 2), RuleEncoding, "the file is encoded in %s; save it as UTF-8", encoding)
		return false
	}
	faults := 0
	for i := 0; i < len(text) && faults < maxEncodingFaults; {
		if isOrdinary(text[i]) {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if message := badRune(r, size, text[i]); message != "" {
			ds.Errorf(src.Span(i, i+size), RuleEncoding, "%s", message)
			faults++
		}
		i += size
	}
	return faults == 0
}

// foreignEncoding names UTF-16 and UTF-32, by their byte order mark or by the zero bytes that
// they put beside every ASCII character.
func foreignEncoding(text string) string {
	switch {
	case strings.HasPrefix(text, "\xff\xfe\x00\x00"), strings.HasPrefix(text, "\x00\x00\xfe\xff"):
		return "UTF-32"
	case strings.HasPrefix(text, "\xff\xfe"), strings.HasPrefix(text, "\xfe\xff"):
		return "UTF-16"
	case len(text) >= 4 && (text[0] == 0) != (text[1] == 0) && (text[0] == 0) == (text[2] == 0) && (text[1] == 0) == (text[3] == 0):
		return "UTF-16"
	}
	return ""
}

// badRune says what is wrong with a character that begins with the byte first, or "".
func badRune(r rune, size int, first byte) string {
	switch {
	case r == utf8.RuneError && size == 1:
		return fmt.Sprintf("the byte 0x%02X is not UTF-8; save the file as UTF-8", first)
	case r == 0:
		return "a NUL byte is not text; is this a YAML file?"
	case r < ' ' && r != '\t' && r != '\n' && r != '\r', 0x7F <= r && r <= 0x9F && r != 0x85, r == 0xFFFE, r == 0xFFFF:
		return fmt.Sprintf("the control character U+%04X is not allowed; remove it, or write it as an escape in double quotes", r)
	}
	return ""
}
