package receiver

// kayzenHost is where Kayzen takes events, whatever their contract.
const kayzenHost = "api-events.eventstracker.io"

// kayzenRingba is the contract of Kayzen's own guide for call pixels, which tp=ringba selects.
func kayzenRingba() Receiver {
	return Receiver{
		Name: "kayzen-ringba", Title: "Kayzen events from calls",
		Hosts: []string{kayzenHost}, Path: "/v1/ev", Query: map[string]string{"tp": "ringba"},
		Parameters: []Parameter{
			{Name: "tp", Required: true, Meaning: "where the event comes from"},
			{Name: "api_key", Required: true, Secret: true, Meaning: "key that the account manager gives out"},
			{Name: "app_event", Required: true, Event: true, Meaning: "name of the event"},
			{Name: "caller_id", Meaning: "caller's number"},
			{Name: "number", Meaning: "number that was dialled"},
			{Name: "call_id", Meaning: "id of the call"},
			{Name: "event_ts", Meaning: "time of the call"},
			{Name: "is_duplicate", Meaning: "duplicate flag"},
			{Name: "caller_state", Meaning: "caller's state"},
			{Name: "conversion_amount", Promised: true, Meaning: "revenue; the guide's text promises it on Converted"},
			{Name: "can_claim", Meaning: "1 for an attributed event"},
		},
		Source: "Kayzen's guide to call pixels", Date: "2026-08-20",
	}
}

// kayzen is Kayzen's general event API.
func kayzen() Receiver {
	return Receiver{
		Name: "kayzen", Title: "Kayzen event API",
		Hosts: []string{kayzenHost}, Path: "/v1/ev", Query: map[string]string{"tp": "direct"},
		Parameters: []Parameter{
			{Name: "tp", Required: true, Meaning: "where the event comes from"},
			{Name: "api_key", Required: true, Secret: true, Meaning: "key that the account manager gives out"},
			{Name: "app_event", Required: true, Event: true, Meaning: "name of the event"},
			{Name: "can_claim", Required: true, Meaning: "1 for an attributed event, otherwise 0"},
			{Name: "bid_id", Required: true, Meaning: "id of the bid that was won"},
			{Name: "event_ts", Meaning: "time of the event"},
			{Name: "revenue_USD", Meaning: "revenue"},
		},
		Source: "https://api.docs.kayzen.io/reference/event-api-integration", Date: "2026-08-20",
	}
}
