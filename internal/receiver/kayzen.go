package receiver

// kayzenHost and kayzenPath are where Kayzen takes events, whatever their contract.
const (
	kayzenHost = "api-events.eventstracker.io"
	kayzenPath = "/v1/ev"
)

// kayzenRingba is the contract of the platform's own guide to Kayzen, which tp=ringba selects. That
// the key and the event have to be there stands in Kayzen's documentation of the endpoint.
func kayzenRingba() Receiver {
	return Receiver{
		Name: "kayzen-ringba", Title: "Kayzen event API for calls",
		Hosts: []string{kayzenHost}, Path: kayzenPath, Query: map[string]string{"tp": "ringba"},
		Parameters: []Parameter{
			{Name: "tp", Meaning: "where the event comes from"},
			{Name: "api_key", Meaning: "key that the account manager gives out", Required: true, Secret: true},
			{Name: "app_event", Meaning: "name of the event", Required: true, Event: true},
			{Name: "caller_id", Meaning: "caller's number"},
			{Name: "number", Meaning: "number that was dialled"},
			{Name: "call_id", Meaning: "id of the call"},
			{Name: "event_ts", Meaning: "time of the call"},
			{Name: "is_duplicate", Meaning: "duplicate flag"},
			{Name: "caller_state", Meaning: "caller's state"},
			{Name: "conversion_amount", Meaning: "gross revenue", Amount: true, Promised: true},
			{Name: "can_claim", Meaning: "1 for an attributed event"},
		},
		Source: "https://support.ringba.com/hc/en-us/articles/41146221033623-Kayzen-Integration", Date: "2026-11-21",
	}
}

// kayzen is Kayzen's general event API.
func kayzen() Receiver {
	return Receiver{
		Name: "kayzen", Title: "Kayzen event API",
		Hosts: []string{kayzenHost}, Path: kayzenPath, Query: map[string]string{"tp": "direct"},
		Parameters: []Parameter{
			{Name: "tp", Meaning: "where the event comes from"},
			{Name: "api_key", Meaning: "key of the account, the app or the web site", Required: true, Secret: true},
			{Name: "app_event", Meaning: "name of the event", Required: true, Event: true},
			{Name: "can_claim", Meaning: "1 for an attributed event, otherwise 0", Required: true},
			{Name: "bid_id", Meaning: "id of the click on the ad", Required: true},
			{Name: "event_ts", Meaning: "time of the event"},
			{Name: "event_items", Meaning: "attributes of the event, as JSON"},
			{Name: "revenue_USD", Meaning: "revenue", Amount: true},
		},
		Source: "https://api.docs.kayzen.io/reference/event-api-integration", Date: "2026-11-21",
	}
}
