package validate

import (
	"strings"

	"postback/internal/diag"
)

// urlWhitespace finds white space or a line break in a URL or a form.
func urlWhitespace() Rule {
	return Rule{
		Name:     "url-whitespace",
		Severity: diag.Error,
		Summary:  "white space or a line break in a URL or a form",
		Long: `A URL holds no white space. A line break that came along when the URL was pasted, or that a
block of YAML ends with, is sent as %0A or as a space, and the receiver refuses the request or
misses what follows. Remove it, or write %20 where a space is meant. In a form, a line break
becomes a part of a value.`,
		Source: "documented: the platform's guide to Kayzen names line breaks in a pasted URL as a cause of errors",
		Wrong:  example(`url: "https://receiver.test/p?id=[Call:InboundCallId]&kind=phone call"`),
		Right:  example("url: https://receiver.test/p?id=[Call:InboundCallId]&kind=phone%20call"),
		Check:  checkURLWhitespace,
	}
}

const whitespace = " \t\r\n\v\f"

func checkURLWhitespace(p *Pass) {
	for v := range p.addresses() {
		p.reportWhitespace(spaced{"a URL", v.text, v.literal, v.query})
	}
	for v := range p.views() {
		if v.form != nil {
			p.reportWhitespace(spaced{"a form", v.form.text, v.form.literal, 0})
		}
	}
}

// spaced is a text that should hold no white space.
type spaced struct {
	what    string
	text    diag.Text
	literal string // see literals
	query   int    // the offset at which parameters begin, or -1
}

func (p *Pass) reportWhitespace(s spaced) {
	for end := 0; ; {
		n := strings.IndexAny(s.literal[end:], whitespace)
		if n < 0 {
			return
		}
		start := end + n
		end = len(s.literal) - len(strings.TrimLeft(s.literal[start:], whitespace))
		if d, found := s.finding(start, end); found {
			p.Add(d)
		}
	}
}

// finding knows how to mend white space at the ends and beside delimiters, where none can have been
// meant. In a form, a space within a value is let pass.
func (s spaced) finding(start, end int) (d diag.Diagnostic, found bool) {
	span := s.text.Span(start, end)
	hasBreak, space := strings.ContainsAny(s.literal[start:end]+span.Text(), "\r\n"), "white space"
	if hasBreak {
		space = "line break"
	}
	switch d.Span = span; {
	case hasBreak && end == len(s.literal) && isBlock(s.text):
		d.Message = "this block keeps the line break at its end, which is sent along; write |- or >-"
		d.Fix = stripBlock(s.text.Whole())
	case s.isBesideDelimiter(start, end):
		// The indentation of the next line is sent nowhere, so the edit ends where the text goes on.
		d = removing(span.Source.Span(span.Start, max(span.End, s.text.Span(end, end).Start)), s.what+" holds no "+space+" here")
		d.Span = span
	case hasBreak:
		d.Message = s.what + " holds no " + space + "; join the lines"
	default:
		d.Message = s.what + " holds no " + space + "; remove it, or write %20 for a space that is meant"
		return d, s.what == "a URL"
	}
	return d, true
}

// isBesideDelimiter reports whether white space lies at an end of the text or beside a delimiter of
// the part that it is in.
func (s spaced) isBesideDelimiter(start, end int) bool {
	delimiters := "?&="
	if s.query < 0 || start < s.query {
		delimiters = "?/:"
	}
	return start == 0 || end == len(s.literal) ||
		strings.IndexByte(delimiters, s.literal[start-1]) >= 0 || strings.IndexByte(delimiters, s.literal[end]) >= 0
}

// isBlock reports whether a text is written as a block of YAML.
func isBlock(text diag.Text) bool {
	written := text.Whole().Text()
	return strings.HasPrefix(written, "|") || strings.HasPrefix(written, ">")
}

// stripBlock makes a block of YAML leave out the line break at its end: | becomes |-.
func stripBlock(block diag.Span) *diag.Fix {
	header, _, _ := strings.Cut(block.Text(), "\n")
	indicator := header[:len(header)-len(strings.TrimLeft(header, "|>+123456789"))]
	return &diag.Fix{Message: "leave out the line break", Edits: []diag.Edit{{
		Span: block.Source.Span(block.Start, block.Start+len(indicator)),
		Text: strings.ReplaceAll(indicator, "+", "") + "-",
	}}}
}
