package diag

import (
	"bytes"
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"
)

// Source is one text that a user wrote, with the name by which the user knows it.
// It does not change after NewSource, so it may be shared between goroutines.
type Source struct {
	name    string
	content string
	lines   []int // byte offset of the first byte of each line
	ascii   bool  // every byte is a character
}

// NewSource returns the source called name (a path as the user gave it, or "<stdin>").
// Lines end at LF, CR LF or a lone CR, as in YAML.
func NewSource(name string, content []byte) *Source {
	s := &Source{name: name, content: string(content), lines: make([]int, 1, 1+bytes.Count(content, []byte("\n"))), ascii: true}
	for i := 0; i < len(s.content); i++ {
		switch c := s.content[i]; {
		case c == '\n', c == '\r' && (i+1 == len(s.content) || s.content[i+1] != '\n'):
			s.lines = append(s.lines, i+1)
		case c >= utf8.RuneSelf:
			s.ascii = false
		}
	}
	return s
}

// Name is the name that messages use.
func (s *Source) Name() string { return s.name }

// Content is the whole text, byte for byte as it was read.
func (s *Source) Content() string { return s.content }

// LineCount is the number of lines; an empty source has one, empty line.
func (s *Source) LineCount() int { return len(s.lines) }

// LineStart is the byte offset at which line begins. A line outside the source is clamped.
func (s *Source) LineStart(line int) int {
	return s.lines[min(max(line, 1), len(s.lines))-1]
}

// Line is the text of a line (counted from 1) without its line ending, or "" outside the source.
func (s *Source) Line(line int) string {
	if line < 1 || line > len(s.lines) {
		return ""
	}
	end := len(s.content)
	if line < len(s.lines) {
		end = s.lines[line]
	}
	return strings.TrimRight(s.content[s.lines[line-1]:end], "\r\n")
}

// Position translates a byte offset; an offset outside the source is clamped to its ends.
func (s *Source) Position(offset int) Position {
	offset = min(max(offset, 0), len(s.content))
	line := sort.SearchInts(s.lines, offset+1)
	column := s.characters(s.lines[line-1], offset) + 1
	if line == 1 && strings.HasPrefix(s.content, "\ufeff") && offset >= len("\ufeff") {
		column-- // nobody counts the byte order mark as a column
	}
	return Position{Line: line, Column: column, Offset: offset}
}

// characters is the number of characters in the bytes [start, end). Lines may be very long, and have
// very many findings.
func (s *Source) characters(start, end int) int {
	if s.ascii {
		return end - start
	}
	return utf8.RuneCountInString(s.content[start:end])
}

// Offset translates a line and a column counted in runes, both from 1, into a byte offset.
// A column past the end of its line gives the end of that line.
func (s *Source) Offset(line, column int) int {
	start := s.LineStart(line)
	text := s.Line(line)
	if line == 1 && strings.HasPrefix(text, "\ufeff") {
		start, text = start+len("\ufeff"), text[len("\ufeff"):]
	}
	for ; column > 1 && text != ""; column-- {
		_, size := utf8.DecodeRuneInString(text)
		start, text = start+size, text[size:]
	}
	return start
}

// Span returns the range [start, end) of the source.
func (s *Source) Span(start, end int) Span {
	return Span{Source: s, Start: start, End: max(start, end)}
}

// Position is a place in a source.
type Position struct {
	Line   int // counted from 1
	Column int // counted from 1, in runes
	Offset int // counted from 0, in bytes
}

// Span is the half-open byte range [Start, End) of a source. The zero Span means "no place".
type Span struct {
	Source     *Source
	Start, End int
}

// IsZero reports whether the span names no place.
func (s Span) IsZero() bool { return s.Source == nil }

// Position is where the span begins; it is the zero Position for the zero Span.
func (s Span) Position() Position {
	if s.Source == nil {
		return Position{}
	}
	return s.Source.Position(s.Start)
}

// Text is the source text that the span covers.
func (s Span) Text() string {
	if s.Source == nil {
		return ""
	}
	content := s.Source.content
	return content[min(s.Start, len(content)):min(s.End, len(content))]
}

// Contains reports whether the other span lies within s.
func (s Span) Contains(other Span) bool {
	return s.Source == other.Source && s.Start <= other.Start && other.End <= s.End
}

// String is "file:line:column", or "" for the zero Span.
func (s Span) String() string {
	if s.Source == nil {
		return ""
	}
	p := s.Position()
	return fmt.Sprintf("%s:%d:%d", s.Source.name, p.Line, p.Column)
}
