package receiver

// everflow is Everflow's server-to-server postback. It is served under the networks' own domains
// and its path is not documented, so it is recognised by the parameter that names the network and
// another one of its own.
func everflow() Receiver {
	return Receiver{
		Name: "everflow", Title: "Everflow conversion postback", Has: "nid",
		Parameters: []Parameter{
			{Name: "nid", Meaning: "network id", Required: true},
			{Name: "transaction_id", Meaning: "id of the click", Required: true},
			{Name: "amount", Meaning: "sale amount", Amount: true},
			{Name: "event_id", Meaning: "event id", Event: true},
			{Name: "order_id", Meaning: "order id"},
			{Name: "verification_token", Meaning: "token that allows conversions", Secret: true},
		},
		Source: "https://helpdesk.everflow.io/customer/accessing-editing-s2s-postback-urls", Date: "2026-11-21",
	}
}
