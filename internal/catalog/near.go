package catalog

import "strings"

// maxTypos is the edit distance up to which a word is taken for a misspelling of another.
const maxTypos = 2

// Nearest returns the candidate that word most likely means: the one that differs only in case,
// spaces, hyphens and underscores, or else one at a small edit distance. Of equally near
// candidates the first wins; word itself is not a candidate.
func Nearest(word string, candidates []string) (nearest string, ok bool) {
	best := typosAllowed(word) + 1
	folded := fold(word)
	for _, c := range candidates {
		if c == word {
			continue
		}
		if d := distance(folded, fold(c), best); d < best {
			nearest, best, ok = c, d, true
		}
	}
	return nearest, ok
}

// typosAllowed is the number of edits by which a word of this length may be misspelled: a short
// word would otherwise resemble everything.
func typosAllowed(word string) int { return min(maxTypos, max(1, len([]rune(word))/3)) }

// fold reduces a word to its letters and digits in lower case, so that spellings that people mix
// up become equal: "First name", "first_name" and "FirstName".
func fold(word string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '_' {
			return -1
		}
		return r
	}, strings.ToLower(word))
}

// distance is the number of single-rune insertions, deletions and replacements that turn a into
// b, or limit when it is not less than that.
func distance(a, b string, limit int) int {
	from, to := []rune(a), []rune(b)
	if abs(len(from)-len(to)) >= limit {
		return limit
	}
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range from {
		nextRow(row, i+1, r, to)
	}
	return min(row[len(to)], limit)
}

// nextRow turns the distances of the first i-1 runes of a word to every prefix of to into those
// of its first i runes, of which r is the last.
func nextRow(row []int, i int, r rune, to []rune) {
	diagonal := row[0]
	row[0] = i
	for j, s := range to {
		replaced := diagonal
		if r != s {
			replaced++
		}
		diagonal = row[j+1]
		row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
	}
}

func abs(n int) int { return max(n, -n) }
