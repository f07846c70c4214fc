package importer

import (
	"cmp"
	"slices"

	"postback/internal/catalog"
	"postback/internal/lazyre"
)

// bracketMacro is a word in square brackets that is a whole value: a macro of Retreaver or TrackDrive,
// where it is not a token.
var bracketMacro = lazyre.New(`(?:^|[=">/])\[([A-Za-z]\w*)\](?:$|["<&/#])`)

func bracketMacros(s string) []catalog.MacroSpan {
	var found []catalog.MacroSpan
	for _, at := range bracketMacro.FindAllStringSubmatchIndex(s, -1) {
		found = append(found, catalog.MacroSpan{Start: at[2] - 1, End: at[3] + 1, Word: s[at[2]:at[3]]})
	}
	return found
}

func sortSpans(spans []catalog.MacroSpan) {
	slices.SortFunc(spans, func(a, b catalog.MacroSpan) int { return cmp.Compare(a.Start, b.Start) })
}
