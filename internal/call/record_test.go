package call

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// scan reads one record that must be right.
func scan(t *testing.T, keys *Keys, data string) *Record {
	t.Helper()
	rec := new(Record)
	if _, err := NewScanner(keys).Scan([]byte(data), rec); err != nil {
		t.Fatalf("%s: %v", data, err)
	}
	return rec
}

func TestCarrierPrecedence(t *testing.T) {
	t.Parallel()
	const message = `"message-tags":[{"name":"CallerNumber","type":"call","value":"message"}]`
	const flat = `"tag:call:CallerNumber":"flat"`
	const nested = `"tag":{"CALL":{"CallerNumber":"nested"}}`
	const call = `"Call:CallerNumber":"call"`
	const older = `"tags":[{"tagType":"Call","tagName":"CallerNumber","tagValue":"older"}]`
	empty := strings.NewReplacer(`"message"`, `""`, `"flat"`, `null`, `"nested"`, `""`, `"call"}`, `null}`)
	tests := []struct{ want, data string }{
		{"message message-tags[0]", strings.Join([]string{call, older, nested, flat, message}, ",")},
		{"message message-tags[0]", strings.Join([]string{message, flat, nested, older, call}, ",")},
		{"flat tag:call:CallerNumber", strings.Join([]string{nested, call, flat}, ",")},
		{"nested tag.CALL.CallerNumber", strings.Join([]string{call, nested, older}, ",")},
		{"call Call:CallerNumber", strings.Join([]string{older, call}, ",")},
		{"older tags[0]", older},
		{"call Call:CallerNumber", empty.Replace(strings.Join([]string{message, flat, nested}, ",")) + "," + call},
		{" ", empty.Replace(strings.Join([]string{message, flat, nested}, ","))},
		{" ", `"tag:User:CallerNumber":"other","callerNumber":"other","tag:Call:callerNumber":"other"`},
		{"1 TAG:CALL:CallerNumber", `"TAG:CALL:CallerNumber":1,"tag:Call:CallerNumber":2`},
	}
	for _, test := range tests {
		early := NewKeys()
		key := early.Tag("CALL", "CallerNumber")
		v := scan(t, early, "{"+test.data+"}").Value(key)
		if got := v.Text() + " " + v.Path(); got != test.want {
			t.Errorf("%s: got %q, want %q", test.data, got, test.want)
		}
		late := NewKeys()
		rec := scan(t, late, "{"+test.data+"}")
		if v := rec.Value(late.Tag("Call", "CallerNumber")); v.Text()+" "+v.Path() != test.want {
			t.Errorf("%s: asked late, got %q", test.data, v.Text()+" "+v.Path())
		}
	}
}

func TestColumns(t *testing.T) {
	t.Parallel()
	tests := []struct{ data, want string }{
		{`{"callDt":1,"columns":{"callDt":2,"dtStamp":3}}`, "1 callDt"},
		{`{"columns":{"dtStamp":3,"callDt":2}}`, "2 columns.callDt"},
		{`{"columns":{"dtStamp":"2021-02-01T22:48:38.1234567Z","callDt":""}}`, "2021-02-01T22:48:38.1234567Z columns.dtStamp"},
		{`{"columns":[{"name":"dtStamp","original":"x"}]}`, "x columns[0]"},
		{`{"dtStamp":5}`, "5 dtStamp"},
		{`{"callDT":5}`, " "},
	}
	for _, test := range tests {
		keys := NewKeys()
		v := scan(t, keys, test.data).Value(keys.Column("callDt"))
		if got := v.Text() + " " + v.Path(); got != test.want {
			t.Errorf("%s: got %q, want %q", test.data, got, test.want)
		}
	}
}

func TestID(t *testing.T) {
	t.Parallel()
	tests := []struct{ data, want string }{
		{`{}`, ""},
		{`{"inboundCallId":"A\u0042","Call:InboundCallId":"C"}`, "AB"},
		{`{"inboundCallId":"","Call:InboundCallId":"C"}`, "C"},
		{`{"columns":{"inboundCallId":"D"}}`, "D"},
		{`{"inboundCallId":90071992547409931}`, "90071992547409931"},
	}
	for _, test := range tests {
		rec := scan(t, NewKeys(), test.data)
		if got := rec.ID(); got != test.want || string(rec.AppendID([]byte("x"))) != "x"+test.want {
			t.Errorf("%s: got %q, want %q", test.data, got, test.want)
		}
	}
}

