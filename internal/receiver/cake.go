package receiver

// cake is CAKE's conversion postback. Its clickless postback is another endpoint, whose parameter
// for the affiliate is published nowhere, so nothing is claimed of it. Here `a` is the advertiser.
func cake() Receiver {
	return Receiver{
		Name: "cake", Title: "CAKE conversion postback", Path: "*/p.ashx",
		Parameters: []Parameter{
			{Name: "o", Meaning: "offer id"},
			{Name: "a", Meaning: "advertiser id, in place of the offer id"},
			{Name: "e", Event: true, Meaning: "event id"},
			{Name: "en", Event: true, Meaning: "third-party name of the event"},
			{Name: "r", Meaning: "request-session id"},
			{Name: "f", Required: true, Meaning: "format of the answer: pb for a postback; without it the answer is an iframe"},
			{Name: "t", Meaning: "transaction id"},
			{Name: "p", Meaning: "revenue override"},
			{Name: "ap", Meaning: "affiliate payout override"},
			{Name: "u", Meaning: "user id"},
		},
		Source: "https://support.getcake.com/support/solutions/articles/5000546124-conversion-pixel-variables", Date: "2026-08-20",
	}
}
