package receiver

// cake is CAKE's conversion postback. Its clickless postback is another endpoint, whose parameter
// for the affiliate is published nowhere, so nothing is claimed of it. Here `a` is the advertiser.
func cake() Receiver {
	return Receiver{
		Name: "cake", Title: "CAKE conversion postback", Path: "*/p.ashx",
		Parameters: []Parameter{
			{Name: "o", Meaning: "offer id"},
			{Name: "a", Meaning: "advertiser id, in place of the offer id"},
			{Name: "e", Meaning: "event id", Event: true},
			{Name: "r", Meaning: "request-session id, which takes the place of a cookie"},
			{Name: "f", Meaning: "format of the pixel", Without: "it is taken for an iframe in a browser; write f=pb for a postback"},
			{Name: "t", Meaning: "transaction id"},
			{Name: "p", Meaning: "revenue override", Amount: true},
			{Name: "ap", Meaning: "affiliate payout override", Amount: true},
			{Name: "u", Meaning: "user id"},
			{Name: "ect", Meaning: "total of an order", Amount: true}, //nolint:misspell // that is its name
		},
		Source: "https://support.getcake.com/support/solutions/articles/5000546124-conversion-pixel-variables", Date: "2026-11-21",
	}
}
