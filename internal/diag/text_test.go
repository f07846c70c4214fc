package diag

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// origin is where one decoded byte came from, as the oracle keeps it: for every byte by itself.
type origin struct{ Start, End int }

// oracle is a text in the slow and obvious way.
type oracle struct {
	value   string
	origins []origin
	whole   origin
}

// copied appends source bytes that stand for themselves.
func (o *oracle) copied(source string, start, end int) {
	o.value += source[start:end]
	for i := start; i < end; i++ {
		o.origins = append(o.origins, origin{i, i + 1})
	}
}

// replaced appends bytes that all stand for the whole range.
func (o *oracle) replaced(decoded string, start, end int) {
	o.value += decoded
	for range len(decoded) {
		o.origins = append(o.origins, origin{start, end})
	}
}

// origin is the origin of byte i, and of the place behind the last byte.
func (o *oracle) origin(i int) origin {
	switch {
	case len(o.origins) == 0:
		return o.whole
	case i < len(o.origins):
		return o.origins[i]
	}
	end := o.origins[len(o.origins)-1].End
	return origin{end, end}
}

// span is the origin of the bytes from start to end.
func (o *oracle) span(start, end int) origin {
	from := o.origin(start)
	switch {
	case len(o.origins) == 0:
		return o.whole
	case start >= end:
		return origin{from.Start, from.Start}
	}
	return origin{from.Start, o.origin(end - 1).End}
}

func (o *oracle) slice(start, end int) *oracle {
	return &oracle{value: o.value[start:end], origins: o.origins[start:end], whole: o.span(start, end)}
}

// drawText builds a text and its oracle by the same random steps, which walk through a source from
// left to right and leave some of it out.
func drawText(t *rapid.T) (Text, *oracle) {
	content := rapid.StringN(1, 60, -1).Draw(t, "source")
	source := NewSource("s", []byte(content))
	b := NewTextBuilder(source)
	o := &oracle{whole: origin{0, len(content)}}
	for at := 0; at < len(content); {
		start := rapid.IntRange(at, len(content)).Draw(t, "start")
		end := rapid.IntRange(start, len(content)).Draw(t, "end")
		if rapid.Bool().Draw(t, "copy") {
			b.Copy(start, end)
			o.copied(content, start, end)
		} else {
			decoded := rapid.StringN(0, 4, -1).Draw(t, "decoded")
			b.Replace(decoded, start, end)
			o.replaced(decoded, start, end)
		}
		at = max(end, at+rapid.IntRange(0, 1).Draw(t, "step"))
		if rapid.IntRange(0, 5).Draw(t, "stop") == 0 {
			break
		}
	}
	return b.Text(source.Span(0, len(content))), o
}

func TestTextAgainstOracle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text, want := drawText(t)
		compareText(t, text, want)
		for range 3 { // slices of slices too
			start := rapid.IntRange(0, text.Len()).Draw(t, "from")
			end := rapid.IntRange(start, text.Len()).Draw(t, "to")
			text, want = text.Slice(start, end), want.slice(start, end)
			compareText(t, text, want)
		}
	})
}

func compareText(t *rapid.T, text Text, want *oracle) {
	t.Helper()
	if text.String() != want.value || text.Len() != len(want.value) || place(text.Whole()) != want.whole {
		t.Fatalf("%q of %v, want %q of %v", text, place(text.Whole()), want.value, want.whole)
	}
	for start := range text.Len() + 1 {
		if got := place(text.Origin(start)); got != want.origin(start) {
			t.Fatalf("byte %d of %q: origin %v, want %v", start, text, got, want.origin(start))
		}
		for end := start; end <= text.Len(); end++ {
			if got := place(text.Span(start, end)); got != want.span(start, end) {
				t.Fatalf("[%d, %d) of %q: span %v, want %v", start, end, text, got, want.span(start, end))
			}
		}
	}
}

func place(s Span) origin { return origin{s.Start, s.End} }

// TestTextOfEqualLengths: a replacement as long as what it stands for is no copy, neither whole nor
// cut nor with a copy behind it.
func TestTextOfEqualLengths(t *testing.T) {
	t.Parallel()
	source := NewSource("s", []byte(`"\Nab"`))
	b := NewTextBuilder(source)
	b.Replace("\u0085", 1, 3)
	b.Copy(3, 5)
	text := b.Text(source.Span(0, 6))
	var got []origin
	for i := range text.Len() + 1 {
		got = append(got, place(text.Origin(i)))
	}
	want := []origin{{1, 3}, {1, 3}, {3, 4}, {4, 5}, {5, 5}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if cut := text.Slice(1, 3); place(cut.Origin(0)) != (origin{1, 3}) || cut.String() != "\x85a" {
		t.Errorf("cut: %q from %v", cut, place(cut.Origin(0)))
	}
}

func TestTextBuilderBeginsAnew(t *testing.T) {
	t.Parallel()
	source := NewSource("s", []byte("abcdef"))
	b := NewTextBuilder(source)
	b.Copy(0, 2)
	first := b.Text(source.Span(0, 2))
	b.Copy(2, 3)
	b.Copy(4, 6)
	second := b.Text(source.Span(2, 6))
	if first.String() != "ab" || second.String() != "cef" || b.Text(Span{}).Len() != 0 {
		t.Errorf("%q, %q", first, second)
	}
	if got := place(first.Span(0, 2)); got != (origin{0, 2}) {
		t.Errorf("the first text has changed: %v", got)
	}
}

func TestOpaqueText(t *testing.T) {
	t.Parallel()
	source := NewSource("s", []byte("key: value"))
	text := Opaque("decoded", source.Span(5, 10))
	spans := []Span{text.Whole(), text.Span(2, 3), text.Span(7, 7), text.Origin(0), text.Slice(1, 4).Origin(1)}
	if slices.ContainsFunc(spans, func(s Span) bool { return s != source.Span(5, 10) }) {
		t.Errorf("spans %v", spans)
	}
	if got := text.Slice(2, 5).String(); got != "cod" {
		t.Errorf("slice %q", got)
	}
}

func TestZeroText(t *testing.T) {
	t.Parallel()
	var text Text
	if text.String() != "" || text.Len() != 0 || !text.Whole().IsZero() || !text.Origin(0).IsZero() || !text.Slice(0, 0).Whole().IsZero() {
		t.Errorf("%+v", text)
	}
}
