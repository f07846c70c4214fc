package receiver_test

import (
	"testing"

	"postback/internal/postback"
	"postback/internal/receiver"
)

// BenchmarkJudge is what a verdict costs for each postback of a replay.
func BenchmarkJudge(b *testing.B) {
	cake, tiktok := []byte(cakeXML("0", "SUCCESS")), []byte(`{"code":0,"message":"OK"}`)
	for _, test := range []struct {
		name   string
		expect *receiver.Expect
		url    string
		body   []byte
	}{
		{"by URL, XML", nil, cakeURL, cake},
		{"by URL, JSON", nil, tiktokURL, tiktok},
		{"by URL, status", nil, kayzenURL + "&api_key=K&app_event=incoming&caller_id=%2B13017015507&number=%2B15039474000&call_id=RGB65F916FD7EB175074E83D8FC01EFC30AV30F2E&gclid=393738977B45AE9A0EFF&is_duplicate=no&caller_state=Qu%C3%A9bec&revenue=0&target=Legal%3DFast%3F&can_claim=1", nil},
		{"by name", &receiver.Expect{Receiver: "kayzen"}, "", nil},
		{"nobody known", nil, "https://receiver.test/p?id=1&a=2&b=3", nil},
	} {
		b.Run(test.name, func(b *testing.B) {
			table, url := new(receiver.Table), []byte(test.url)
			b.ReportAllocs()
			for b.Loop() {
				o := postback.Outcome{Verdict: postback.Unverified, Status: 200, Body: test.body}
				table.Judge(test.expect, url, &o)
			}
		})
	}
}
