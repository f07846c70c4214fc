package catalog

import (
	"slices"
	"strings"
)

// Token is one token of the platform.
type Token struct {
	Category, Name string
	Tag            bool // written [tag:Category:Name], not [Category:Name]
	Open           bool // the name is a user's own: its category accepts any

	Meaning         string    // one sentence
	Format          string    // how the value is written
	FormatCertainty Certainty // how sure Format is, which is rarely as sure as the name
	Example         string

	Certainty Certainty // how sure it is that the token exists
	Source    string    // short citation for that
	Doubtful  string    // why a user should hesitate to rely on it; usually empty

	At Timeline // whether it has a value, event by event

	Column     string     // id of the column of a call record its value comes from; "" when there is none
	Derivation Derivation // how the value is made from Column
	Definition Definition // the entry of the definitions that holds the value too; "" when there is none
}

// String is the token as users write it, brackets included.
func (t Token) String() string {
	if t.Tag {
		return "[tag:" + t.Category + ":" + t.Name + "]"
	}
	return "[" + t.Category + ":" + t.Name + "]"
}

// is reports whether category and name denote t: a category matches without regard to case, a
// name exactly.
func (t *Token) is(category, name string) bool {
	return t.Name == name && strings.EqualFold(t.Category, category)
}

// Tokens returns every token whose name is the platform's own, in the order of the reference:
// grouped by category, categories in the order of [Categories]. The slice is the caller's.
func Tokens() []Token { return slices.Clone(tokens) }

// Lookup returns the token of that category and name. A category is matched without regard to
// case, a name exactly. In an open category every name but the empty one is a token.
func Lookup(category, name string) (Token, bool) {
	for i := range tokens { // by index, because a token is large and rules look up many
		if tokens[i].is(category, name) {
			return tokens[i], true
		}
	}
	if c, ok := LookupCategory(category); ok && c.Open && name != "" {
		return c.token(name), true
	}
	return Token{}, false
}
