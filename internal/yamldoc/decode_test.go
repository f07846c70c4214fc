package yamldoc

import (
	"testing"

	"postback/internal/diag"
)

// TestDisagreementIsOpaque: where our reading of a scalar is not the library's, nothing is claimed
// but the line.
func TestDisagreementIsOpaque(t *testing.T) {
	t.Parallel()
	src := diag.NewSource("test.yaml", []byte("a: 'b' # c\nd: e"))
	b := newBuilder(src, new(diag.List))
	tests := []struct {
		name  string
		style Style
		value string
	}{
		{"another value", SingleQuoted, "x"},
		{"another style", DoubleQuoted, "b"},
		{"no block", Literal, "b"},
	}
	for _, tt := range tests {
		n := &Node{Kind: Scalar, Style: tt.style}
		b.decode(n, tt.value, 3, around{})
		if n.Text.String() != tt.value || n.Span.Text() != "'b' # c" || n.Text.Whole() != n.Span || !isOpaque(n.Text) {
			t.Errorf("%s: %q in %q", tt.name, n.Text, n.Span.Text())
		}
	}
	n := &Node{Kind: Scalar, Style: SingleQuoted}
	if b.decode(n, "b", 3, around{}); isOpaque(n.Text) || n.Span.Text() != "'b'" {
		t.Errorf("after a failure: %q in %q", n.Text, n.Span.Text())
	}
}

// TestBrokenQuotes are scalars that the library refuses before anyone decodes them.
func TestBrokenQuotes(t *testing.T) {
	t.Parallel()
	for _, text := range []string{``, `x`, `"`, `"abc`, `'abc`, `"\`, `"\q"`, `"\x4`, `"\u00zz"`, `"\U0011"`} {
		src := diag.NewSource("test.yaml", []byte(text))
		d := decoder{text: text, out: diag.NewTextBuilder(src)}
		quote := byte('"')
		if text == `'abc` {
			quote = '\''
		}
		if end, ok := d.quoted(quote); ok {
			t.Errorf("%q: accepted up to %d", text, end)
		}
	}
}
