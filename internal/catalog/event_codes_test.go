package catalog

import (
	"testing"

	"postback/internal/call"
)

func TestLookupEventCode(t *testing.T) {
	t.Parallel()
	known := map[string]call.Event{
		"incoming": call.Incoming, "IncomingCall": call.Incoming, "OnIncomingCall": call.Incoming, "INCOMING_CALL": call.Incoming,
		"ConnectedCall": call.Connected, "OnConnectedCall": call.Connected, "OnCallConnected": call.Connected, "Answered": call.Connected,
		"CompletedCall": call.Completed, "Converted": call.Converted, "ErrorCall": call.Errored, "PayoutCall": call.Payout,
		"onFinalized": call.Finalized, "CallRecordingMigrated": call.Recording,
	}
	for code, want := range known {
		got, ok := LookupEventCode(code)
		if !ok || got.Event != want || got.Certainty.Fact() || got.Why == "" {
			t.Errorf("%q is %+v, %t; want %s, as an inference", code, got, ok, want)
		}
	}
	for _, code := range []string{"", "4", "On", "EVT_CONV", "call", "OnOnIncoming"} {
		if got, ok := LookupEventCode(code); ok {
			t.Errorf("%q is taken for %s", code, got.Event)
		}
	}
}
