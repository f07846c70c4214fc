package call

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// scanned is what a record holds, as "path=text" in order of appearance.
func scanned(t *testing.T, data string) []string {
	t.Helper()
	var rec Record
	n, err := NewScanner(NewKeys()).Scan([]byte(data), &rec)
	if err != nil {
		t.Fatalf("%s: %v", data, err)
	}
	if n != len(strings.TrimRight(data, " ")) {
		t.Errorf("%s: took %d bytes", data, n)
	}
	return contents(&rec)
}

func contents(rec *Record) []string {
	var all []string
	for name, v := range rec.All() {
		all = append(all, fmt.Sprintf("%s|%s|%s|%s", v.Path(), v.Carrier(), name, v.Text()))
	}
	return all
}

func TestScanValues(t *testing.T) {
	t.Parallel()
	got := scanned(t, ` { "inboundCallId" : "RGB1" ,"callDt":1612224000000,"conversionAmount":-0.04,"payoutAmount":44.90,
		"big":9007199254740993,"exp":1E+2,"hasConnected":true,"isLive":false,"recordingUrl":null,"empty":"",
		"list":[1,{"a":[]},"x"],"object":{"a":{},"b":"]}"},"esc":"a\"\\\/\b\f\n\r\té\uD83D\uDE00東","k\u0065y":1} `)
	want := []string{
		"inboundCallId|column|inboundCallId|RGB1", "callDt|column|callDt|1612224000000",
		"conversionAmount|column|conversionAmount|-0.04", "payoutAmount|column|payoutAmount|44.90",
		"big|column|big|9007199254740993", "exp|column|exp|1E+2", "hasConnected|column|hasConnected|true",
		"isLive|column|isLive|false", "recordingUrl|column|recordingUrl|", "empty|column|empty|",
		`list|column|list|[1,{"a":[]},"x"]`, `object|column|object|{"a":{},"b":"]}"}`,
		"esc|column|esc|a\"\\/\b\f\n\r\té😀東", "key|column|key|1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestScanCarriers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, data string
		want       []string
	}{
		{"flat tags", `{"tag:User:a:b":"1","TAG:Geo:City":"2","tag:odd":"3","tag::x":"4","Call:CallerNumber":"5","call:x":"6","User:y":"7"}`, []string{
			"tag:User:a:b|flat tag|User:a:b|1", "TAG:Geo:City|flat tag|Geo:City|2", "tag:odd|column|tag:odd|3",
			"tag::x|column|tag::x|4", "Call:CallerNumber|flat Call key|Call:CallerNumber|5", "call:x|flat Call key|call:x|6",
			"User:y|column|User:y|7",
		}},
		{"nested tags", `{"tag":{"User":{"x":"1","y":{"z":2}},"Geo:City":"3","Odd":4}}`, []string{
			"tag.User.x|nested tag|User:x|1", `tag.User.y|nested tag|User:y|{"z":2}`, "tag.Geo:City|nested tag|Geo:City|3",
			"tag.Odd|column|tag.Odd|4",
		}},
		{"no nested tags", `{"tag":"x","tags":5,"columns":null,"message-tags":"no"}`, []string{
			"tag|column|tag|x", "tags|column|tags|5", "columns|column|columns|", "message-tags|column|message-tags|no",
		}},
		{"message tags", `{"message-tags":[{"name":"gclid","source":"Call","type":"User","value":"x"},
			{"type":"CallLength","name":"Total","value":"","value-num":12},{"name":"N","type":"T"},{"name":"","type":"T","value":"lost"},
			{"name":"N","value":"lost"},{"n\u0061me":"caf\u00e9","type":"Us\u0065r","value":null}]}`, []string{
			"message-tags[0]|message-tags|User:gclid|x", "message-tags[1]|message-tags|CallLength:Total|12",
			"message-tags[2]|message-tags|T:N|", "message-tags[5]|message-tags|User:café|",
		}},
		{"older columns", `{"columns":[{"name":"callDt","original":1612224000000,"formattedValue":"02/02/2021"},
			{"name":"inboundCallId","formattedValue":"RGB2"},{"name":"x","original":{"a":1},"formattedValue":"1"},
			{"name":"y","original":null,"formattedValue":"z"},{"name":"v","value":"w"},{"name":7,"value":"lost"}]}`, []string{
			"columns[0]|columns of the older call log|callDt|1612224000000", "columns[1]|columns of the older call log|inboundCallId|RGB2",
			"columns[2]|columns of the older call log|x|1", "columns[3]|columns of the older call log|y|z",
			"columns[4]|columns of the older call log|v|w",
		}},
		{"older object forms", `{"columns":{"dtStamp":"2021"},"tags":{"User:x":"1","tag:Geo:City":"2","User":{"y":"3"}}}`, []string{
			"columns.dtStamp|columns of the older call log|dtStamp|2021", "tags.User:x|tags of the older call log|User:x|1",
			"tags.tag:Geo:City|tags of the older call log|Geo:City|2", "tags.User.y|tags of the older call log|User:y|3",
		}},
		{"older tags", `{"tags":[{"tagType":"User","tagName":"x","tagValue":"1"}],"events":[{"name":"ConnectedCall","columns":[{"name":"a","original":1}]}]}`, []string{
			"tags[0]|tags of the older call log|User:x|1",
			`events|column|events|[{"name":"ConnectedCall","columns":[{"name":"a","original":1}]}]`,
		}},
		{"an element that is no object", `{"message-tags":[1,null,"x",[{"name":"a","type":"b","value":"c"}]]}`, nil},
		{"the parts of a record that look like an envelope", `{"report":{"records":[{"a":1}]}}`, []string{`report|column|report|{"records":[{"a":1}]}`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, scanned(t, test.data)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestScanFaults(t *testing.T) {
	t.Parallel()
	tests := []struct{ data, want string }{
		{`[]`, `1:1: a call record is a JSON object, in braces; found '[' (byte 0)`},
		{`"x"`, `1:1: a call record is a JSON object, in braces; found '"' (byte 0)`},
		{"\n  é", `2:3: a call record is a JSON object, in braces; found 'é' (byte 3)`},
		{`{`, `1:2: the record ends too early: expected a key or '}' (byte 1)`},
		{`{"a`, `1:4: the record ends too early: expected the closing quote of a string (byte 3)`},
		{`{"a"`, `1:5: the record ends too early: expected a colon (byte 4)`},
		{`{"a":`, `1:6: the record ends too early: expected a value (byte 5)`},
		{`{"a":1`, `1:7: the record ends too early: expected a comma or '}' (byte 6)`},
		{`{"a":1,`, `1:8: the record ends too early: expected a key (byte 7)`},
		{`{"a":[`, `1:7: the record ends too early: expected a value or ']' (byte 6)`},
		{`{"a":-`, `1:7: the record ends too early: expected a digit (byte 6)`},
		{`{"a":tr`, `1:8: the record ends too early: expected true (byte 7)`},
		{`{"a":"\`, `1:8: the record ends too early: expected the rest of an escape sequence (byte 7)`},
		{`{"a":"\u00`, `1:11: the record ends too early: expected four hexadecimal digits (byte 10)`},
		{`{"a":"\uD83D\`, `1:14: the record ends too early: expected the second half of a surrogate pair (byte 13)`},
		{`{a:1}`, `1:2: expected a key in double quotes, found 'a' (byte 1)`},
		{`{"a":1,}`, `1:8: expected a key in double quotes after the comma, found '}' (byte 7)`},
		{`{"a":1 "b":2}`, `1:8: expected a comma or '}', found '"' (byte 7)`},
		{`{"a":1]`, `1:7: expected a comma or '}', found ']' (byte 6)`},
		{`{"a" 1}`, `1:6: expected a colon after the key, found '1' (byte 5)`},
		{`{"a":}`, `1:6: expected a value, found '}' (byte 5)`},
		{`{"a":[1,]}`, `1:9: expected a value after the comma, found ']' (byte 8)`},
		{`{"a":[1 2]}`, `1:9: expected a comma or ']', found '2' (byte 8)`},
		{`{"a":NaN}`, `1:6: expected a value, found 'N' (byte 5)`},
		{`{"a":True}`, `1:6: expected a value, found 'T' (byte 5)`},
		{`{"a":nul}`, `1:6: expected a value; only true, false and null are written without quotes (byte 5)`},
		{`{"a":truE}`, `1:6: expected a value; only true, false and null are written without quotes (byte 5)`},
		{`{"a":01}`, `1:6: a number has no leading zeros (byte 5)`},
		{`{"a":-x}`, `1:7: expected a digit, found 'x' (byte 6)`},
		{`{"a":1.}`, `1:8: expected a digit, found '}' (byte 7)`},
		{`{"a":1e}`, `1:8: expected a digit, found '}' (byte 7)`},
		{`{"a":1e+}`, `1:9: expected a digit, found '}' (byte 8)`},
		{`{"a":+1}`, `1:6: expected a value, found '+' (byte 5)`},
		{`{"a":0x1}`, `1:7: expected a comma or '}', found 'x' (byte 6)`},
		{"{\"a\":\"\n\"}", `1:7: a string cannot hold a line feed as it is; write it as \n (byte 6)`},
		{"{\"a\":\"\t\"}", `1:7: a string cannot hold a tab as it is; write it as \t (byte 6)`},
		{"{\"a\":\"\r\"}", `1:7: a string cannot hold a carriage return as it is; write it as \r (byte 6)`},
		{"{\"a\":\"\x00\"}", `1:7: a string cannot hold a control character U+0000 as it is; write it as \u0000 (byte 6)`},
		{`{"a":"\x"}`, `1:7: after a backslash a string has one of " \ / b f n r t u, not 'x' (byte 6)`},
		{`{"a":"\u00g0"}`, `1:11: \u needs four hexadecimal digits, found 'g' (byte 10)`},
		{`{"a":"\uD83D\u12x4"}`, `1:17: \u needs four hexadecimal digits, found 'x' (byte 16)`},
		{`{"a":"\uD83D."}`, `1:7: \uD83D is half a surrogate pair; the other half must follow it (byte 6)`},
		{`{"a":"\uD83D\n"}`, `1:7: \uD83D is half a surrogate pair; the other half must follow it (byte 6)`},
		{`{"a":"\uD83D\u0041"}`, `1:7: \uD83D is half a surrogate pair and \u0041 is not the other half (byte 6)`},
		{`{"a":"\uDE00"}`, `1:7: \uDE00 is the second half of a surrogate pair without the first (byte 6)`},
		{"{\"a\":\"éé\xFF\"}", `1:9: the byte 0xFF is not UTF-8 (byte 10)`},
		{"{\"\xC3\":1}", `1:3: the byte 0xC3 is not UTF-8 (byte 2)`},
		{"{\xC3:1}", `1:2: expected a key in double quotes, found the byte 0xC3 (byte 1)`},
		{"{\x01:1}", `1:2: expected a key in double quotes, found the control character U+0001 (byte 1)`},
		{"{\"a\":\n}", `2:1: expected a value, found '}' (byte 6)`},
		{"{\"a\":1,\n\"b\":2,\n \"a\":3}", `3:2: the key "a" stands twice in the same object (byte 16)`},
		{`{"a":1,"\u0061":3}`, `1:8: the key "a" stands twice in the same object (byte 7)`},
		{`{"a":{"b":1,"b":1}}`, `1:13: the key "b" stands twice in the same object (byte 12)`},
		{`{"a":[{"b":1},{"c":1,"b":2,"c":1}]}`, `1:28: the key "c" stands twice in the same object (byte 27)`},
		{`{"a":` + strings.Repeat("[", 128), `1:133: nested more than 128 levels deep (byte 132)`},
		{`{"events":["incoming","hang up"]}`, `1:24: "hang up" is not an event; the events are incoming, connected, completed, converted, error, payout, finalized, recording (byte 23)`},
		{`{"events":[1]}`, `1:12: "events" lists names of events or the entries of an event log, not 1 (byte 11)`},
		{`{"a":1,"events":"incoming,x"}`, `1:18: "x" is not an event; the events are incoming, connected, completed, converted, error, payout, finalized, recording (byte 17)`},
	}
	for _, test := range tests {
		_, err := NewScanner(NewKeys()).Scan([]byte(test.data), new(Record))
		if err == nil {
			t.Errorf("%s: no error", test.data)
		} else if diff := cmp.Diff("input:"+test.want, err.Error()); diff != "" {
			t.Errorf("%s: %s", test.data, diff)
		}
	}
}

func TestScanDepth(t *testing.T) {
	t.Parallel()
	data := `{"a":` + strings.Repeat("[", 127) + strings.Repeat("]", 127) + `}`
	s := NewScanner(NewKeys())
	for range 3 {
		if n, err := s.Scan([]byte(data), new(Record)); err != nil || n != len(data) {
			t.Errorf("got %d, %v", n, err)
		}
	}
}

func TestScanNothing(t *testing.T) {
	t.Parallel()
	if n, err := NewScanner(NewKeys()).Scan([]byte(" \n"), new(Record)); n != 2 || !errors.Is(err, io.EOF) {
		t.Errorf("got %d, %v", n, err)
	}
}

// A chunk of NDJSON can be read without a Reader.
func TestScanChunk(t *testing.T) {
	t.Parallel()
	chunk := sampleLog(50, 0.5)
	s, rec, count := NewScanner(NewKeys()), new(Record), 0
	for {
		n, err := s.Scan(chunk, rec)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || !strings.HasPrefix(rec.ID(), "RGB") {
			t.Fatalf("record %d: %q, %v", count, rec.ID(), err)
		}
		chunk = chunk[n:]
		count++
	}
	if count != 50 {
		t.Errorf("got %d records", count)
	}
}

// What the scanner has learned of earlier records must not change how it reads a later one.
func TestScanForgetsNothingItMustKnow(t *testing.T) {
	t.Parallel()
	s, old := NewScanner(askedKeys()), new(Record)
	if _, err := s.Scan([]byte(`{"old":"kept"}`), old); err != nil {
		t.Fatal(err)
	}
	for i := range 3 * maxNodes / 10 {
		var b strings.Builder
		for k := range 10 {
			fmt.Fprintf(&b, `,"k%d":%d`, 10*i+k, k)
		}
		data := `{"inboundCallId":"A"` + b.String() + `}`
		var rec Record
		if _, err := s.Scan([]byte(data), &rec); err != nil || rec.ID() != "A" {
			t.Fatalf("%s: %v", data, err)
		}
		if len(s.nodes) > maxNodes+20 {
			t.Fatalf("%d nodes are remembered", len(s.nodes))
		}
	}
	if diff := cmp.Diff([]string{"old|column|old|kept"}, contents(old)); diff != "" {
		t.Error(diff)
	}
}

func TestScanCountersWrapAround(t *testing.T) {
	t.Parallel()
	s, rec := NewScanner(NewKeys()), new(Record)
	for range 4 {
		if _, err := s.Scan([]byte(`{"inboundCallId":"A","a":{"b":1}}`), rec); err != nil || rec.ID() != "A" {
			t.Fatalf("%q, %v", rec.ID(), err)
		}
		s.objects, rec.gen = 1<<30+1, ^uint32(0)
	}
}

func TestScanDoesNotAllocate(t *testing.T) {
	data := sampleLog(200, 0.3)
	s, rec := NewScanner(askedKeys()), new(Record)
	scanAll := func() {
		for rest := data; len(rest) > 1; {
			n, err := s.Scan(rest, rec)
			if err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
	}
	scanAll()
	if n := testing.AllocsPerRun(5, scanAll); n > 0 {
		t.Errorf("%v allocations for 200 records of known shape", n)
	}
}

// Whether a record has too many keys does not depend on the records before it.
func TestScanManyKeys(t *testing.T) {
	t.Parallel()
	object := func(prefix string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `,"%s%d":1`, prefix, i)
		}
		return `{"inboundCallId":"A"` + b.String() + `}`
	}
	tags := `{"message-tags":[` + strings.Repeat(`{"name":"%d","type":"T"},`, maxKeys) + `{}]}`
	numbers := make([]any, maxKeys)
	for i := range numbers {
		numbers[i] = i
	}
	for _, test := range []struct {
		data string
		ok   bool
	}{
		{object("a", maxNodes-10), true},
		{object("b", maxKeys-10), true},
		{object("a", maxNodes-10), true},
		{object("b", maxKeys), false},
		{fmt.Sprintf(tags, numbers...), false},
		{object("a", 3), true},
	} {
		for name, s := range map[string]*Scanner{"fresh": NewScanner(NewKeys()), "used": used(t, object("z", maxNodes-10))} {
			_, err := s.Scan([]byte(test.data), new(Record))
			if (err == nil) != test.ok || err != nil && !strings.Contains(err.Error(), "a single record of more than 65536 different keys") {
				t.Errorf("%s scanner: %.40s: %v", name, test.data, err)
			}
		}
	}
}

// used is a scanner that has read data.
func used(t *testing.T, data string) *Scanner {
	t.Helper()
	s := NewScanner(NewKeys())
	if _, err := s.Scan([]byte(data), new(Record)); err != nil {
		t.Fatal(err)
	}
	return s
}

// Scanners share their keys once all names have been asked for.
func TestScannersShareKeys(t *testing.T) {
	t.Parallel()
	keys, data := askedKeys(), sampleLog(100, 0.3)
	x := keys.Tag("User", "gclid")
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			s, rec := NewScanner(keys), new(Record)
			for rest := data; len(rest) > 1; {
				n, err := s.Scan(rest, rec)
				if err != nil || rec.ID() == "" || rec.Value(x).Kind() == Composite {
					t.Error(err)
					return
				}
				rest = rest[n:]
			}
		})
	}
	group.Wait()
}
