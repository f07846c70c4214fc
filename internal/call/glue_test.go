package call

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestWhatWasLearnedDoesNotMatter reads records one after the other, as a file holds them, and each of
// them with a scanner that has seen nothing: the glue that a scanner remembers may save time only.
func TestWhatWasLearnedDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		experienced := NewScanner(NewKeys())
		for range rapid.IntRange(10, 40).Draw(t, "records") {
			data := jsonText(t, '{', 2)
			if rapid.IntRange(0, 4).Draw(t, "broken") == 0 {
				at := rapid.IntRange(0, len(data)).Draw(t, "at")
				data = data[:at] + rapid.SampledFrom([]string{"", " ", ",", "]", "}", "[", `"`, "1"}).Draw(t, "inserted") + data[at:]
			}
			got, want := readAs(experienced, data), readAs(NewScanner(NewKeys()), data)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%q (-without memory +with it):\n%s", data, diff)
			}
		}
	})
}

// readAs is what a scanner makes of a text: its values, or just that it refuses it.
func readAs(s *Scanner, data string) (values []string) {
	var rec Record
	n, err := s.Scan([]byte(data), &rec)
	if err != nil {
		return []string{"refused"}
	}
	for name, v := range rec.All() {
		values = append(values, name.String()+" = "+v.Text())
	}
	return append(values, data[n:])
}

// jsonText is an object or an array with white space in every place that allows it.
func jsonText(t *rapid.T, bracket byte, depth int) string {
	var text strings.Builder
	space := func() { text.WriteString(rapid.SampledFrom([]string{"", "", " ", "\n\t"}).Draw(t, "space")) }
	text.WriteByte(bracket)
	space()
	for i := range rapid.IntRange(0, 2).Draw(t, "members") {
		if i > 0 {
			text.WriteByte(',')
			space()
		}
		if bracket == '{' {
			text.WriteString(`"` + rapid.SampledFrom([]string{"a", "tag", "message-tags", "name"}).Draw(t, "key") + `"`)
			space()
			text.WriteByte(':')
			space()
		}
		value := rapid.SampledFrom([]string{"1", `"x"`, "null", "{", "[", "["}).Draw(t, "value")
		if opening := value[0]; depth > 0 && (opening == '{' || opening == '[') {
			value = jsonText(t, opening, depth-1)
		} else if opening == '{' || opening == '[' {
			value = `""`
		}
		text.WriteString(value)
		space()
	}
	text.WriteByte(bracket + 2)
	return text.String()
}