func TestReached(t *testing.T) {
	t.Parallel()
	tests := []struct{ data, want string }{
		{`{}`, "incoming"},
		{`{"hasConnected":true}`, "incoming connected"},
		{`{"hasConnected":true,"callCompletedDt":1}`, "incoming connected completed finalized"},
		{`{"hasConnected":false,"callCompletedDt":1}`, "incoming finalized"},
		{`{"callCompletedDt":0}`, "incoming"},
		{`{"callCompletedDt":null}`, "incoming"},
		{`{"callCompletedDt":false}`, "incoming"},
		{`{"callCompletedDt":"2021-02-01"}`, "incoming finalized"},
		{`{"hasConverted":true,"hasPayout":true,"recordingUrl":"https://x"}`, "incoming converted payout recording"},
		{`{"hasConverted":"yes","hasPayout":"True","recordingUrl":""}`, "incoming converted payout"},
		{`{"hasConverted":1,"hasPayout":"","recordingUrl":null}`, "incoming"},
		{`{"wasBlocked":true,"hasConnected":true}`, ""},
		{`{"wasBlocked":false}`, "incoming"},
		{`{"wasBlocked":true,"events":["payout","incoming"]}`, "incoming payout"},
		{`{"hasConverted":true,"events":"error, Call Complete"}`, "completed error"},
		{`{"events":["Connected (Answered)"]}`, "connected"},
		{`{"events":[]}`, "incoming"},
		{`{"events":""}`, "incoming"},
		{`{"events":null}`, "incoming"},
		{`{"events":[{"name":"ConnectedCall"},{"name":"ErrorCall","dtStamp":"x"}]}`, "incoming error"},
		{`{"events":[{"name":"Error"}]}`, "incoming error"},
		{`{"events":[{"name":"PixelFire","eventName":"Error"},{"columns":[{"name":"Error"}]}]}`, "incoming"},
		{`{"columns":{"hasConnected":true,"callCompletedDt":"x"},"events":[{"name":"ErrorCall"}]}`, "incoming connected completed error finalized"},
	}
	for _, test := range tests {
		var names []string
		for _, e := range scan(t, NewKeys(), test.data).Reached().List() {
			names = append(names, e.String())
		}
		if got := strings.Join(names, " "); got != test.want {
			t.Errorf("%s: got %q, want %q", test.data, got, test.want)
		}
	}
}

// What one record shows must not be left over in the next.
func TestRecordsDoNotMix(t *testing.T) {
	t.Parallel()
	keys := NewKeys()
	s, rec, x := NewScanner(keys), new(Record), keys.Tag("User", "x")
	tests := []struct{ data, want string }{
		{`{"events":["payout"],"tag:User:x":"1"}`, "[payout] 1"},
		{`{"events":[{"name":"Error"}]}`, "[incoming error] "},
		{`{"message-tags":[{"name":"x","type":"User","value":"2"},{"name":"x"}]}`, "[incoming] 2"},
		{`{"message-tags":[{"name":"x","type":"User"}]}`, "[incoming] "},
		{`{"tag:User:x":""}`, "[incoming] "},
	}
	for _, test := range tests {
		if _, err := s.Scan([]byte(test.data), rec); err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(rec.Reached().List(), " ", rec.Value(x).Text()); got != test.want {
			t.Errorf("%s: got %q, want %q", test.data, got, test.want)
		}
	}
}

func TestKeysAskedLater(t *testing.T) {
	t.Parallel()
	keys := NewKeys()
	s, rec := NewScanner(keys), new(Record)
	data := []byte(`{"a":"1","message-tags":[{"name":"b","type":"c","value":"2"}],"tag":{"c":{"b":"3"}}}`)
	for i := range 3 {
		if _, err := s.Scan(data, rec); err != nil {
			t.Fatal(err)
		}
		a, b := keys.Column("a"), keys.Tag("C", "b")
		if got := string(rec.AppendText(rec.AppendText(nil, a), b)) + rec.Value(a).Text() + rec.Value(b).Text(); got != "1212" {
			t.Errorf("record %d: got %q", i, got)
		}
	}
}

