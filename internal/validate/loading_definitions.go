package validate

import (
	"slices"

	"postback/internal/diag"
)

// definitionRules document what reading definitions finds: their keys and values, and the names
// by which they refer to each other.
func definitionRules() []Rule { return slices.Concat(keyRules(), valueRules(), nameRules()) }

// ruleUnknownEvent is the rule of a fire_on that loading does not understand.
const ruleUnknownEvent = "unknown-event"

func keyRules() []Rule {
	const url = "url: https://receiver.test/p?id=[Call:InboundCallId]"
	return []Rule{
		{
			Name:     "empty-file",
			Severity: diag.Error,
			Summary:  "a file without a definition",
			Long:     `A definitions file has pixels, campaigns, authentications or receivers. An empty one is usually the wrong file.`,
			Wrong:    "# nothing here yet\n",
			Right:    example(url),
		},
		{
			Name:     "unknown-key",
			Severity: diag.Error,
			Summary:  "a key that definitions do not have",
			Long:     `A misspelled key would be a setting that nobody reads. "postback schema" lists all keys.`,
			Wrong:    example(url, "methd: POST"),
			Right:    example(url, "method: POST"),
		},
		{
			Name:     "duplicate-key",
			Severity: diag.Error,
			Summary:  "the same key twice in one place",
			Long:     `Only one of the two can count, and readers of YAML do not agree which. Remove the other.`,
			Wrong:    example(url, "fire_on: payout"),
			Right:    example(url),
		},
		{
			Name:     "missing-key",
			Severity: diag.Error,
			Summary:  "a key that is needed and absent",
			Long:     `A pixel needs name, fire_on and url; a campaign and a publisher need a name.`,
			Wrong:    example("method: GET"),
			Right:    example(url),
		},
	}
}

func valueRules() []Rule {
	const url = "url: https://receiver.test/p?id=[Call:InboundCallId]"
	return []Rule{
		{
			Name:     "missing-value",
			Severity: diag.Error,
			Summary:  "a key with nothing behind it",
			Long: `The value was left out, or YAML takes it for null or for a comment. Where nothing is meant,
remove the key; where the text null is meant, put quotes around it.`,
			Wrong: example(url, "content_type:"),
			Right: example(url, "content_type: text/plain", "method: POST", `body: "[Call:InboundCallId]"`),
		},
		{
			Name:     "wrong-type",
			Severity: diag.Error,
			Summary:  "a value of another kind than the key takes",
			Long:     `A list stands where one value is expected, a text where true or false is, and so on.`,
			Wrong:    example(url, "enabled: maybe"),
			Right:    example(url, "enabled: false"),
		},
		{
			Name:     ruleUnknownEvent,
			Severity: diag.Error,
			Summary:  "a fire_on that is no event of the platform",
			Long: `The platform has eight events: incoming, connected, completed, converted, error, payout,
finalized and recording. Its own spellings, such as Connected (Answered), are understood too.`,
			Wrong: firingOn("conversion_made", url),
			Right: firingOn("converted", url),
		},
		{
			Name:     "unknown-value",
			Severity: diag.Error,
			Summary:  "a word that is not one of those allowed",
			Long:     `Methods are those that the platform offers: GET, POST, PUT and PATCH. The finding lists what is allowed.`,
			Wrong:    example(url, "method: DELETE"),
			Right:    example(url, "method: PUT"),
		},
	}
}

func nameRules() []Rule {
	const url = "url: https://receiver.test/p?id=[Call:InboundCallId]"
	attached := func(pixels string) string {
		return example(url) + "campaigns:\n  - name: Spring\n    pixels: " + pixels + "\n"
	}
	return []Rule{
		{
			Name:     "unknown-name",
			Severity: diag.Error,
			Summary:  "a pixel, an authentication or a receiver that is named and not defined",
			Long: `A campaign lists its pixels by name, and a pixel names its authentication and, behind expect,
a receiver; "postback list receivers" shows those that are built in. Names are matched exactly, in
all files that are loaded together.`,
			Wrong: attached("[Sales]"),
			Right: attached("[Sale]"),
		},
		{
			Name:     "duplicate-name",
			Severity: diag.Error,
			Summary:  "two definitions of one name, or a pixel attached twice",
			Long:     `Names tell definitions apart, in all files that are loaded together. A pixel that is attached twice would fire twice.`,
			Wrong:    attached("[Sale, Sale]"),
			Right:    attached("[Sale]"),
		},
		{
			Name:     "bad-condition",
			Severity: diag.Error,
			Summary:  "a condition of a filter or of expect that cannot be decided",
			Long: `A condition of a filter names a tag, written Category:Name, and one operator with its value;
greater_than and less_than compare numbers. A condition of expect names a part of the answer, and an
expectation behind one that always holds is never reached.`,
			Wrong: example(url, "filters:", `  - {tag: "CallLength:Total", greater_than: one minute}`),
			Right: example(url, "filters:", `  - {tag: "CallLength:Total", greater_than: 60}`),
		},
		{
			Name:     "conflict",
			Severity: diag.Error,
			Summary:  "keys that exclude each other, or of which one is needed",
			Long:     `An authentication gets its token either by oauth2 or by a request of one's own.`,
			Wrong:    example(url, "authentication: partner") + "authentications:\n  - name: partner\n",
			Right: example(url, "authentication: partner") + `authentications:
  - name: partner
    oauth2:
      token_url: https://receiver.test/token
      client_id: postback
      client_secret: ${env:PASSWORD}
`,
		},
	}
}
