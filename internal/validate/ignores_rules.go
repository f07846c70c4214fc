package validate

import "postback/internal/diag"

// ignoreReason and ignoreUnused document the findings about ignores, which [Run] makes after all
// other rules.
func ignoreReason() Rule {
	return Rule{
		Name:     ignoreWithoutReason,
		Severity: diag.Warning,
		Summary:  "an ignore that does not say which rule or why",
		Long: `A comment "# postback: ignore RULE reason" on a line, or alone above it, silences the
findings of that rule there. Whoever reads it next has to know why, so without a reason
it silences nothing.`,
		Wrong: `pixels:
  # postback: ignore unknown-token
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
`,
	}
}

func ignoreUnused() Rule {
	return Rule{
		Name:     unusedIgnore,
		Severity: diag.Warning,
		Summary:  "an ignore that silences nothing",
		Long: `The mistake that the comment was written for is gone, or its rule is misspelled. Remove
the comment, so that it cannot hide the next mistake.`,
		Wrong: `pixels:
  # postback: ignore unknown-token the platform has it
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
`,
	}
}
