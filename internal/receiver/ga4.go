package receiver

// ga4 is the Measurement Protocol of Google Analytics 4. It answers 2xx to everything.
func ga4() Receiver {
	return measurementProtocol("ga4", "Google Analytics 4 Measurement Protocol", "/mp/collect")
}

// ga4Debug is its validation server, which says what is wrong and stores nothing.
func ga4Debug() Receiver {
	return measurementProtocol("ga4-debug", "Google Analytics 4 validation server", "/debug/mp/collect")
}

// measurementProtocol has no required stream: it is either measurement_id or firebase_app_id.
func measurementProtocol(name, title, path string) Receiver {
	return Receiver{
		Name: name, Title: title,
		Hosts: []string{"www.google-analytics.com"}, Path: path,
		Parameters: []Parameter{
			{Name: "api_secret", Meaning: "secret of the data stream", Required: true, Secret: true},
			{Name: "measurement_id", Meaning: "id of the data stream of a web site"},
			{Name: "firebase_app_id", Meaning: "id of the data stream of an app"},
		},
		Source: "https://developers.google.com/analytics/devguides/collection/protocol/ga4/sending-events", Date: "2026-11-21",
	}
}
