package catalog

import (
	"strings"
	"testing"

	"postback/internal/call"
)

// Each row is a statement of the platform or of a partner, word for word or in short, and what
// the table must therefore say.
func TestAvailabilityAsDocumented(t *testing.T) {
	t.Parallel()
	const (
		kayzenError  = "Kayzen: Revenue, duration, and the duplicate flag are not available on Error calls"
		kayzenPixels = "Kayzen: Each pixel includes Ringba's inbound call ID"
		pixelsPayout = "Pixels: Payout may occur after conversion, in which case payout information is not yet available to pixels that use this option"
		pixelsRecord = "Pixels: fired when the recording is available to listen to, a few seconds after the call completes"
		pixelsAnswer = "Pixels: Connected is fired when the call is answered by a target"
		sampleRecord = "API samples: the recording URL of CompletedCall is empty"
		tagTable     = "fact reference: no target, length, money at Incoming"
		lateRevenue  = "fact reference: revenue can be 0 or blank at Completed"
		oftenEmpty   = "DependableQA: often empty depending on when the pixel fires"
		noBlocked    = "Kayzen: calls that were blocked before they fired any pixel"
		poolsOnly    = "Most Common Tokens: number pools collect information from your caller's session"
	)
	cases := []struct {
		says  string
		token string
		event call.Event
		want  Availability
		sure  Certainty
	}{
		{kayzenError, "Call:IsDuplicate", call.Errored, Never, Documented},
		{kayzenError, "CallInfo:IsDuplicate", call.Errored, Never, Documented},
		{kayzenError, "Call:ConversionAmount", call.Errored, Never, Documented},
		{kayzenError, "CallLength:Total", call.Errored, Never, Documented},
		{kayzenError, "CallLength:FromConnect", call.Errored, Never, Documented},
		{kayzenError, "CallLength:FromDial", call.Errored, Never, Documented},
		{kayzenPixels, "Call:InboundCallId", call.Incoming, Always, Documented},
		{kayzenPixels, "Call:InboundCallId", call.Errored, Always, Documented},
		{kayzenPixels, "Call:CallerNumber", call.Payout, Always, Documented},
		{pixelsPayout, "Call:ConversionPayout", call.Converted, Sometimes, Documented},
		{pixelsPayout, "Call:ConversionPayout", call.Payout, Always, Documented},
		{"order of Finalized against Payout: unknown", "Call:ConversionPayout", call.Finalized, Unknown, Unsure},
		{"Kayzen: Converted sends the conversion_amount", "Call:ConversionAmount", call.Converted, Always, Documented},
		{lateRevenue, "Call:ConversionAmount", call.Completed, Sometimes, Seen},
		{tagTable, "Call:ConversionAmount", call.Incoming, Never, Inferred},
		{tagTable, "Call:ConversionAmount", call.Connected, Never, Inferred},
		{tagTable, "Call:ConversionPayout", call.Incoming, Never, Inferred},
		{tagTable, "Call:ConversionPayout", call.Connected, Never, Inferred},
		{tagTable, "Target:Name", call.Incoming, Never, Inferred},
		{tagTable, "Target:Id", call.Incoming, Never, Inferred},
		{tagTable, "Buyer:Name", call.Incoming, Never, Inferred},
		{tagTable, "CallLength:Total", call.Incoming, Never, Inferred},
		{tagTable, "Call:CallConnectionDt", call.Incoming, Never, Inferred},
		{pixelsAnswer, "Target:Name", call.Connected, Always, Inferred},
		{"seen with an empty target on no-answer calls", "Target:Name", call.Completed, Sometimes, Seen},
		{sampleRecord, "Call:RecordingUrl", call.Completed, Never, Documented},
		{sampleRecord, "Recording:RecordingUrl", call.Completed, Never, Documented},
		{pixelsRecord, "Call:RecordingUrl", call.Recording, Always, Documented},
		{pixelsRecord, "Call:RecordingUrl", call.Incoming, Never, Inferred},
		{pixelsRecord, "Call:RecordingUrl", call.Finalized, Never, Inferred},
		{oftenEmpty, "Call:CallConnectedTimestamp", call.Recording, Sometimes, Seen},
		{noBlocked, "CallInfo:BlockedReason", call.Finalized, Never, Inferred},
		{poolsOnly, "Geo:ZipCode", call.Incoming, Sometimes, Documented},
		{"URL parameters come with the visit", "User:gclid", call.Incoming, Sometimes, Documented},
		{"the call flow begins after the call appears", "Gather:zipcode", call.Incoming, Never, Inferred},
		{"the call flow begins after the call appears", "menu:menuNode_1", call.Connected, Sometimes, Inferred},
		{"nothing says when annotations are made", "Annotations:sold", call.Completed, Unknown, Unsure},
	}
	for _, c := range cases {
		category, name, _ := strings.Cut(c.token, ":")
		tok, ok := Lookup(category, name)
		got := tok.At[c.event]
		if !ok || got.Availability != c.want || got.Certainty != c.sure {
			t.Errorf("[%s] on %v is %v (%v), want %v (%v): %s",
				c.token, c.event, got.Availability, got.Certainty, c.want, c.sure, c.says)
		}
	}
}

// No token may be refused on the event that exists to send it.
func TestTheEventOfAValueHasTheValue(t *testing.T) {
	t.Parallel()
	for token, e := range map[string]call.Event{
		"Call:ConversionAmount":  call.Converted,
		"Call:ConversionPayout":  call.Payout,
		"Call:RecordingUrl":      call.Recording,
		"Recording:RecordingUrl": call.Recording,
		"Target:Name":            call.Connected,
		"CallLength:Total":       call.Completed,
		"Call:CallDateTime":      call.Incoming,
	} {
		category, name, _ := strings.Cut(token, ":")
		if tok, ok := Lookup(category, name); !ok || tok.At[e].Availability != Always {
			t.Errorf("[%s] on %v is %v", token, e, tok.At[e].Availability)
		}
	}
}

// What a call has at Incoming it does not lose on the way, except on an Error call.
func TestValuesDoNotVanish(t *testing.T) {
	t.Parallel()
	for _, tok := range Tokens() {
		if tok.At[call.Incoming].Availability != Always {
			continue
		}
		for _, e := range call.Events() {
			if e != call.Errored && tok.At[e].Availability != Always {
				t.Errorf("%s is there at incoming and %v at %v", tok, tok.At[e].Availability, e)
			}
		}
	}
}
