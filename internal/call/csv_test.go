package call

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCSV(t *testing.T) {
	t.Parallel()
	input := "\uFEFF\r\nInbound Call ID, call date ,tag:User:gclid,Call:CallerNumber,Connected,Own,,HASPAYOUT\r\n" +
		"RGB1,1612224000000,\"a \"\"b\"\",\nc\",+1661,Yes,é,junk,no\r\n" +
		"\r\n" +
		"RGB2,-no value-,,,False,\"\",,true"
	all := readAll(input, ReaderOptions{Name: "calls.csv"})
	want := []outcome{
		{Line: 3, Offset: 92, Contents: []string{
			"Inbound Call ID|column|inboundCallId|RGB1", "call date|column|callDt|1612224000000",
			"tag:User:gclid|flat tag|User:gclid|a \"b\",\nc", "Call:CallerNumber|flat Call key|Call:CallerNumber|+1661",
			"Connected|column|hasConnected|Yes", "Own|column|Own|é", "HASPAYOUT|column|hasPayout|no",
		}},
		{Line: 6, Offset: 148, Contents: []string{
			"Inbound Call ID|column|inboundCallId|RGB2", "call date|column|callDt|",
			"tag:User:gclid|flat tag|User:gclid|", "Call:CallerNumber|flat Call key|Call:CallerNumber|",
			"Connected|column|hasConnected|False", "Own|column|Own|", "HASPAYOUT|column|hasPayout|true",
		}},
	}
	if diff := cmp.Diff(want, all); diff != "" {
		t.Error(diff)
	}
}

func TestCSVAnswersForKeys(t *testing.T) {
	t.Parallel()
	keys := NewKeys()
	before := keys.Tag("user", "x")
	r := NewReader(strings.NewReader("Inbound Call ID,tag:User:x,Connected,Paid Out,tag:Geo:City\nA,1,yes,no,Rome\nB,2,no,YES,Oslo\n"), ReaderOptions{Keys: keys})
	for _, want := range []string{"A 1 [incoming connected] Rome", "B 2 [incoming payout] Oslo"} {
		rec, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		after := keys.Tag("geo", "City")
		got := fmt.Sprintf("%s %s %v %s", rec.ID(), rec.Value(before).Text(), rec.Reached().List(), rec.Value(after).Text())
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestCSVEvents(t *testing.T) {
	t.Parallel()
	r := NewReader(strings.NewReader("Inbound Call ID,events\nA,\"payout, Connected (Answered)\"\nB,hang up\nC,\n"), ReaderOptions{})
	rec, err := r.Next()
	if err != nil || fmt.Sprint(rec.Reached().List()) != "[connected payout]" {
		t.Errorf("got %v, %v", rec.Reached().List(), err)
	}
	_, err = r.Next()
	want := `input:3:3: "hang up" is not an event; the events are incoming, connected, completed, converted, error, payout, finalized, recording (byte 58)`
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
	if rec, err = r.Next(); err != nil || fmt.Sprint(rec.Reached().List()) != "[incoming]" {
		t.Errorf("got %v, %v", rec.Reached().List(), err)
	}
}

func TestCSVFaults(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, input string
		want        []string
	}{
		{"a row too short", "inboundCallId,number\nA\nB,1\n\"é\n\",1,1\nC,1", []string{
			"input:2:1: this row does not have one value for each of the header's 2 columns (byte 21) record 0 resumable true",
			"B line 3 byte 23 record 1",
			"input:4:1: this row does not have one value for each of the header's 2 columns (byte 27) record 2 resumable true",
			"C line 6 byte 37 record 3",
		}},
		{"a bare quote", "inboundCallId\né\"b\nC", []string{
			"input:2:2: a value that holds a double quote must stand in double quotes, and the quote inside be doubled (byte 16) record 0 resumable true",
			"C line 3 byte 19 record 1",
		}},
		{"something behind a quote", "inboundCallId\n\"a\"b\nC", []string{
			"input:2:3: this quoted value does not end with a double quote (byte 16) record 0 resumable false",
		}},
		{"a quote that does not end", "\ninboundCallId\n\"a\nb\n", []string{
			"input:4:2: this quoted value does not end with a double quote; its row begins on line 3 (byte 19) record 0 resumable false",
		}},
		{"a column twice", "Inbound Call ID,x,inboundcallid\n", []string{
			`input:1:19: the columns "Inbound Call ID" and "inboundcallid" are the same (byte 18) record 0 resumable false`,
		}},
		{"a tag twice", "tag:User:x,tag:user:x\n", []string{
			`input:1:12: the columns "tag:User:x" and "tag:user:x" are the same (byte 11) record 0 resumable false`,
		}},
		{"a broken header", "inbound\"CallId\n", []string{
			"input:1:8: a value that holds a double quote must stand in double quotes, and the quote inside be doubled (byte 7) record 0 resumable false",
		}},
		{"semicolons", "inboundCallId;callDt\n1;2\n", []string{
			"input:1:1: expected call records: neither JSON nor CSV whose first line names columns of the call log; separate the columns by commas (byte 0) record 0 resumable false",
		}},
		{"not UTF-8", "inboundCallId,number\nA,\xE9\nB,1", []string{
			"input:2:3: this value is not UTF-8 (byte 23) record 0 resumable true", "B line 3 byte 25 record 1",
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, read(test.input, ReaderOptions{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A line of a CSV file may be longer than what encoding/csv reads at once.
func TestCSVLongLines(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é,\n", 5000)
	want := []string{"A line 2 byte 19 record 0", "B line 5004 byte 20025 record 1"}
	got := read("inboundCallId,note\nA,\""+long+"\"\n\nB,\n", ReaderOptions{})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Whatever a CSV file holds comes back as it is.
func FuzzCSV(f *testing.F) {
	f.Add("a", "b\nc", `d"e`, "")
	f.Add("", "\r\n", " ", "-no value-")
	f.Fuzz(func(t *testing.T, a, b, c, d string) {
		cells := []string{a, b, c, d}
		var input strings.Builder
		w := csv.NewWriter(&input)
		for _, row := range [][]string{{"inboundCallId", "Caller ID", "tag:User:x", "own"}, cells, {"1", "2", "3", "4"}} {
			if err := w.Write(row); err != nil {
				t.Fatal(err)
			}
		}
		w.Flush()
		all := readAll(input.String(), ReaderOptions{Name: "x.csv"})
		if !strings.Contains(strings.Join(cells, ""), "\uFFFD") && strings.ToValidUTF8(strings.Join(cells, "|"), "\uFFFD") != strings.Join(cells, "|") {
			if len(all) != 2 || !all[0].Resumed {
				t.Fatalf("%q is not UTF-8: %v", cells, all)
			}
			return
		}
		for i, path := range []string{"inboundCallId|column|inboundCallId|", "Caller ID|column|inboundPhoneNumber|", "tag:User:x|flat tag|User:x|", "own|column|own|"} {
			want := strings.ReplaceAll(cells[i], "\r\n", "\n") // as encoding/csv reads it
			if want == noValue {
				want = ""
			}
			if got := all[0].Contents[i]; got != path+want && strings.ToValidUTF8(want, "") == want {
				t.Errorf("got %q, want %q", got, path+want)
			}
		}
		if len(all) != 2 || len(all[1].Contents) != 4 {
			t.Errorf("%d rows: %v", len(all), all)
		}
	})
}
