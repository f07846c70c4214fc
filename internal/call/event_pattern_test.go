package call

import (
	"regexp"
	"testing"

	"pgregory.net/rapid"
)

// TestEventPattern: the pattern matches exactly what ParseEvent understands.
func TestEventPattern(t *testing.T) {
	t.Parallel()
	pattern := regexp.MustCompile(EventPattern())
	words := append(EventNames(), "answered", "complete", "recordingmigrated", "connectedanswered", "call", "ed", "conver", "")
	rapid.Check(t, func(rt *rapid.T) {
		text := ""
		for _, word := range rapid.SliceOfN(rapid.SampledFrom(words), 0, 3).Draw(rt, "words") {
			for _, letter := range word {
				text += rapid.SampledFrom([]string{"", "", "", " ", "(", "-"}).Draw(rt, "between")
				if rapid.Bool().Draw(rt, "capital") {
					letter -= 'a' - 'A'
				}
				text += string(letter)
			}
		}
		text += rapid.SampledFrom([]string{"", ")", " 1"}).Draw(rt, "end")
		if _, ok := ParseEvent(text); ok != pattern.MatchString(text) {
			rt.Fatalf("%q: ParseEvent %t, pattern %t", text, ok, pattern.MatchString(text))
		}
	})
}
