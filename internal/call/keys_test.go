package call

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestColumnsAreUnambiguous(t *testing.T) {
	t.Parallel()
	names := map[string]string{}
	for _, c := range Columns() {
		for _, name := range []string{c.ID, c.Title} {
			if other, ok := names[strings.ToLower(name)]; ok && other != c.ID && name != "" {
				t.Errorf("%q names both %s and %s", name, other, c.ID)
			}
			names[strings.ToLower(name)] = c.ID
		}
	}
	for id, want := range map[string]string{"Call Date": "callDt", "Caller ID": "inboundPhoneNumber", "Revenue": "conversionAmount", "Payout": "payoutAmount", "Paid Out": "hasPayout"} {
		if got := names[strings.ToLower(id)]; got != want {
			t.Errorf("the column called %q is %s, want %s", id, got, want)
		}
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	k := NewKeys()
	gclid := k.Tag("User", "gclid")
	if k.Tag("uSER", "gclid") != gclid {
		t.Error("the case of a category matters")
	}
	others := []Key{k.Tag("User", "GCLID"), k.Tag("User", "gclid "), k.Tag("Geo", "gclid"), k.Column("gclid"), k.Column("User:gclid")}
	for i, other := range others {
		if other == gclid {
			t.Errorf("name %d has the key of another", i)
		}
	}
	if diff := cmp.Diff(Name{Category: "User", Name: "gclid"}, k.Name(gclid)); diff != "" {
		t.Error(diff)
	}
	if got := k.Name(gclid).String() + " " + k.Name(k.Column("callDt")).String(); got != "User:gclid callDt" {
		t.Errorf("got %q", got)
	}
	if k.Len() != len(k.names) || int(k.Column("new")) != k.Len()-1 {
		t.Error("keys are not dense")
	}
}

func TestKeysOfThisPackage(t *testing.T) {
	t.Parallel()
	k := NewKeys()
	for key, id := range map[Key]string{
		keyID: "inboundCallId", keyCallDt: "callDt", keyDtStamp: "dtStamp", keyHasConnected: "hasConnected",
		keyCallCompletedDt: "callCompletedDt", keyHasConverted: "hasConverted", keyHasPayout: "hasPayout",
		keyRecordingURL: "recordingUrl", keyWasBlocked: "wasBlocked", keyEvents: "events", keyIsSuccessful: "isSuccessful",
	} {
		if k.Column(id) != key {
			t.Errorf("%s has the key %d, want %d", id, k.Column(id), key)
		}
	}
	if k.Tag("Call", "InboundCallId") != keyCallTagID {
		t.Error("the tag of the call's id has another key")
	}
}
