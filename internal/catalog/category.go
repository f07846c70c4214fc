package catalog

import (
	"slices"
	"strings"
)

// Category is a group of tokens.
type Category struct {
	Name    string
	Tag     bool   // its tokens are written with the prefix "tag:"
	Open    bool   // any name is a token: the names are the user's own
	Partial bool   // the platform has more names here than are known, so that an unknown one is only a doubt
	Meaning string // one sentence

	Certainty Certainty // how sure it is that the category exists
	Source    string    // short citation for that

	At Timeline // of an open category's tokens; otherwise see each [Token]
}

// Categories returns all categories in the order of the reference. The slice is the caller's.
func Categories() []Category { return slices.Clone(categories) }

// LookupCategory returns the category of that name, which is matched without regard to case.
func LookupCategory(name string) (Category, bool) {
	for i := range categories {
		if strings.EqualFold(categories[i].Name, name) {
			return categories[i], true
		}
	}
	return Category{}, false
}

// token is the token of that name in an open category.
func (c Category) token(name string) Token {
	return Token{
		Category: c.Name, Name: name, Tag: c.Tag, Open: true,
		Meaning: c.Meaning, Format: formatText, FormatCertainty: c.Certainty,
		Certainty: c.Certainty, Source: c.Source, At: c.At,
	}
}
