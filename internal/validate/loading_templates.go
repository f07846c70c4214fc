package validate

import "postback/internal/diag"

// templateRules document what reading a template finds and no rule looks at again.
func templateRules() []Rule {
	return []Rule{
		{
			Name:     "unclosed-bracket",
			Severity: diag.Error,
			Summary:  "a [ that is never closed",
			Long: `A token is written [Category:Name]. Without its ] it is sent as text. Close it; where a bracket
is meant, write [[.`,
			Wrong: example("url: https://receiver.test/p?id=[Call:InboundCallId&n=[Call:CallerNumber]"),
			Right: example("url: https://receiver.test/p?id=[Call:InboundCallId]&n=[Call:CallerNumber]"),
		},
		{
			Name:     "bad-token",
			Severity: diag.Error,
			Summary:  "a token of which the category or the name is missing",
			Long: `A token is written [Category:Name] or [tag:Category:Name], and a fallback
[Category:Name|Category:Name]: every part needs both.`,
			Wrong: example("url: https://receiver.test/p?id=[tag:gclid]"),
			Right: example("url: https://receiver.test/p?id=[tag:User:gclid]"),
		},
		{
			Name:     "unclosed-variable",
			Severity: diag.Error,
			Summary:  "a ${env: or ${file: that is never closed",
			Long:     `A variable is written ${env:NAME} or ${file:PATH}. Without its } it is sent as text.`,
			Wrong:    example("url: https://receiver.test/p?id=[Call:InboundCallId]", "headers:", `  X-Key: "${env:RECEIVER_KEY"`),
			Right:    example("url: https://receiver.test/p?id=[Call:InboundCallId]", "headers:", `  X-Key: "${env:RECEIVER_KEY}"`),
		},
		{
			Name:     "bad-variable",
			Severity: diag.Error,
			Summary:  "a variable without a name",
			Long:     `A variable is written ${env:NAME} or ${file:PATH}.`,
			Wrong:    example("url: https://receiver.test/p?id=[Call:InboundCallId]", "headers:", `  X-Key: "${env:}"`),
			Right:    example("url: https://receiver.test/p?id=[Call:InboundCallId]", "headers:", `  X-Key: "${env:RECEIVER_KEY}"`),
		},
		{
			Name:     "header-line-break",
			Severity: diag.Error,
			Summary:  "a line break or a NUL in a header value",
			Long: `A header ends with its line. What follows a line break would be another header, and no
client sends that.`,
			Wrong: example("url: https://receiver.test/p?id=[Call:InboundCallId]", "headers:", "  X-Source: |", "    ringba"),
			Right: example("url: https://receiver.test/p?id=[Call:InboundCallId]", "headers:", "  X-Source: ringba"),
		},
	}
}
