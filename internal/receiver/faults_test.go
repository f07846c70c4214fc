package receiver_test

import (
	"slices"
	"strings"
	"testing"

	"postback/internal/receiver"
)

// TestFaults: every parameter at fault is found, and what cannot be told is not.
func TestFaults(t *testing.T) {
	t.Parallel()
	var got []string
	for _, fault := range builtIn(t, "google-ads").Faults(received("", `{"conversions":[{"callerId":"555","conversionAction":"a"}]}`)) {
		got = append(got, string(fault.Kind)+" "+fault.Parameter.Name+" "+fault.Value)
	}
	want := []string{
		"invalid /conversions/0/callerId 555", "missing /conversions/0/callStartDateTime ",
		"missing /conversions/0/conversionDateTime ", "missing /partialFailure ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("faults are %q, want %q", got, want)
	}
	for kind, want := range map[receiver.Kind]bool{receiver.Good: true, receiver.Missing: true, receiver.Invalid: false, receiver.Duplicate: true} {
		if can := builtIn(t, "everflow").CanBe(kind); can != want {
			t.Errorf("everflow: %s can be told: %v", kind, can)
		}
	}
	if builtIn(t, "zapier").CanBe(receiver.Duplicate) || !builtIn(t, "taboola").CanBe(receiver.Invalid) {
		t.Error("zapier knows duplicates, or taboola nothing invalid")
	}
}

// TestOneOf: of a group one parameter has to be there, whichever.
func TestOneOf(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]int{"o=1": 0, "a=1": 0, "o=1&a=1": 0, "o=": 1, "": 1, "t=1": 1} {
		faults := builtIn(t, "cake").Faults(received(query, ""))
		if len(faults) != want {
			t.Errorf("%q has %d faults, want %d", query, len(faults), want)
		}
		for _, fault := range faults {
			if fault.Kind != receiver.Missing || fault.Parameter.Name != "o or a" || !strings.HasPrefix(fault.Parameter.Meaning, "offer id; or advertiser id") {
				t.Errorf("%q: %+v", query, fault)
			}
		}
	}
	answer := builtIn(t, "cake").Imitate(received("t=1", ""), nil)
	if answer.Kind != receiver.Missing || !strings.Contains(answer.Body, "Missing o or a") {
		t.Errorf("answered %+v", answer)
	}
}

// TestMatchAnyHost: a request that went elsewhere is recognised by the rest of its address, where
// that is enough.
func TestMatchAnyHost(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"/p.ashx?o=1": "cake", "/aff_lsr": "tune", "/x?nid=1&transaction_id=2": "everflow",
		"/actions-handler/log/3/s2s-action": "taboola", "/mp/collect": "ga4", "/v1/ev?tp=ringba": "kayzen-ringba",
		"/postback?cid=1&payout=2": "voluum", "/postback?a=b": "", "/events": "", "/v1/ev": "", "/": "",
	} {
		path, query, _ := strings.Cut(address, "?")
		got := ""
		if r, ok := new(receiver.Table).Match(receiver.Endpoint{Host: "127.0.0.1:80", AnyHost: true, Path: path, Query: received(query, "").Query}); ok {
			got = r.Name
		}
		if got != want {
			t.Errorf("%s is %q, want %q", address, got, want)
		}
	}
}
