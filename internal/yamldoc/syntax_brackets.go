package yamldoc

import (
	"fmt"
	"regexp"
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

// explainEntry is about a place where the next key or dash should be.
func (f *fault) explainEntry(d *diag.Diagnostic) {
	value, brackets := f.bracketsBefore(f.problem)
	switch {
	case brackets:
		f.explainHalfBrackets(d, value)
	case hasAt(f.text, f.problem, ":"):
		d.Span = f.restOfLine(f.problem)
		d.Message = "a key is missing before this colon"
	case !f.beginsLine(f.problem):
		f.explainBehindQuote(d)
	default:
		f.explainIndentation(d)
	}
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
	d.Span = f.valueAt(value)
	d.Message = fmt.Sprintf("text that begins with %c has to be in quotes: %s", f.text[value], quote(d.Span.Text()))
}

// explainBehindQuote is about text behind a closing quote. Often the quote that is meant to open a
// text closes one that was forgotten lines above.
func (f *fault) explainBehindQuote(d *diag.Diagnostic) {
	d.Span = f.restOfLine(f.problem)
	before := strings.TrimRight(f.text[f.lineStart(f.problem):f.problem], " \t")
	if before == "" || !strings.ContainsAny(before[len(before)-1:], `"'`) {
		d.Message = "this cannot stand here: put quotes around the whole value, or begin a new line"
		return
	}
	q := before[len(before)-1:]
	d.Message = fmt.Sprintf("the text in quotes ends before this: write %s for a quote inside it", escapedQuote(q))
	if strings.Count(before, q)%2 == 0 {
		return
	}
	d.Message = fmt.Sprintf("the quote before this closes a text that begins further up: look for a missing %s above", q)
	if at := f.unbalanced(q); at >= 0 {
		d.Related = []diag.Related{{Span: f.restOfLine(at), Message: "perhaps this text does not end"}}
	}
}

func escapedQuote(q string) string {
	if q == "'" {
		return "''"
	}
	return `\"`
}

// unbalanced is the offset of the last quote in the nearest line above the problem with an odd
// number of them, or -1.
func (f *fault) unbalanced(q string) int {
	for line := f.places.lineOf(f.problem) - 1; line > 0; line-- {
		start := f.places.lines[line-1]
		if text := f.text[start:lineEnd(f.text, start)]; strings.Count(text, q)%2 == 1 {
			return start + strings.LastIndex(text, q)
		}
	}
	return -1
}

// blockHeader is the end of a line that opens a literal or folded scalar.
var blockHeader = regexp.MustCompile(`(^|\s)[|>][-+0-9]*$`)

// explainIndentation is about a line that begins where no line of its surroundings does.
func (f *fault) explainIndentation(d *diag.Diagnostic) {
	d.Span = f.restOfLine(f.problem)
	above, _ := f.lineBefore(f.problem)
	dash := hasAt(f.text, f.problem, "- ")
	switch {
	case blockHeader.MatchString(above.Text()):
		d.Message = "the text of a | or > block has to be indented more than its key"
	case dash && strings.Contains(f.words, "key"):
		d.Message = "a list item cannot stand among keys: indent it below its key"
	case !dash && strings.Contains(f.words, "'-'"):
		d.Message = "a list item has to begin with a dash, and its keys have to be indented alike: the indentation of this line fits neither"
	default:
		d.Message = "the indentation of this line fits no line above it: give it the indentation of the lines it belongs with"
	}
}
