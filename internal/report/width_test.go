package report

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestCells(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]int{"": 0, "abc": 3, "é": 1, "e\u0301": 1, "東京": 4, "ｱ": 1, "Ａ": 2, "한": 2, "🎉": 2, "·…←": 3, "a\u200bb": 2} {
		if got := cells(s); got != want {
			t.Errorf("%q takes %d cells, want %d", s, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	tests := []struct {
		s    string
		n    int
		want []string
	}{
		{"one two three", 0, []string{"one two three"}},
		{"one two three", 20, []string{"one two three"}},
		{"one two three", 8, []string{"one two ", "three"}},
		{"a=1&b=2&c=3", 5, []string{"a=1&", "b=2&", "c=3"}},
		{"unbreakable", 4, []string{"unbr", "eaka", "ble"}},
		{"a unbreakable", 8, []string{"a unbrea", "kable"}},
		{"東京東京", 3, []string{"東", "京", "東", "京"}},
		{"東京", 1, []string{"東", "京"}},
		{"", 5, []string{""}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, wrap(tt.s, tt.n)); diff != "" {
			t.Errorf("%q at %d (-want +got):\n%s", tt.s, tt.n, diff)
		}
	}
}

// TestWrapKeepsAll: the parts make the whole, each fits, and no character is cut.
func TestWrapKeepsAll(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("ab ,&/é東🎉\u0301"))).Draw(rt, "s")
		n := rapid.IntRange(2, 20).Draw(rt, "n")
		parts := wrap(s, n)
		if strings.Join(parts, "") != s {
			rt.Fatalf("%q became %q", s, parts)
		}
		for _, p := range parts {
			if cells(p) > n || !utf8.ValidString(p) {
				rt.Fatalf("%q at %d: %q", s, n, p)
			}
		}
		short := shorten(s, n)
		if cells(short) > n || short != s && !strings.HasSuffix(short, "…") {
			rt.Fatalf("%q at %d is shortened to %q", s, n, short)
		}
	})
}

// TestOneLine: nothing that a terminal could obey, nor a second line.
func TestOneLine(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"plain é 東\u00a0": "plain é 東\u00a0", "a\nb\r\tc": "a·b··c", "\x1b[31m": "·[31m", "\u009b": "·", "\x7f\x00": "··", "a\xffb": "a·b",
	}
	for s, want := range tests {
		if got := oneLine(s); got != want {
			t.Errorf("%q becomes %q, want %q", s, got, want)
		}
	}
}
