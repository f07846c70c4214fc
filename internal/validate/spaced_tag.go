package validate

import (
	"slices"
	"strings"

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

// checkSpacedTagName looks for spaces. At the ends of a name they are wrong; inside they may be right,
// and whoever offers another spelling beside it knows that.
func checkSpacedTagName(p *Pass) {
	for use := range p.tokens() {
		name := strings.TrimSpace(use.token.Name)
		switch {
		case !p.isVisitTag(use.token):
		case name != use.token.Name:
			p.Add(diag.Diagnostic{
				Span:    use.span,
				Message: "the space at an end of the name counts, and no tag is called so; remove it",
				Fix:     respelled(use.token, name, use.span),
			})
		case use.alone && strings.Contains(name, " "):
			p.Report(use.span, "names of tags are matched exactly, and tags of %s are named after URL parameters, which rarely hold a space: is it %s?",
				use.token.Category, strings.ToLower(strings.ReplaceAll(name, " ", "")))
		}
	}
}

// isVisitTag reports whether a token is named after a URL parameter.
func (p *Pass) isVisitTag(t template.Token) bool {
	known := p.survey.known[t]
	return known != nil && slices.Contains([]string{"User", "Affiliate", "PlacementInfo"}, known.Category)
}
