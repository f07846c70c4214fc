package call

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFires: every shape of a record tells which pixels its log says were fired.
func TestFires(t *testing.T) {
	t.Parallel()
	const log = `[{"name":"ConnectedCall","dtStamp":"2021-02-01T22:48:38.1Z"},
		{"name":"PixelFire","eventName":"A \"1\"","eventCode":"Converted","httpStatusCode":200,"failReason":null,"recordingUrl":"https:\/\/a.example\/?x=1","dtStamp":"2021-02-01T22:48:39.1234567Z"} ,
		{"eventName":"B","name":"Pixel Fire","httpStatusCode":"","failReason":"Tag validation","recordingUrl":"","extra":{"a":[1]}}]`
	want := []string{
		`A "1"|Converted|https://a.example/?x=1|200||2021-02-01T22:48:39.1234567Z`, `B||||Tag validation|`,
	}
	tests := []struct {
		input string
		want  []string
	}{
		{`{"inboundCallId":"1","events":` + log + `}`, want},
		{`{"result":{"callLog":{"data":[{"columns":{"inboundCallId":"1"},"events":` + log + `}]}}}`, want},
		{`{"report":{"records":[{"events":` + log + `}]}}`, want},
		{`{"events":["incoming","payout"]}`, nil},
		{`{"events":"incoming"}`, nil},
		{`{"events":[]}`, nil},
		{`{"events":null}`, nil},
		{`{"inboundCallId":"1"}`, nil},
		{`{"events":[{"name":"PixelFired"},{"name":7},{"name":"pixel"},{}]}`, nil},
	}
	for _, tt := range tests {
		keys := NewKeys()
		fires := NewFireReader(keys)
		reader := NewReader(strings.NewReader(tt.input), ReaderOptions{Keys: keys})
		rec, err := reader.Next()
		if err != nil {
			t.Fatalf("%s: %v", tt.input, err)
		}
		for range 2 { // asking again gives the same
			var got []string
			for _, f := range fires.Fires(rec) {
				got = append(got, strings.Join([]string{string(f.Pixel), string(f.Code), string(f.URL), string(f.Status), string(f.Reason), string(f.Time)}, "|"))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.input, diff)
			}
		}
	}
}
