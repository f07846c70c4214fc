package validate

import (
	"slices"

	"postback/internal/diag"
)

// Names of the rules that need a call record; whoever plans the calls reports their findings.
const (
	RuleEmptyToken  = "empty-token"
	RuleUnsendable  = "unsendable-request"
	RuleInvalidBody = "invalid-body-for-call"
)

// needsCall reports whether only planning a call can find what the rule is about.
func needsCall(rule string) bool {
	return slices.Contains([]string{RuleEmptyToken, RuleUnsendable, RuleInvalidBody}, rule)
}

// IsLoading reports whether findings of the rule come from loading: with such an error the
// definitions mean nothing.
func IsLoading(rule string) bool {
	r, known := Lookup(rule)
	isAboutIgnores := rule == ignoreWithoutReason || rule == unusedIgnore
	return known && r.Check == nil && !isAboutIgnores && !needsCall(rule)
}

func emptyToken() Rule {
	return Rule{
		Name:     RuleEmptyToken,
		Severity: diag.Warning,
		Summary:  "a token that came out empty for a given call (with --call)",
		Long: `The parameter is sent without a value. The finding says the likely reason: the value does
not exist at that event, the record does not have it, or the record has a tag of nearly the
same name.`,
		Wrong: exampleWithToken("[tag:User:GCLID]"),
		Right: exampleWithToken("[Call:InboundCallId]"),
	}
}

func unsendableRequest() Rule {
	return Rule{
		Name:     RuleUnsendable,
		Severity: diag.Error,
		Summary:  "a request that cannot be built for a given call (with --call)",
		Long: `The pixel fires for the call and its request cannot be sent: a value holds a line break and
stands in a header, a token stands in the host, or the URL that results is none.`,
		Wrong: exampleWithHost("[tag:User:host]"),
		Right: exampleWithHost("receiver.test"),
	}
}

func invalidBodyForCall() Rule {
	return Rule{
		Name:     RuleInvalidBody,
		Severity: diag.Error,
		Summary:  "a JSON body that a given call makes invalid (with --call)",
		Long: `A token outside of quotes puts the value into the JSON as it is: an empty one, or a text,
breaks the body, and most receivers answer Bad Request. Put quotes around the token, or send
the pixel only when the value is there (a filter with exists).`,
		Wrong: exampleWithBody(`{"amount": [Call:ConversionAmount]}`),
		Right: exampleWithBody(`{"amount": "[Call:ConversionAmount]"}`),
	}
}

func exampleWithToken(token string) string {
	return `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=` + token + `
`
}

func exampleWithHost(host string) string {
	return `pixels:
  - name: Sale
    fire_on: converted
    url: https://` + host + `/p?id=[Call:InboundCallId]
`
}

func exampleWithBody(body string) string {
	return `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p
    method: POST
    content_type: application/json
    body: '` + body + `'
`
}
