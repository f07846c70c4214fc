package yamldoc

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"postback/internal/diag"
)

// part is a piece of a scalar that was made here, not decoded: what it looks like in the source and
// what it has to decode to. Bytes of an exact part stand for themselves, those of any other come
// from somewhere in it.
type part struct {
	source, value string
	exact         bool
}

func exact(s string) part { return part{source: s, value: s, exact: true} }

// sample is a scalar in one style, with the layout around it that the style needs.
type sample struct {
	opening, closing string // quotes, or the header of a block and its last line break
	parts            []part
}

func (s sample) source() string {
	var b strings.Builder
	b.WriteString(s.opening)
	for _, p := range s.parts {
		b.WriteString(p.source)
	}
	return b.String() + s.closing
}

func (s sample) value() string {
	var b strings.Builder
	for _, p := range s.parts {
		b.WriteString(p.value)
	}
	return b.String()
}

// indent is the indentation of continuation lines in all samples.
const indent = "      "

func words() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{
		"a", "https://x/a?b=1&c=#d", "[Call:X]", "{x}", "é", "日本", "😀", "${env:K}", "a:b", "it", "%20", "\u00a0", "x#y", "--", "'", `"`, `\`,
	})
}

// fold is a run of line breaks between words of a plain or quoted scalar and what it decodes to.
func fold(t *rapid.T, newline string) part {
	n := rapid.IntRange(1, 3).Draw(t, "breaks")
	value := " "
	if n > 1 {
		value = strings.Repeat("\n", n-1)
	}
	before := rapid.SampledFrom([]string{"", " ", "\t "}).Draw(t, "blanks")
	return part{source: before + strings.Repeat(newline, n) + indent, value: value}
}

// between joins words: by blanks that stay or by line breaks that fold.
func between(t *rapid.T, newline string) part {
	if newline != "" && rapid.Bool().Draw(t, "fold") {
		return fold(t, newline)
	}
	return exact(rapid.SampledFrom([]string{" ", "  ", " \t"}).Draw(t, "blanks"))
}

// wordsWith draws words that allowed turns into parts, with something between them.
func wordsWith(t *rapid.T, newline string, allowed func(word string) []part) []part {
	var parts []part
	for i := range rapid.IntRange(1, 5).Draw(t, "words") {
		if i > 0 {
			parts = append(parts, between(t, newline))
		}
		parts = append(parts, allowed(words().Draw(t, "word"))...)
	}
	return parts
}

func plainSample(t *rapid.T, newline string, flow bool) sample {
	parts := []part{exact("p")} // a letter first, whatever the words begin with
	parts = append(parts, wordsWith(t, newline, func(word string) []part {
		if flow && strings.ContainsAny(word, "[]{},?") {
			word = "w"
		}
		return []part{exact(word)}
	})...)
	return sample{parts: parts}
}

func singleSample(t *rapid.T, newline string) sample {
	return sample{"'", "'", wordsWith(t, newline, func(word string) []part {
		if word == "'" {
			return []part{{source: "''", value: "'"}}
		}
		return []part{exact(word)}
	})}
}

func doubleSample(t *rapid.T, newline string) sample {
	escapes := []part{
		{source: `\"`, value: `"`},
		{source: `\\`, value: `\`},
		{source: `\n`, value: "\n"},
		{source: `\x41`, value: "A"},
		{source: `\u00e9`, value: "é"},
		{source: `\U0001F600`, value: "😀"},
		{source: `\N`, value: "\u0085"},
		{source: `\_`, value: "\u00a0"},
		{source: `\L`, value: "\u2028"},
		{source: `\P`, value: "\u2029"},
		{source: `\0`, value: "\x00"},
		{source: `\e`, value: "\x1b"},
		{source: `\ `, value: " "},
	}
	return sample{`"`, `"`, wordsWith(t, newline, func(word string) []part {
		if strings.ContainsAny(word, `"\`) || rapid.Bool().Draw(t, "escaped") {
			return []part{rapid.SampledFrom(escapes).Draw(t, "escape"), exact("x")}
		}
		if newline != "" && rapid.Bool().Draw(t, "joined") {
			return []part{exact(word), {source: `\` + newline + indent}, exact("y")}
		}
		return []part{exact(word)}
	})}
}

// blockSample draws a literal or folded scalar. Its last line break is the layout's: it decodes to a
// line break that stands for no byte.
func blockSample(t *rapid.T, newline string, literal bool) sample {
	s := sample{opening: ">-" + newline + indent, closing: newline}
	if literal {
		s.opening = "|-" + newline + indent
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "lines") {
		if i > 0 {
			s.parts = append(s.parts, lineGap(t, newline, literal))
		}
		s.parts = append(s.parts, exact("w"+words().Draw(t, "word")+" "+words().Draw(t, "word")))
	}
	return s
}

func lineGap(t *rapid.T, newline string, literal bool) part {
	n := rapid.IntRange(1, 3).Draw(t, "breaks")
	value := strings.Repeat("\n", n)
	switch {
	case !literal && n == 1:
		value = " "
	case !literal:
		value = value[1:]
	}
	return part{source: strings.Repeat(newline, n) + indent, value: value}
}

// TestOriginsOfKnownScalars builds scalars whose origins are known beforehand, puts them where
// scalars may stand and compares every byte.
func TestOriginsOfKnownScalars(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		newline := rapid.SampledFrom([]string{"\n", "\r\n", "\r", "\u0085"}).Draw(t, "newline")
		place := rapid.SampledFrom(places()).Draw(t, "place")
		s := place.draw(t, newline)
		head := rapid.SampledFrom([]string{"", "\ufeff", "# é" + newline}).Draw(t, "head")
		before := head + strings.ReplaceAll(place.before, "\n", newline)
		source := before + s.source() + strings.ReplaceAll(place.after, "\n", newline)
		compareOrigins(t, findScalar(t, source, s.value()), s, len(before))
	})
}

// place is somewhere a scalar may stand.
type place struct {
	before, after string
	draw          func(t *rapid.T, newline string) sample
}

func places() []place {
	oneLine := func(draw func(*rapid.T, string) sample) func(*rapid.T, string) sample {
		return func(t *rapid.T, _ string) sample { return draw(t, "") }
	}
	block := func(t *rapid.T, newline string) sample { return plainSample(t, newline, false) }
	flow := func(t *rapid.T, newline string) sample { return plainSample(t, newline, true) }
	literal := func(t *rapid.T, newline string) sample { return blockSample(t, newline, true) }
	folded := func(t *rapid.T, newline string) sample { return blockSample(t, newline, false) }
	return []place{
		{"k:\n  é: ", "\n", block},
		{"- ", " # c\n", block},
		{"k: [é, ", " ]\n", flow},
		{"{é: ", "}", flow},
		{"k:\n  - ", ": v\n", oneLine(flow)},
		{"", "", block},
		{"k: ", "\n", singleSample},
		{"[ ", ", x]", singleSample},
		{"- ", ": v\n", oneLine(singleSample)},
		{"", "", singleSample},
		{"k:\n- ", " # c\n", doubleSample},
		{"{é: ", "}", doubleSample},
		{"a: b\n", ": v\n", oneLine(doubleSample)},
		{"k:\n  é: ", "  z: a\n", literal},
		{"- ", "# c\n- b\n", literal},
		{"", "", literal},
		{"--- ", "...\n", folded},
		{"- k: ", "", folded},
	}
}

// findScalar is the node of the scalar with that value.
func findScalar(t *rapid.T, source, value string) *Node {
	nodes, ds := Parse(diag.NewSource("test.yaml", []byte(source)))
	if len(ds) > 0 || len(nodes) != 1 {
		t.Fatalf("%q: %d nodes, %v", source, len(nodes), ds)
	}
	var found *Node
	walk(nodes[0], func(n *Node) {
		if n.Kind == Scalar && n.Text.String() == value {
			found = n
		}
	})
	if found == nil {
		t.Fatalf("%q: no scalar %q in %s", source, value, sketch(nodes[0]))
	}
	return found
}

// compareOrigins holds the text of n to the parts of s, which begins at an offset of the source.
func compareOrigins(t *rapid.T, n *Node, s sample, at int) {
	if want := strings.TrimRight(s.source(), "\r\n\u0085"); n.Span.Start != at || n.Span.Text() != want {
		t.Errorf("span %q, want %q", n.Span.Text(), want)
	}
	decoded := 0
	at += len(s.opening)
	for _, p := range s.parts {
		for i := range len(p.value) {
			start, end := at, at+len(p.source)
			if p.exact {
				start, end = at+i, at+i+1
			}
			o := n.Text.Origin(decoded)
			if o.Start < start || o.End > end || o.Start == o.End {
				t.Errorf("%q: byte %d of %q comes from [%d, %d), want it in [%d, %d)",
					n.Span.Source.Content(), decoded, n.Text, o.Start, o.End, start, end)
			}
			decoded++
		}
		at += len(p.source)
	}
}
