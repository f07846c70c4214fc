package yamldoc

import (
	"testing"

	"pgregory.net/rapid"

	"postback/internal/diag"
)

// TestScalarTexts: whatever a text is, it is read back as it is, in a block and between braces.
func TestScalarTexts(t *testing.T) {
	t.Parallel()
	texts := rapid.OneOf(
		rapid.SampledFrom([]string{"", "a", "a, b", "[x]", "{y: z}", "a: b", "#c", "yes", "1", "~", "${env:K}", "https://a.example/?a=[b],c", "a\nb\n", " a", "\ta", "é\u0085", "- a", "'", `"`}),
		rapid.String())
	rapid.Check(t, func(rt *rapid.T) {
		key, value := texts.Draw(rt, "key"), texts.Draw(rt, "value")
		for _, document := range []string{
			ScalarText(key) + ": " + ScalarText(value) + "\n",
			"{" + FlowText(key) + ": " + FlowText(value) + ", more: [" + FlowText(value) + "]}\n",
			"a:\n    " + ScalarText(key) + ": " + BlockText(value, "    ") + "\n    more: x\n",
		} {
			documents, faults := Parse(diag.NewSource("", []byte(document)))
			if len(documents) != 1 || faults.HasErrors() {
				rt.Fatalf("%v in %q", faults, document)
			}
			mapping := documents[0]
			if inner := mapping.Pairs[0].Value; inner.Kind == Mapping {
				mapping = inner
			}
			pair := mapping.Pairs[0]
			if pair.Key.Text.String() != key || pair.Value.Text.String() != value || pair.Value.Kind != Scalar {
				rt.Fatalf("%q is read as %q: %q", document, pair.Key.Text, pair.Value.Text)
			}
		}
	})
}
