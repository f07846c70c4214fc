package yamldoc

import (
	"fmt"
	"regexp"
	"strings"

	"postback/internal/diag"
)

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

// explainIndentation is about a line that begins where no line of its surroundings does.
func (f *fault) explainIndentation(d *diag.Diagnostic) {
	d.Span = f.restOfLine(f.problem)
	dash := hasAt(f.text, f.problem, "- ")
	switch {
	case f.isBelowHeader(f.problem):
		d.Message = notIndented
	case dash && strings.Contains(f.words, "key"):
		d.Message = "a list item cannot stand among keys: indent it below its key"
	case !dash && strings.Contains(f.words, "'-'"):
		d.Message = "a list item has to begin with a dash, and its keys have to be indented alike: the indentation of this line fits neither"
	default:
		d.Message = "the indentation of this line fits no line above it: give it the indentation of the lines it belongs with"
	}
}

const notIndented = "the text of a | or > block has to be indented more than its key"

// blockHeader is the end of a line that opens a literal or folded scalar.
var blockHeader = regexp.MustCompile(`(^|\s)[|>][-+0-9]*$`)

// isBelowHeader reports whether the line above an offset opens a literal or folded scalar.
func (f *fault) isBelowHeader(at int) bool {
	above, ok := f.lineBefore(at)
	return ok && blockHeader.MatchString(above.Text())
}
