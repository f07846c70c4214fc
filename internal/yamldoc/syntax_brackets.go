package yamldoc

import (
	"fmt"
	"strings"

	"postback/internal/diag"
)

// explainBrackets is about lists and mappings in brackets that do not end or do not go on.
func (f *fault) explainBrackets(d *diag.Diagnostic) {
	opening := f.opening()
	switch c := f.byteAt(f.problem); {
	case f.problem >= len(f.text) && opening >= 0:
		d.Span = f.restOfLine(opening)
		d.Message = fmt.Sprintf("this %c is not closed: add %c", f.text[opening], closes(f.text[opening]))
	case c == '?' && !isSpace(f.text, f.problem-1):
		d.Span = f.src.Span(f.problem, f.problem+1)
		d.Message = "a question mark cannot stand in text without quotes inside [ ] and { }: put quotes around the text"
	case opening < 0 && (c == ']' || c == '}'):
		d.Span = f.src.Span(f.problem, f.problem+1)
		d.Message = fmt.Sprintf("this %c closes nothing: remove it, or put quotes around the text", c)
	case opening < 0:
		f.explainIndicator(d)
	default:
		f.explainComma(d, opening)
	}
}

// opening is the offset of the bracket that is open at the problem, or -1.
func (f *fault) opening() int {
	for _, at := range []int{f.context, f.open} {
		if c := f.byteAt(at); c == '[' || c == '{' {
			return at
		}
	}
	return -1
}

func closes(opening byte) byte {
	if opening == '[' {
		return ']'
	}
	return '}'
}

// explainComma is about something inside brackets that neither ends them nor stands behind a comma.
func (f *fault) explainComma(d *diag.Diagnostic, opening int) {
	end := closes(f.text[opening])
	d.Span = f.restOfLine(f.problem)
	switch c := f.byteAt(f.problem); {
	case c == ']' || c == '}' || c == ',':
		d.Span.End = f.problem + 1
		d.Message = fmt.Sprintf("%c cannot stand here: %c is still open and needs %c", c, f.text[opening], end)
	case f.places.lineOf(opening) != f.places.lineOf(f.problem):
		d.Span = f.lineAt(f.problem)
		d.Message = fmt.Sprintf("a comma is missing before this line, or %c above is not closed: add , or %c", f.text[opening], end)
	default:
		d.Message = fmt.Sprintf("expected a comma or %c here: add it, or put quotes around the text", end)
	}
	d.Related = []diag.Related{{Span: f.src.Span(opening, opening+1), Message: "it is opened here"}}
}

// bracketsBefore reports whether a closing bracket stands before an offset on its line, and where
// the value begins that it is a part of.
func (f *fault) bracketsBefore(at int) (value int, ok bool) {
	before := strings.TrimRight(f.text[f.lineStart(at):at], " \t")
	if !strings.HasSuffix(before, "]") && !strings.HasSuffix(before, "}") {
		return 0, false
	}
	value, ok = f.valueBefore(at)
	c := f.byteAt(value)
	return value, ok && (c == '[' || c == '{')
}

// explainHalfBrackets is about text that begins with a token: [Call:X]/path.
func (f *fault) explainHalfBrackets(d *diag.Diagnostic, value int) {
	d.Span = f.beforeComment(value)
	d.Message = fmt.Sprintf("text that begins with %c has to be in quotes: %s", f.text[value], quote(d.Span.Text()))
}
