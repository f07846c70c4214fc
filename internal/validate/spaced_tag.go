package validate

import (
	"strings"

	"postback/internal/catalog"
	"postback/internal/diag"
	"postback/internal/template"
)

// spacedTagName finds tags of a visit whose names hold a space.
func spacedTagName() Rule {
	return Rule{
		Name:     "spaced-tag-name",
		Severity: diag.Warning,
		Summary:  "a tag of a visit with a space in its name, which URL parameters rarely have",
		Long: `Tags of User and its like are named after URL parameters, and names are matched exactly:
[tag:User:First name] is empty where the tag is called firstname. Look up how the tag is
spelled in the account or in a call record. Where both spellings occur, write a fallback:
[tag:User:First name|tag:User:firstname].`,
		Source: "seen: a pixel with [tag:User:First name] sent an empty value 2,753 times of 2,753",
		Wrong:  example(`url: https://receiver.test/p?id=[Call:InboundCallId]&first_name=[tag:User:First name]`),
		Right:  example(`url: https://receiver.test/p?id=[Call:InboundCallId]&first_name=[tag:User:firstname]`),
		Check:  checkSpacedTagName,
	}
}

func checkSpacedTagName(p *Pass) {
	for t := range p.templates() {
		for e := range t.template.Exprs() {
			if len(e.Alternatives) == 1 && isSpacedVisitTag(e.Alternatives[0]) {
				token := e.Alternatives[0]
				p.Report(e.Span, "names of tags are matched exactly, and tags of %s are named after URL parameters, which rarely hold a space: is it %s?",
					token.Category, strings.ToLower(strings.ReplaceAll(token.Name, " ", "")))
			}
		}
	}
}

// isSpacedVisitTag reports whether a token is named after a URL parameter and has a space.
func isSpacedVisitTag(t template.Token) bool {
	c, _ := catalog.LookupCategory(t.Category)
	return strings.Contains(t.Name, " ") && (c.Name == "User" || c.Name == "Affiliate" || c.Name == "PlacementInfo")
}
