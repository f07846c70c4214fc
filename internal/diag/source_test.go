package diag

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestLines(t *testing.T) {
	t.Parallel()
	tests := []struct {
		content string
		want    []string
	}{
		{"", []string{""}},
		{"a", []string{"a"}},
		{"a\n", []string{"a", ""}},
		{"a\r\nb\rc\nd", []string{"a", "b", "c", "d"}},
		{"\r\r\n\n", []string{"", "", "", ""}},
		{"é\u0085\u2028x\n", []string{"é\u0085\u2028x", ""}},
	}
	for _, tt := range tests {
		s := NewSource("s", []byte(tt.content))
		var got []string
		for line := 1; line <= s.LineCount(); line++ {
			got = append(got, s.Line(line))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", tt.content, diff)
		}
		if s.Line(0) != "" || s.Line(len(tt.want)+1) != "" {
			t.Errorf("%q: there are lines outside", tt.content)
		}
	}
}

func TestPositions(t *testing.T) {
	t.Parallel()
	const content = "\ufeffaé\r\n😀b\rc\n"
	tests := []struct {
		offset       int
		line, column int
	}{
		{-5, 1, 1}, {0, 1, 1}, {3, 1, 1}, {4, 1, 2}, {6, 1, 3}, {8, 2, 1}, {12, 2, 2}, {13, 2, 3}, {14, 3, 1}, {15, 3, 2}, {16, 4, 1}, {99, 4, 1},
	}
	s := NewSource("s", []byte(content))
	for _, tt := range tests {
		want := Position{Line: tt.line, Column: tt.column, Offset: min(max(tt.offset, 0), len(content))}
		if diff := cmp.Diff(want, s.Position(tt.offset)); diff != "" {
			t.Errorf("offset %d (-want +got)\n%s", tt.offset, diff)
		}
	}
}

func TestOffsets(t *testing.T) {
	t.Parallel()
	s := NewSource("s", []byte("\ufeffaé\nb\n"))
	tests := []struct{ line, column, want int }{
		{1, 1, 3}, {1, 2, 4}, {1, 3, 6}, {1, 9, 6}, {1, 0, 3}, {2, 1, 7}, {2, 5, 8}, {3, 1, 9}, {7, 1, 9}, {0, 2, 0},
	}
	for _, tt := range tests {
		if got := s.Offset(tt.line, tt.column); got != tt.want {
			t.Errorf("%d:%d is at %d, want %d", tt.line, tt.column, got, tt.want)
		}
	}
}

// TestPositionAndOffsetAreInverse: every character has one place and every place one character.
func TestPositionAndOffsetAreInverse(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.SampledFrom([]string{"a", "é", "😀", "\n", "\r\n", "\r", " ", "\u2028"})).Draw(t, "parts")
		content := rapid.SampledFrom([]string{"", "\ufeff"}).Draw(t, "mark") + strings.Join(parts, "")
		s := NewSource("s", []byte(content))
		lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(content), "\n")
		if s.LineCount() != len(lines) || s.Content() != content {
			t.Fatalf("%q: %d lines, want %d", content, s.LineCount(), len(lines))
		}
		for line, text := range lines {
			text = strings.TrimPrefix(text, "\ufeff")
			for column := 1; column <= utf8.RuneCountInString(text)+1; column++ {
				p := s.Position(s.Offset(line+1, column))
				if p.Line != line+1 || p.Column != column {
					t.Fatalf("%q: %d:%d became %d:%d", content, line+1, column, p.Line, p.Column)
				}
			}
		}
	})
}

func TestSpans(t *testing.T) {
	t.Parallel()
	s := NewSource("a.yaml", []byte("one\ntwo\n"))
	if s.Name() != "a.yaml" {
		t.Errorf("name %q", s.Name())
	}
	tests := []struct {
		name             string
		span             Span
		text, str        string
		line, start, end int
	}{
		{"a word", s.Span(4, 7), "two", "a.yaml:2:1", 2, 4, 7},
		{"a place", s.Span(5, 5), "", "a.yaml:2:2", 2, 5, 5},
		{"backwards", s.Span(5, 2), "", "a.yaml:2:2", 2, 5, 5},
		{"beyond the end", s.Span(6, 99), "o\n", "a.yaml:2:3", 2, 6, 99},
		{"outside", s.Span(98, 99), "", "a.yaml:3:1", 3, 98, 99},
		{"no place", Span{}, "", "", 0, 0, 0},
	}
	for _, tt := range tests {
		if tt.span.Text() != tt.text || tt.span.String() != tt.str || tt.span.Position().Line != tt.line ||
			tt.span.Start != tt.start || tt.span.End != tt.end || tt.span.IsZero() != (tt.line == 0) {
			t.Errorf("%s: %q %s %+v", tt.name, tt.span.Text(), tt.span, tt.span.Position())
		}
	}
}
