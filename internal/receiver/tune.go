package receiver

// tune is the server postback of TUNE, formerly HasOffers. Which of its parameters have to be
// there depends on the network's settings, so none is called required. The platform's own article
// on TUNE adds aff_id and adv_sub to those of the vendor's.
func tune() Receiver {
	return Receiver{
		Name: "tune", Title: "TUNE (HasOffers) conversion postback", Path: "*/aff_lsr",
		Parameters: []Parameter{
			{Name: "offer_id", Meaning: "offer id"},
			{Name: "aff_id", Meaning: "affiliate id"},
			{Name: "transaction_id", Meaning: "id of the click"},
			{Name: "adv_sub", Meaning: "the advertiser's own reference"},
			{Name: "security_token", Meaning: "token that allows conversions", Secret: true},
		},
		Source: "https://support.tune.com/hc/en-us/articles/4413247665431-Receiving-Conversions-via-Postback-URL", Date: "2026-11-21",
	}
}
