package yamldoc

import "strconv"

// quoted decodes a scalar in the quotes at pos and returns where it ends, behind the closing
// quote; ok is false when there is no quote or nothing closes it.
func (d *decoder) quoted(quote byte) (end int, ok bool) {
	if d.pos >= len(d.text) || d.text[d.pos] != quote {
		return d.pos, false
	}
	d.pos++
	for d.pos < len(d.text) {
		switch {
		case isSpace(d.text, d.pos):
			d.fold(d.scanGap())
		case quote == '\'' && hasAt(d.text, d.pos, "''"):
			d.replace("'", 2)
		case d.text[d.pos] == quote:
			return d.pos + 1, true
		case quote == '"' && d.text[d.pos] == '\\':
			if !d.escape() {
				return d.pos, false
			}
		default:
			start := d.pos
			d.pos = quotedWordEnd(d.text, start, quote)
			d.out.Copy(start, d.pos)
		}
	}
	return d.pos, false
}

// quotedWordEnd is where the run of characters at i ends that stand for themselves.
func quotedWordEnd(text string, i int, quote byte) int {
	for !isSpace(text, i) && text[i] != quote && (quote == '\'' || text[i] != '\\') {
		i++
	}
	return i
}

// replace writes decoded for the next size bytes of the source.
func (d *decoder) replace(decoded string, size int) {
	d.out.Replace(decoded, d.pos, d.pos+size)
	d.pos += size
}

// escape decodes the escape sequence at pos.
func (d *decoder) escape() bool {
	if size := breakSize(d.text, d.pos+1); size > 0 {
		d.pos += 1 + size
		d.writeBreaks(d.scanGap())
		return true
	}
	if d.pos+1 >= len(d.text) {
		return false
	}
	c := d.text[d.pos+1]
	if digits := escapeDigits(c); digits > 0 {
		return d.escapedRune(digits)
	}
	decoded, ok := escaped(c)
	d.replace(decoded, 2)
	return ok
}

// escapedRune decodes \x, \u and \U with that many hexadecimal digits.
func (d *decoder) escapedRune(digits int) bool {
	size := 2 + digits
	if d.pos+size > len(d.text) {
		return false
	}
	code, err := strconv.ParseUint(d.text[d.pos+2:d.pos+size], 16, 32)
	if err != nil {
		return false
	}
	d.replace(string(rune(code)), size)
	return true
}

func escapeDigits(c byte) int {
	switch c {
	case 'x':
		return 2
	case 'u':
		return 4
	case 'U':
		return 8
	}
	return 0
}

// escaped is what a backslash and c stand for.
func escaped(c byte) (string, bool) {
	const (
		letters = "0abt\tnvfre \"'\\"
		values  = "\x00\a\b\t\t\n\v\f\r\x1b \"'\\"
	)
	switch c {
	case 'N':
		return "\u0085", true
	case '_':
		return "\u00a0", true
	case 'L':
		return "\u2028", true
	case 'P':
		return "\u2029", true
	}
	for i := range len(letters) {
		if letters[i] == c {
			return values[i : i+1], true
		}
	}
	return "", false
}
