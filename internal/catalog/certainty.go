package catalog

import "slices"

// Certainty says how well a statement about the platform is founded; a greater one is better founded.
type Certainty uint8

// The certainties, weakest first. The zero value claims nothing.
const (
	Unsure     Certainty = iota // nothing is known; what the tool does is a guess
	Inferred                    // follows from other facts
	Seen                        // seen in real configuration, code or a sample response
	Documented                  // written down by the platform or by a partner of it
)

// Fact reports whether the statement may be presented as a fact, rather than as an assumption.
func (c Certainty) Fact() bool { return c >= Seen }

// CertaintyNames are the words for the certainties, weakest first.
func CertaintyNames() []string { return []string{"unknown", "inferred", "seen", "documented"} }

// ParseCertainty is the reverse of String.
func ParseCertainty(word string) (Certainty, bool) {
	i := slices.Index(CertaintyNames(), word)
	return Certainty(max(i, 0)), i >= 0 //nolint:gosec // there are four
}

// String is the lower-case word for c.
func (c Certainty) String() string { return CertaintyNames()[c] }

// Mark is the one-letter mark of c: U, I, S or D.
func (c Certainty) Mark() string {
	return [...]string{"U", "I", "S", "D"}[c]
}
