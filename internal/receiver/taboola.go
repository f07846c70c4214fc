package receiver

// taboola is Taboola's postback. Its vendor documents 400 for what is missing and 204 for success.
func taboola() Receiver {
	return Receiver{
		Name: "taboola", Title: "Taboola postback",
		Hosts: []string{"trc.taboola.com"}, Path: "/actions-handler/log/3/s2s-action",
		Parameters: []Parameter{
			{Name: "click-id", Meaning: "id of the click, case-sensitive", Required: true},
			{Name: "name", Meaning: "name of the event, case-sensitive", Required: true, Event: true},
			{Name: "revenue", Meaning: "revenue", Amount: true},
			{Name: "currency", Meaning: "currency of the revenue"},
			{Name: "orderid", Meaning: "order id"},
		},
		Source: "https://developers.taboola.com/pixel/docs/the-postback-url", Date: "2026-11-21",
	}
}
