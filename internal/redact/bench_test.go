package redact

import (
	"strings"
	"testing"
)

// benchURL is a postback of about 300 bytes, as bulk output holds millions of.
const benchURL = "https://api-events.eventstracker.io/v1/ev?tp=ringba&app_event=converted&caller_id=%2B16613804706" +
	"&number=%2B18005551212&call_id=RGB7F2A9Z0123456789ABCDEF&event_ts=11%2F21%2F2025%207%3A55%3A05%20PM&is_duplicate=no" +
	"&conversion_amount=44.90&caller_state=CA&campaign=CTV%20Spring&publisher=Acme&x=abcdefghijklmnopq"

func BenchmarkAppendURL(b *testing.B) {
	key := "k4yz3n-0123456789abcdef"
	for name, test := range map[string]struct {
		redactor *Redactor
		url      string
	}{
		"no secrets":         {New(), benchURL},
		"a secret elsewhere": {New(Secret{"env:KEY", key}), benchURL},
		"a secret inside":    {New(Secret{"env:KEY", key}), benchURL + "&api_key=" + key},
		"reveal":             {Reveal(), benchURL},
	} {
		b.Run(name, func(b *testing.B) {
			url, dst := []byte(test.url), make([]byte, 0, 1024)
			b.ReportAllocs()
			b.SetBytes(int64(len(url)))
			for b.Loop() {
				dst = test.redactor.AppendURL(dst[:0], url)
			}
		})
	}
}

func BenchmarkString(b *testing.B) {
	r := New(Secret{"env:KEY", "k4yz3n-0123456789abcdef"})
	text := strings.Repeat(`{"call_id":"RGB7F2A9Z","amount":44.90,"url":"https://h.example/p?a=1&b=2"}`+"\n", 20)
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		r.String(text)
	}
}
