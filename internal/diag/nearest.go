package diag

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// maxTypos is the edit distance up to which a word is taken for a misspelling of another.
const maxTypos = 2

// Nearest returns the candidate that word most likely means: equal but for case, or at an edit
// distance of at most 2 and at most a third of the word's length; a single typo is forgiven in
// short words too, as long as something of the word remains. Of equally near candidates the first
// wins; ok is false when none is near.
func Nearest(word string, candidates []string) (nearest string, ok bool) {
	lower := strings.ToLower(word)
	length := utf8.RuneCountInString(word)
	best := min(maxTypos, max(1, length/3), max(0, length-1)) + 1
	for _, c := range candidates {
		if c == word {
			continue
		}
		if d := distance(lower, strings.ToLower(c)); d < best {
			nearest, best, ok = c, d, true
		}
	}
	return nearest, ok
}

// distance is the number of edits between two words, two swapped letters being one.
func distance(a, b string) int {
	if swapped(a, b) {
		return 1
	}
	return levenshtein.ComputeDistance(a, b)
}

// swapped reports whether two words differ only in that two neighbouring letters are swapped.
func swapped(a, b string) bool {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return len(a) == len(b) && i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// DidYouMean returns "; did you mean X?" for the nearest candidate, or "" when none is near:
// ready to be put behind a message.
func DidYouMean(word string, candidates []string) string {
	if nearest, ok := Nearest(word, candidates); ok {
		return fmt.Sprintf("; did you mean %s?", nearest)
	}
	return ""
}

// OrOneOf is [DidYouMean], or names all candidates when none is near.
func OrOneOf(word string, candidates []string) string {
	if meant := DidYouMean(word, candidates); meant != "" {
		return meant
	}
	return "; expected one of " + strings.Join(candidates, ", ")
}
