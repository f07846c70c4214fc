package validate

import (
	"encoding/json"
	"slices"
	"strings"

	"postback/internal/diag"
	"postback/internal/template"
)

// pair is a [ and the ] that belongs to it, as offsets.
type pair struct{ open, close int }

func (p pair) holds(at int) bool { return p.open <= at && at <= p.close }

// arrays are the brackets of a text as a reader of JSON sees them, without those of tokens, in the
// order in which they open. There are none where the brackets do not match.
func arrays(text string) []pair {
	var open []int
	var pairs []pair
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			i = stringEnd(text, i)
		case '[':
			if end := tokenEnd(text, i); end > 0 {
				i = end
				continue
			}
			open = append(open, i)
		case ']':
			if len(open) == 0 {
				return nil
			}
			pairs = append(pairs, pair{open[len(open)-1], i})
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		return nil
	}
	slices.SortFunc(pairs, func(a, b pair) int { return a.open - b.open })
	return pairs
}

// stringEnd is the offset of the quote that ends the JSON string begun at start, or of the last byte.
func stringEnd(text string, start int) int {
	for i := start + 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return len(text) - 1
}

// tokenEnd is the offset of the ] of the token that begins at start, or 0 when none does.
func tokenEnd(text string, start int) int {
	n := strings.IndexAny(text[start+1:], "[]")
	if n < 0 || text[start+1+n] == '[' || !isExpression(text[start+1:start+1+n]) {
		return 0
	}
	return start + 1 + n
}

// undoubled leaves out the pairs that are written in double brackets already: [[ at one end and ]]
// at the other, of the same two pairs.
func undoubled(pairs []pair) []pair {
	closing := make(map[int]int, len(pairs))
	for _, p := range pairs {
		closing[p.open] = p.close
	}
	var single []pair
	for _, p := range pairs {
		end, there := closing[p.open]
		inner, nested := closing[p.open+1]
		switch {
		case !there: // the inner one of double brackets
		case nested && inner == end-1:
			delete(closing, p.open+1)
		default:
			single = append(single, p)
		}
	}
	return single
}

// outermost is the first of the pairs that holds an offset, with those inside it.
func outermost(pairs []pair, at int) []pair {
	i := slices.IndexFunc(pairs, func(p pair) bool { return p.holds(at) })
	if i < 0 {
		return nil
	}
	end := i
	for end < len(pairs) && pairs[end].open < pairs[i].close {
		end++
	}
	return slices.Clone(pairs[i:end])
}

// withDoubled is the text with these brackets doubled.
func withDoubled(text string, pairs []pair) string {
	twice := make([]bool, len(text))
	for _, p := range pairs {
		twice[p.open], twice[p.close] = true, true
	}
	var b strings.Builder
	for i := range len(text) {
		b.WriteByte(text[i])
		if twice[i] {
			b.WriteByte(text[i])
		}
	}
	return b.String()
}

// sendsJSON reports whether a text that is read as a template sends valid JSON, if every token has
// a value.
func sendsJSON(text string) bool {
	t, _ := template.Parse(diag.Opaque(text, diag.Span{}), template.JSONBody, template.Component)
	return json.Valid([]byte(try(t, "1").sent))
}
