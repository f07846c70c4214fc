package catalog

import (
	"slices"
	"strings"
)

// maxSuggestions is how many tokens are offered for one that does not exist.
const maxSuggestions = 3

// Suggestion is a token that may be meant by one that does not exist.
type Suggestion struct {
	Token Token
	Why   string // a clause without a full stop, such as "names are matched exactly, spaces and case included"
}

// Suggest returns the tokens that [category:name] may stand for, likeliest first and at most
// three: a spelling that is known to be wrong, a near miss in the same category, the right name
// in another category, a misspelled category, a column of the call report. It returns none for a
// token that exists, which is every name of an open category.
func Suggest(category, name string) []Suggestion {
	if _, ok := Lookup(category, name); ok {
		return nil
	}
	if s, ok := misspelling(category, name); ok {
		return []Suggestion{s}
	}
	var found []Suggestion
	for _, find := range []func(category, name string) []Suggestion{
		sameCategory, likeCategory, otherCategory, strayWord,
	} {
		found = append(found, find(category, name)...)
	}
	return firstOfEach(found)
}

// firstOfEach drops later suggestions of the same token, and what is too many.
func firstOfEach(found []Suggestion) []Suggestion {
	var kept []Suggestion
	for _, s := range found {
		seen := slices.ContainsFunc(kept, func(k Suggestion) bool { return k.Token.is(s.Token.Category, s.Token.Name) })
		if !seen && len(kept) < maxSuggestions {
			kept = append(kept, s)
		}
	}
	return kept
}

// misspelling looks for a spelling that is published or seen, and wrong.
func misspelling(category, name string) (Suggestion, bool) {
	for _, m := range misspellings {
		if m.name == name && strings.EqualFold(m.category, category) {
			t, ok := Lookup(m.meant.category, m.meant.name)
			return Suggestion{Token: t, Why: m.why}, ok
		}
	}
	return Suggestion{}, false
}

// sameCategory looks for a name of that category which differs little.
func sameCategory(category, name string) []Suggestion {
	near, ok := Nearest(name, namesOf(category))
	if !ok {
		return nil
	}
	t, _ := Lookup(category, near)
	if fold(near) == fold(name) {
		return []Suggestion{{t, "names are matched exactly, spaces and case included"}}
	}
	return []Suggestion{{t, "it is spelled almost the same"}}
}

// likeCategory looks for that name in a category whose own name differs little, or which other
// platforms call by that name.
func likeCategory(category, name string) []Suggestion {
	if _, exists := LookupCategory(category); exists {
		return nil
	}
	near, ok := nearestCategory(category)
	if !ok {
		return nil
	}
	why := category + " is not a category; " + near + " is"
	if t, ok := Lookup(near, name); ok {
		return []Suggestion{{t, why}}
	}
	if exact, ok := Nearest(name, namesOf(near)); ok {
		t, _ := Lookup(near, exact)
		return []Suggestion{{t, why}}
	}
	return nil
}

// nearestCategory is the category that a word which is none of them most likely means.
func nearestCategory(word string) (string, bool) {
	switch fold(word) {
	case "connectiontag", "url", "urlparameter", "query", "param", "visit", "custom":
		return "User", true
	}
	names := make([]string, len(categories))
	for i := range categories {
		names[i] = categories[i].Name
	}
	return Nearest(word, names)
}

// otherCategory looks for tokens of that name in the other categories, and for one whose
// category and name are written together: [Call:CampaignName] for [tag:Campaign:Name].
func otherCategory(category, name string) []Suggestion {
	var found []Suggestion
	folded := fold(name)
	for i := range tokens {
		t := &tokens[i]
		if fold(t.Name) == folded && !strings.EqualFold(t.Category, category) || fold(t.Category+t.Name) == folded {
			found = append(found, Suggestion{*t, "it is in the category " + t.Category})
		}
	}
	return found
}

// strayWord takes the name for what it would be without a category, such as a report's column.
func strayWord(_, name string) []Suggestion {
	if l, ok := Meant(name); ok && l.Known {
		return []Suggestion{{l.Token, l.Why}}
	}
	return nil
}

// namesOf lists the names of the catalogue in a category, which is matched without regard to case.
func namesOf(category string) []string {
	var names []string
	for i := range tokens {
		if strings.EqualFold(tokens[i].Category, category) {
			names = append(names, tokens[i].Name)
		}
	}
	return names
}
