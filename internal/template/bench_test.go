package template

import (
	"strings"
	"testing"

	"postback/internal/diag"
)

// answers is a Resolver that has its answers ready, by token number.
type answers [][]byte

func (a *answers) Token(token int) []byte { return (*a)[token] }

// benchValues are values of the length and make that the platform sends.
var benchValues = map[string]string{
	"call:CallerNumber":     "+16613804706",
	"call:NumberDialed":     "+18884143472",
	"call:InboundCallId":    "RGB5C3A9F0E1D2B4C6A8V3QP301",
	"user:gclid":            "Cj0KCQiAtICdBhCLARIsALUBFcGabc123",
	"callinfo:IsDuplicate":  "no",
	"inboundnumber:State":   "CA",
	"call:ConversionAmount": "44.90",
	"target:Name":           "Acme Insurance & Co",
}

// benchURL is one of six pixels that differ in a word only, as a receiver's pixels do.
func benchURL(event string) string {
	return "https://api-events.eventstracker.io/v1/ev?tp=ringba&api_key=K&app_event=" + event +
		"&caller_id=[Call:CallerNumber]&number=[Call:NumberDialed]&call_id=[Call:InboundCallId]&gclid=[tag:User:gclid]" +
		"&is_duplicate=[tag:CallInfo:IsDuplicate]&caller_state=[tag:InboundNumber:State]" +
		"&revenue=[Call:ConversionAmount]&target=[tag:Target:Name]&can_claim=1"
}

func BenchmarkSixPixels(b *testing.B) {
	layout := NewLayout()
	var bounds []*Bound
	for event := range strings.FieldsSeq("incoming connected completed converted payout error") {
		t, _ := Parse(diag.Opaque(benchURL(event), diag.Span{}), URL, Component)
		bounds = append(bounds, layout.Bind(t, nil))
	}
	var record answers
	for _, t := range layout.Tokens() {
		record = append(record, []byte(benchValues[t.Key()]))
	}
	v := layout.NewValues()
	var out []byte
	b.ReportAllocs()
	for b.Loop() {
		v.Reset(&record)
		out = out[:0]
		for _, bound := range bounds {
			out = bound.Append(out, v)
		}
	}
	b.SetBytes(int64(len(out)))
}

func BenchmarkEncode(b *testing.B) {
	for name, value := range map[string]string{"id": "RGB5C3A9F0E1D2B4C6A8V3QP301", "phone": "+16613804706", "date": "1/18/2026 10:04:05 PM", "words": "Acme Insurance & Co", "utf8": "Zoë Müller — Ñandú"} {
		for _, e := range []Encoding{Component, Form, Raw} {
			b.Run(name+"/"+e.String(), func(b *testing.B) {
				var out []byte
				in := []byte(value)
				b.SetBytes(int64(len(in)))
				for b.Loop() {
					out = AppendEncoded(out[:0], in, Query, e)
				}
			})
		}
		b.Run(name+"/json", func(b *testing.B) {
			var out []byte
			in := []byte(value)
			b.SetBytes(int64(len(in)))
			for b.Loop() {
				out = AppendEncoded(out[:0], in, JSONString, Component)
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	text := diag.Opaque(benchURL("converted"), diag.Span{})
	b.ReportAllocs()
	for b.Loop() {
		Parse(text, URL, Component)
	}
}
