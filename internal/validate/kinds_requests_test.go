package validate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestKindsOfRequests holds the rules for requests against texts that no fixture has: each has
// exactly these findings of those rules.
func TestKindsOfRequests(t *testing.T) {
	t.Parallel()
	for _, c := range requestKinds() {
		var got []string
		for _, d := range checkText(t, c.definitions) {
			if aboutRequests(d.Rule) {
				got = append(got, d.Severity.String()+" "+d.Rule+": "+d.Span.Text())
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.definitions, diff)
		}
	}
}

func requestKinds() []kind {
	return []kind{
		// Nothing but delimiters.
		wrong(inURL("?"), "error no-host: ?"),
		wrong(inURL("#"), "error no-host: #"),
		wrong(inURL("&"), "error no-host: &"),
		wrong(inURL("://"), "error no-host: ://"),
		wrong(inURL("https://"), "error no-host: https://"),
		wrong(inURL("https:"), "error no-host: https:"),
		wrong(inURL("https://https://receiver.test/p?x=1"), "error no-host: https://"),
		wrong(inURL("https://HTTP//receiver.test/p?x=1"), "error no-host: HTTP//"),
		right(inURL("https://https.test//p?x=1")),
		wrong(inURL("https://?&=&?#"), "error no-host: https://", "warning empty-parameter: &", "warning empty-parameter: =",
			"error second-question-mark: ?"),
		// A URL within a URL.
		right(inURL("https://receiver.test/p?next=https://a.test/?b=https://c.test/?d=1")),
		right(inURL("https://receiver.test/https://a.test?x=1")),
		// A token is all there is of a part.
		right(inURL("https://receiver.test/p?[tag:User:a]&[tag:User:b]=1&c=[tag:User:c]")),
		right(inURL("https://receiver.test/[tag:User:a]?[tag:User:b]")),
		// JSON that is very wrong, or hardly there.
		wrong(inJSON("{"), "error invalid-json-body: {"),
		wrong(inJSON(","), "error invalid-json-body: ,"),
		wrong(inJSON(`"`), `error invalid-json-body: "`),
		wrong(inJSON(`{"a`), `error invalid-json-body: "`),
		wrong(inJSON(`{"a":"\u00`), "error invalid-json-body: 0"),
		wrong(inJSON("nul"), "error invalid-json-body: l"),
		wrong(inJSON("{} x"), "error invalid-json-body: x"),
		wrong(inJSON(`{"a": 1,}`), "error invalid-json-body: ,"),
		wrong(inJSON(`[[1,,2]]`), "error invalid-json-body: ,"),
		wrong(inJSON("  "), "error invalid-json-body:  "),
		right(inJSON("[Call:ConversionAmount]")),
		right(inJSON(`{"a": "]] [[ \" [Call:CallerNumber]"}`)),
		// What another rule says of a body is said once.
		wrong(inJSON(`{“id”: 1,}`), "error smart-quotes: “", "error smart-quotes: ”"),
		right(inJSON(`{"a": {click_id}}`)),
		right(inJSON(`{"a": [1, 2,]}`)),
		wrong(inJSON("a=1&b=2"), "error content-type-mismatch: application/json"),
	}
}