func TestClone(t *testing.T) {
	t.Parallel()
	keys := NewKeys()
	x := keys.Tag("User", "x")
	data := []byte(`{"inboundCallId":"A","tag:User:x":"1","events":["payout"]}`)
	s, rec := NewScanner(keys), new(Record)
	if _, err := s.Scan(data, rec); err != nil {
		t.Fatal(err)
	}
	c, before := rec.Clone(), contents(rec)
	clear(data)
	if _, err := s.Scan([]byte(`{"tag:User:x":"2","new":1}`), rec); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, contents(c)); diff != "" {
		t.Error(diff)
	}
	if got := fmt.Sprint(c.ID(), c.Value(x).Text(), c.Reached().List(), c.Value(keys.Column("new")).Kind()); got != "A1[payout] 0" {
		t.Errorf("got %s", got)
	}
}

func TestTags(t *testing.T) {
	t.Parallel()
	rec := scan(t, NewKeys(), `{"a":1,"tag:B:c":2,"d":3,"tag":{"E":{"f":4,"g":5}}}`)
	var got []string
	for name, v := range rec.Tags() {
		got = append(got, name.String()+"="+v.Text())
		if len(got) == 2 {
			break
		}
	}
	if diff := cmp.Diff([]string{"B:c=2", "E:f=4"}, got); diff != "" {
		t.Error(diff)
	}
	for range rec.All() {
		break
	}
}

func TestZeroRecord(t *testing.T) {
	t.Parallel()
	var rec Record
	if rec.ID() != "" || rec.Reached() != 0 || rec.Value(keyCallDt).Kind() != Absent || len(contents(&rec)) != 0 {
		t.Error("the zero record is not empty")
	}
}

func TestValue(t *testing.T) {
	t.Parallel()
	keys := NewKeys()
	key := keys.Column("v")
	tests := []struct {
		data, text string
		kind       Kind
		value, ok  bool
	}{
		{`{"v":true}`, "true", Bool, true, true},
		{`{"v":false}`, "false", Bool, false, true},
		{`{"v":"True"}`, "True", String, true, true},
		{`{"v":"NO"}`, "NO", String, false, true},
		{`{"v":"yes"}`, "yes", String, true, true},
		{`{"v":"false"}`, "false", String, false, true},
		{`{"v":"y"}`, "y", String, false, false},
		{`{"v":1}`, "1", Number, false, false},
		{`{"v":-0.0400e-05}`, "-0.0400e-05", Number, false, false},
		{`{"v":null}`, "", Absent, false, false},
		{`{"v":""}`, "", Absent, false, false},
		{`{}`, "", Absent, false, false},
		{`{"v": [ 1 ] }`, "[ 1 ]", Composite, false, false},
		{`{"v":"\u00e9\n"}`, "é\n", String, false, false},
	}
	for _, test := range tests {
		rec := scan(t, keys, test.data)
		v := rec.Value(key)
		value, ok := v.Bool()
		if got := string(rec.AppendText([]byte("x"), key)); got != "x"+test.text {
			t.Errorf("%s: appended %q", test.data, got)
		}
		if v.Text() != test.text || v.Kind() != test.kind || value != test.value || ok != test.ok {
			t.Errorf("%s: got %q, kind %d, %v %v", test.data, v.Text(), v.Kind(), value, ok)
		}
		if got := string(v.AppendText([]byte("x"))); got != "x"+test.text {
			t.Errorf("%s: appended %q", test.data, got)
		}
		if (v.Carrier() == TopColumn) != (v.Path() == "v") {
			t.Errorf("%s: carrier %s, path %q", test.data, v.Carrier(), v.Path())
		}
	}
	for name, v := range scan(t, keys, `{"n":null}`).All() {
		if v.Kind() != Null || v.Text() != "" || len(v.AppendText(nil)) != 0 || v.Carrier().String() != "column" {
			t.Errorf("%s is %q", name, v.Text())
		}
	}
	if (Value{}).Carrier().String() != "nowhere" {
		t.Error("an absent value is somewhere")
	}
}
