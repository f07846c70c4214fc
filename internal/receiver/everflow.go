package receiver

// everflow is Everflow's server-to-server postback. It is served under the networks' own domains,
// so it is recognised by the parameter that names the network.
func everflow() Receiver {
	return Receiver{
		Name: "everflow", Title: "Everflow conversion postback",
		Path: "/", Has: "nid",
		Parameters: []Parameter{
			{Name: "nid", Required: true, Meaning: "network id"},
			{Name: "transaction_id", Required: true, Meaning: "id of the click"},
			{Name: "amount", Meaning: "sale amount"},
			{Name: "event_id", Event: true, Meaning: "event id"},
			{Name: "order_id", Meaning: "order id"},
			{Name: "verification_token", Secret: true, Meaning: "token that allows conversions"},
		},
		Source: "https://helpdesk.everflow.io/customer/accessing-editing-s2s-postback-urls", Date: "2026-08-20",
	}
}
