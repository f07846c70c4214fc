package yamldoc

import (
	"fmt"
	"strings"

	"postback/internal/diag"
)

// explainAnchor is about an alias of which there is no anchor: both are refused anyway.
func (f *fault) explainAnchor(d *diag.Diagnostic) {
	d.Rule, d.Message = RuleUnsupported, noAnchors
	d.Span = f.src.Span(f.current, propertyEnd(f.text, f.current))
}

func (f *fault) explainEscape(d *diag.Diagnostic) {
	at := strings.LastIndexByte(f.text[:min(f.problem+1, len(f.text))], '\\')
	d.Span = f.src.Span(at, min(max(at+2, f.problem), len(f.text)))
	d.Message = fmt.Sprintf(`%s is not an escape that YAML knows: write \\ for a backslash, or use single quotes, where it stands for itself`, d.Span.Text())
}

// explainColon is about a colon where no key can be: a second one in a line, or one in a line that
// goes on with the text of the line above.
func (f *fault) explainColon(d *diag.Diagnostic) {
	if value, ok := f.valueBefore(f.problem); ok {
		d.Span = f.valueAt(value)
		d.Message = "a colon with a space cannot stand in text without quotes: put quotes around it: " + quote(d.Span.Text())
		return
	}
	above, ok := f.lineBefore(f.problem)
	if ok && !hasColon(above.Text()) {
		f.explainNoColon(d, above.Start)
		return
	}
	d.Span = f.lineAt(f.problem)
	d.Message = "this line continues the text above it, because it is indented more: give it the indentation of the line it belongs with, or put quotes around the text"
}

// valueBefore is where a value begins that stands behind a key on the line of an offset.
func (f *fault) valueBefore(at int) (value int, ok bool) {
	start := skipBlanks(f.text, f.lineStart(at))
	for hasAt(f.text, start, "- ") {
		start = skipBlanks(f.text, start+2)
	}
	for i := start; i < at; i++ {
		if f.text[i] == ':' && isBlank(f.text, i+1) {
			return skipBlanks(f.text, i+1), true
		}
	}
	return 0, false
}

func hasColon(line string) bool {
	return strings.Contains(line, ": ") || strings.HasSuffix(line, ":")
}

// explainNoColon is about a line where a key is needed and no colon makes one.
func (f *fault) explainNoColon(d *diag.Diagnostic, at int) {
	d.Span = f.restOfLine(at)
	if f.isBelowHeader(at) {
		d.Message = notIndented
		return
	}
	key, value, found := strings.Cut(d.Span.Text(), ":")
	if found && value != "" && !strings.ContainsAny(key, " \t\"'") {
		d.Message = fmt.Sprintf("a space is missing behind the colon: write %s: %s", key, value)
		return
	}
	d.Message = "this line has no key: write it as key: value, or indent it if it continues the text above"
}

// explainIndicator is about text that begins with a character that means something to YAML.
func (f *fault) explainIndicator(d *diag.Diagnostic) {
	at := f.problem
	switch f.byteAt(f.context) {
	case '*', '&', '!', '|', '>', '%':
		at = f.context
	}
	if value, ok := f.bracketsBefore(at); ok {
		f.explainHalfBrackets(d, value)
		return
	}
	d.Span = f.valueAt(at)
	switch c := f.byteAt(at); c {
	case '@', '`', '*', '&', '!', '|', '>', '%', '-', '?', ',':
		d.Message = fmt.Sprintf("text that begins with %c has to be in quotes: %s", c, quote(d.Span.Text()))
	default:
		d.Message = "this is not valid YAML"
	}
	if strings.Contains(f.words, "incompatible YAML document") {
		d.Message = "remove this line: the version is not needed"
	}
}
