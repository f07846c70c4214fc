package receiver

// taboola is Taboola's postback. Its vendor documents 400 for what is missing and 204 for success.
func taboola() Receiver {
	return Receiver{
		Name: "taboola", Title: "Taboola postback",
		Hosts: []string{"trc.taboola.com"}, Path: "/actions-handler/log/3/s2s-action",
		Parameters: []Parameter{
			{Name: "click-id", Required: true, Meaning: "id of the click, case-sensitive"},
			{Name: "name", Required: true, Event: true, Meaning: "name of the event"},
			{Name: "revenue", Meaning: "revenue"},
			{Name: "currency", Meaning: "currency of the revenue"},
			{Name: "orderid", Meaning: "order id"},
		},
		Source: "https://developers.taboola.com/pixel/docs/the-postback-url", Date: "2026-08-20",
	}
}
