package call

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

func seeds() []string {
	return []string{
		`{"inboundCallId":"RGB1","callDt":1612224000000,"conversionAmount":-0.04e+5,"hasConnected":true,"recordingUrl":null}`,
		`{"tag:User:a":"\u00e9\ud83d\ude00\\\/\"","tag":{"User":{"x":[1,{"y":[]}]}},"Call:x":"é東😀"}`,
		`{"message-tags":[{"name":"a","type":"b","value":"c","value-num":1},{"name":"a"}],"events":["incoming"]}`,
		"{\"a\" : {\"a\":1 ,\n\t\"b\":[ ] } , \"b\":{} }\n{\"a\":{}}",
		`{"a":[ 1 ]}`, `{"a":[ ]}`, `{"a":[1, 2]}`, `{"a":[1, ]}`, `{ "a":{ } }`,
		`{"a":1,"a":2}`, `{"a":"\ud800"}`, "{\"a\":\"\xff\"}", `{"a":01}`, `{"events":"incoming, error"}`, `{"events":["x"]}`,
		`{"columns":[{"name":"a","original":1}],"tags":[{"tagName":"b","tagType":"User","tagValue":"c"}]}`,
		strings.Repeat(`{"a":`, 130) + "1" + strings.Repeat("}", 130),
	}
}

// What the scanner accepts encoding/json accepts; what only encoding/json accepts is refused for
// one of the reasons that the oracle names; what both accept holds the same values.
func FuzzScan(f *testing.F) {
	for _, before := range seeds() {
		for _, seed := range seeds() {
			f.Add([]byte(before), []byte(seed))
		}
	}
	f.Fuzz(func(t *testing.T, before, data []byte) {
		s := NewScanner(NewKeys())
		_, _ = s.Scan(before, new(Record)) // what it learns here must not matter
		var rec Record
		n, err := s.Scan(data, &rec)
		raw, record, ok := decoded(data)
		reason := ""
		if ok {
			if reason = stricter(raw); reason == "" && eventsProblem(record) {
				reason = "an unknown event"
			}
		}
		if want := ok && reason == ""; want != (err == nil) {
			t.Fatalf("accepted is %v, want %v because of %q: %v", err == nil, want, reason, err)
		}
		if err == nil {
			compareValues(t, data[:n], raw, record, &rec)
		}
	})
}

func compareValues(t *testing.T, took, raw []byte, record map[string]any, rec *Record) {
	if got := string(bytes.TrimLeft(took, " \t\r\n")); got != string(raw) {
		t.Fatalf("took %q, want %q", got, raw)
	}
	seen := map[string]bool{}
	for name, v := range rec.All() {
		want, ok := record[v.Path()]
		inTree := strings.HasPrefix(v.Path(), "tag.") || strings.HasPrefix(v.Path(), "tags.")
		switch atTop := v.Carrier() == TopColumn || v.Carrier() == FlatTag || v.Carrier() == FlatCall; {
		case !atTop || inTree && (!ok || seen[v.Path()]):
			continue
		case !ok:
			t.Fatalf("%s: %q is not in the record", name, v.Path())
		}
		if seen[v.Path()] {
			t.Fatalf("%q comes twice", v.Path())
		}
		seen[v.Path()] = true
		if got := v.Text(); got != textOf(want, v) {
			t.Fatalf("%q is %q, want %q", v.Path(), got, textOf(want, v))
		}
	}
	for key, value := range record {
		structured := key == "tag" || key == "tags" || key == "columns" || key == "message-tags"
		if _, nested := value.(map[string]any); nested && structured {
			continue
		}
		if _, list := value.([]any); list && structured {
			continue
		}
		if !seen[key] {
			t.Fatalf("%q is missing", key)
		}
	}
}

// textOf is the text of a decoded value, which must be of the kind that v says.
func textOf(want any, v Value) string {
	switch w := want.(type) {
	case nil:
		return map[bool]string{true: "", false: "not null"}[v.Kind() == Null]
	case string:
		return map[bool]string{true: w, false: "not a string"}[v.Kind() == String]
	case json.Number:
		return map[bool]string{true: w.String(), false: "not a number"}[v.Kind() == Number]
	case bool:
		return map[bool]string{true: fmt.Sprint(w), false: "not a boolean"}[v.Kind() == Bool]
	}
	var again any
	d := json.NewDecoder(strings.NewReader(v.Text()))
	d.UseNumber()
	if d.Decode(&again) != nil || !cmp.Equal(again, want) || v.Kind() != Composite {
		return "not the same object or array"
	}
	return v.Text()
}

func readerSeeds() []string {
	older := `{"result":{"callLog":{"data":[{"columns":[{"name":"callDt","original":1}]}]}}}`
	newer := `{"isSuccessful":true,"report":{"records":[{"inboundCallId":"A"},{"inboundCallId":"B"}],"totalCount":2}}`
	return append(seeds(), older, newer, newer+"\n"+older, "["+older+","+newer+"]",
		`{"isSuccessful":false,"message":"no"}`, `{"isSuccessful":true}`, `{"report":{"records":[]},"result":{"callLog":{"data":[{}]}}}`,
		"[]", "[{},{}]", "[{}", "[{}]x", `[{"a":1,"a":2},{}]`, "{}{}", "{\n}\n{\n}\n", "{}\n\n{\n{}", "\uFEFF{}", "\xFF\xFE{\x00",
		"<html>", "inboundCallId,Caller ID,tag:User:x,own\r\nA,+1,x,\"a\"\"b\n\"\r\n\r\nB,,,\n", "inboundCallId\na\"b\n\"c\"d\ne\n",
		"inboundCallId,x\n1\n1,2\n", "events,callDt\n\"incoming,error\",-no value-\nx,1\n", "a,b\n1,2\n", "\x1f\x8b\x08\x00junk")
}

// How an input comes in pieces must not matter, nor that it is read in batches.
func FuzzReader(f *testing.F) {
	for _, seed := range readerSeeds() {
		for _, name := range []string{"-", "calls.json", "calls.ndjson"} {
			f.Add(seed, name)
		}
	}
	f.Fuzz(func(t *testing.T, input, name string) {
		opt := ReaderOptions{Name: name}
		whole := drain(strings.NewReader(input), opt)
		pieces := drain(iotest.OneByteReader(strings.NewReader(input)), opt)
		if diff := cmp.Diff(whole, pieces); diff != "" {
			t.Error(diff)
		}
		late := drain(iotest.DataErrReader(strings.NewReader(input)), opt)
		if diff := cmp.Diff(whole, late); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(whole, drainBatches(iotest.HalfReader(strings.NewReader(input)), opt, 2)); diff != "" {
			t.Error(diff)
		}
		small := ReaderOptions{Name: name, MaxRecord: 40, MaxDepth: 3}
		if diff := cmp.Diff(readAll(input, small), drainBatches(strings.NewReader(input), small, 2)); diff != "" {
			t.Error(diff)
		}
		if len(whole) > len(input) {
			t.Errorf("%d records in %d bytes", len(whole), len(input))
		}
	})
}
