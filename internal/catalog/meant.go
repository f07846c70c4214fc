package catalog

import (
	"slices"
	"strings"
	"sync"

	"postback/internal/call"
)

// Lookalike is what a word in brackets without a category is, since it is not a token.
type Lookalike struct {
	Token Token
	Known bool   // Token is what is meant; otherwise no token holds such a value
	Why   string // a clause without a full stop: what the word is
}

// Meant explains a word that was written in single brackets as if it were a token, such as
// callUUID in [callUUID]: a column of the call report, a placeholder of webhooks or of a manual,
// a URL parameter, a token's name without its category.
func Meant(word string) (Lookalike, bool) {
	for _, explain := range []func(string) (Lookalike, bool){
		knownWord, reportColumn, urlParameter, bareName, placeholder,
	} {
		if l, ok := explain(word); ok {
			return l, true
		}
	}
	return Lookalike{}, false
}

// knownWord looks the word up among those that were seen in place of a token.
func knownWord(word string) (Lookalike, bool) {
	folded := fold(word)
	for _, w := range words {
		if slices.Contains(w.spelled, folded) {
			t, known := Lookup(w.meant.category, w.meant.name)
			return Lookalike{Token: t, Known: known, Why: w.why}, true
		}
	}
	return Lookalike{}, false
}

// reportColumn takes the word for the id or the title of a column of the call report.
func reportColumn(word string) (Lookalike, bool) {
	c, isColumn := columnsByName()[fold(word)]
	if !isColumn {
		return Lookalike{}, false
	}
	if t, ok := fromColumn(c.ID); ok {
		return Lookalike{Token: t, Known: true, Why: "it is the name of a column of the call report"}, true
	}
	return Lookalike{Why: columnWithoutToken(c)}, true
}

// columnsByName is the columns of the call report by their folded ids and titles. Of two columns of
// one name the first counts.
var columnsByName = sync.OnceValue(func() map[string]call.Column {
	named := map[string]call.Column{}
	for _, c := range call.Columns() {
		for _, name := range []string{fold(c.ID), fold(c.Title)} {
			if _, taken := named[name]; !taken && name != "" {
				named[name] = c
			}
		}
	}
	return named
})

// fromColumn is the first token that shows the column's value, whole and not a part of it.
func fromColumn(id string) (Token, bool) {
	for i := range tokens {
		if t := &tokens[i]; t.Column == id && t.Derivation.whole() {
			return *t, true
		}
	}
	return Token{}, false
}

// columnWithoutToken explains a column whose value no token holds.
func columnWithoutToken(c call.Column) string {
	const why = "it is the name of a column of the call report, which no token holds"
	if c.Kind == call.Boolean {
		return why + "; the event that a pixel fires on says how far the call came"
	}
	return why
}

// urlParameter takes the word for a parameter of the visited URL.
func urlParameter(word string) (Lookalike, bool) {
	if !isURLParameter(strings.ToLower(word)) {
		return Lookalike{}, false
	}
	t, known := Lookup("User", word)
	return Lookalike{Token: t, Known: known, Why: "a URL parameter is a tag of the category User, once it is mapped on the campaign"}, true
}

// isURLParameter knows the parameters by which trackers and advertising networks mark a visit.
func isURLParameter(word string) bool {
	switch word {
	case "gclid", "wbraid", "gbraid", "fbclid", "msclkid", "ttclid", "dclid",
		"clickid", "click_id", "reqid", "transaction_id", "tid", "txid", "cid", "cpid", "referrer":
		return true
	}
	for _, prefix := range []string{"utm_", "subid", "sub_id", "aff_sub", "sub", "s"} {
		if rest, ok := strings.CutPrefix(word, prefix); ok && (prefix == "utm_" || isSlot(prefix, rest)) {
			return true
		}
	}
	return false
}

// isSlot reports whether prefix and rest are one of a tracker's numbered slots: s2, sub1, aff_sub.
func isSlot(prefix, rest string) bool {
	if rest == "" {
		return len(prefix) > len("sub")
	}
	return strings.Trim(rest, "0123456789") == "" && len(rest) <= 2
}

// bareName takes the word for a token's name, or for its category and name written together. Of a
// name that several categories have, such as Name, it cannot tell which is meant.
func bareName(word string) (Lookalike, bool) {
	var found []Token
	folded := fold(word)
	for i := range tokens {
		if t := &tokens[i]; folded == fold(t.Name) || folded == fold(t.Category+t.Name) {
			found = append(found, *t)
		}
	}
	const why = "a token needs its category and a colon"
	switch len(found) {
	case 0:
		return Lookalike{}, false
	case 1:
		return Lookalike{Token: found[0], Known: true, Why: why}, true
	}
	return Lookalike{Why: why}, true
}

// placeholder takes the word for one that a manual wants to be replaced.
func placeholder(word string) (Lookalike, bool) {
	upper := strings.ToUpper(word)
	switch {
	case strings.HasPrefix(upper, "YOUR_"), strings.HasPrefix(upper, "REPLACE"), strings.HasPrefix(upper, "INSERT_"), strings.HasSuffix(upper, "_HERE"):
		return Lookalike{Why: "it is a placeholder of the instructions, to be replaced by your own value"}, true
	}
	return Lookalike{}, false
}
