package validate

import (
	"postback/internal/diag"
)

// unknownFilterTag finds a filter over a tag that does not exist.
func unknownFilterTag() Rule {
	return Rule{
		Name:     "unknown-filter-tag",
		Severity: diag.Error,
		Summary:  "a filter over a tag that does not exist",
		Long: `A tag that the platform does not have is always absent: a positive condition never holds and
a negative one always does. Correct the name. Where the platform has more names than are known,
an unknown one is only a warning.`,
		Source: "documented: a negative condition holds when the tag has no value; inferred: a positive one fails",
		Wrong:  example("url: https://receiver.test/p?id=[Call:InboundCallId]", "filters:", `  - {tag: "InboundNumber:state", equals: CA}`),
		Right:  example("url: https://receiver.test/p?id=[Call:InboundCallId]", "filters:", `  - {tag: "InboundNumber:State", equals: CA}`),
		Check:  checkUnknownFilterTag,
	}
}

func checkUnknownFilterTag(p *Pass) {
	for _, c := range p.conditions() {
		if d, isUnknown := p.unknown(c.Token, tagSpan(c)); isUnknown {
			p.Add(d)
		}
	}
}
