package yamldoc

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"postback/internal/diag"
)

// RuleSyntax is the rule of text that is no YAML.
const RuleSyntax = "yaml-syntax"

// fault is a syntax error on its way from the library's words to ours.
type fault struct {
	*builder
	marks
	words string // what the library says, without its line
}

// libraryError takes "yaml: line 3: did not find expected key" apart.
var libraryError = regexp.MustCompile(`^(?:yaml: )?(?:line (\d+): )?(?s:(.*))$`)

// syntaxFault explains an error of the library. Its own words stay at the end of the message, for
// whoever looks for them elsewhere.
func syntaxFault(b *builder, err error, m marks) diag.Diagnostic {
	parts := libraryError.FindStringSubmatch(err.Error())
	f := fault{builder: b, marks: m, words: parts[2]}
	d := diag.Diagnostic{Severity: diag.Error, Rule: RuleSyntax}
	if m.ok {
		f.explain(&d)
	} else {
		line, _ := strconv.Atoi(parts[1])
		d.Span, d.Message = f.aroundLine(line), "this is not valid YAML"
	}
	d.Message += fmt.Sprintf(" (yaml: %s)", f.words)
	return d
}

// aroundLine is the line that the library named and the next one: it is one or the other.
func (f *fault) aroundLine(line int) diag.Span {
	line = min(max(line, 1), f.src.LineCount())
	next := min(line+1, f.src.LineCount())
	return f.src.Span(f.src.LineStart(line), f.src.LineStart(next)+len(f.src.Line(next)))
}

// explain fills in the place and the message. Every case is about one thing that the library says;
// what it means to a person depends on what stands there.
func (f *fault) explain(d *diag.Diagnostic) {
	switch says := func(words string) bool { return strings.Contains(f.words, words) }; {
	case says("unknown anchor"):
		f.explainAnchor(d)
	case says("panic:"):
		d.Span = f.lineAt(f.problem)
		d.Message = "the YAML reader fails near here: write it more plainly"
	case f.byteAt(f.problem) == '\t':
		d.Span = f.src.Span(f.problem, skipBlanks(f.text, f.problem))
		d.Message = "a tab cannot stand here: indent with spaces"
	case says("unexpected end of stream"), says("unexpected document indicator"):
		d.Span = f.restOfLine(f.context)
		d.Message = fmt.Sprintf("this text in quotes does not end: add the closing %c", f.byteAt(f.context))
	case says("escape character"), says("hexdecimal"), says("escape code"):
		f.explainEscape(d)
	case says("mapping values are not allowed"):
		f.explainColon(d)
	case says("could not find expected ':'"):
		f.explainNoColon(d, f.context)
	case says("exceeded max depth"):
		d.Span, d.Message = f.restOfLine(f.problem), tooDeep
	case says("expected <document start>"):
		d.Span = f.restOfLine(f.problem)
		d.Message = "the document above has ended: begin a new one with a line of three dashes"
	case says("block sequence entries"):
		d.Span = f.restOfLine(f.problem)
		d.Message = "a list cannot begin on the line of its key: put each dash on a line of its own, or quotes around a text that begins with a dash"
	case says("expected ',' or"), says("expected node content"):
		f.explainBrackets(d)
	case says("expected key"), says("expected '-'"):
		f.explainEntry(d)
	default:
		f.explainIndicator(d)
	}
}

// restOfLine is what stands from an offset to the end of its line, without blanks at the end.
func (f *fault) restOfLine(at int) diag.Span {
	end := lineEnd(f.text, at)
	return f.src.Span(at, at+len(strings.TrimRight(f.text[at:end], " \t")))
}

// beforeComment is what stands from an offset to the end of its line or to a comment.
func (f *fault) beforeComment(at int) diag.Span {
	span := f.restOfLine(at)
	text, _, _ := strings.Cut(span.Text(), " #")
	span.End = at + len(strings.TrimRight(text, " \t"))
	return span
}

// valueAt is the text without quotes that seems to begin at an offset; inside brackets it ends at
// their punctuation.
func (f *fault) valueAt(at int) diag.Span {
	span := f.beforeComment(at)
	if f.opening() >= 0 {
		if i := strings.IndexAny(span.Text(), ",]}"); i > 0 {
			span.End = at + i
		}
	}
	return span
}

// lineAt is the content of the line that holds an offset, without its indentation.
func (f *fault) lineAt(at int) diag.Span {
	return f.restOfLine(skipBlanks(f.text, f.lineStart(at)))
}

func (f *fault) lineStart(at int) int {
	return f.places.lines[f.places.lineOf(at)-1]
}

// lineBefore is the content of the nearest line above an offset that is not empty; ok is false
// when there is none.
func (f *fault) lineBefore(at int) (span diag.Span, ok bool) {
	for line := f.places.lineOf(at) - 1; line > 0; line-- {
		if span = f.lineAt(f.places.lines[line-1]); span.Text() != "" {
			return span, true
		}
	}
	return diag.Span{}, false
}

// byteAt is the byte at an offset, or 0 outside the text.
func (f *fault) byteAt(at int) byte {
	if at < 0 || at >= len(f.text) {
		return 0
	}
	return f.text[at]
}

// beginsLine reports whether nothing but blanks stands before an offset on its line.
func (f *fault) beginsLine(at int) bool {
	return skipBlanks(f.text, f.lineStart(at)) >= at
}
