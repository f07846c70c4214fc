package call

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// read is the ids of an input's records with their places, and its errors.
func read(input string, opt ReaderOptions) (all []string) {
	r := NewReader(strings.NewReader(input), opt)
	for {
		rec, err := r.Next()
		var e *Error
		switch {
		case err == nil:
			all = append(all, fmt.Sprintf("%s line %d byte %d record %d", rec.ID(), rec.Line(), rec.Offset(), rec.Index()))
		case !errors.As(err, &e):
			return all
		default:
			all = append(all, fmt.Sprintf("%v record %d resumable %v", e, e.Record, e.Resumable))
			if !e.Resumable {
				return all
			}
		}
	}
}

func TestReaderShapes(t *testing.T) {
	t.Parallel()
	const a, b = `{"inboundCallId":"A"}`, `{"inboundCallId":"B"}`
	tests := []struct {
		name, file, input string
		want              []string
	}{
		{"nothing", "", "", nil},
		{"white space", "", " \r\n\t", nil},
		{"one object", "", a, []string{"A line 1 byte 0 record 0"}},
		{"one object over several lines", "", "\n{\n \"inboundCallId\"\n:\"A\"}\n", []string{"A line 2 byte 1 record 0"}},
		{"objects in a row over several lines", "", "{\n\"inboundCallId\":\"A\"}{\"inboundCallId\":\n\"B\"}", []string{
			"A line 1 byte 0 record 0", "B line 2 byte 22 record 1",
		}},
		{"NDJSON", "", a + "\n" + b + "\r\n\n \n" + a, []string{
			"A line 1 byte 0 record 0", "B line 2 byte 22 record 1", "A line 5 byte 48 record 2",
		}},
		{"several on a line", "", a + b + " " + a + "\n" + b, []string{
			"A line 1 byte 0 record 0", "B line 1 byte 21 record 1", "A line 1 byte 43 record 2", "B line 2 byte 65 record 3",
		}},
		{"NDJSON by its name", "x.NDJSON", "\n" + a + "\n" + b, []string{"A line 2 byte 1 record 0", "B line 3 byte 23 record 1"}},
		{"an array", "", "[" + a + " ,\n" + b + "]\n", []string{"A line 1 byte 1 record 0", "B line 2 byte 25 record 1"}},
		{"an empty array", "x.json", "[ ]", nil},
		{
			"an envelope", "", `{"isSuccessful":true,"transactionId":"T","report":{"partialResult":false,"records":[` + a + "," + b + `],"totalCount":2}}`,
			[]string{"A line 1 byte 84 record 0", "B line 1 byte 106 record 1"},
		},
		{"an envelope without records", "", `{"report":{"records":[],"totalCount":0},"isSuccessful":true}`, nil},
		{"an envelope over several lines", "", "{\n\"report\" : { \"records\" :\n[\n" + a + "\n] } }\n", []string{"A line 4 byte 29 record 0"}},
		{
			"envelopes in a row", "", `{"report":{"records":[` + a + `]}}{"report":{"records":[` + b + "]}}\n" + `{"report":{"records":[` + a + `]}}`,
			[]string{"A line 1 byte 22 record 0", "B line 1 byte 68 record 1", "A line 2 byte 115 record 2"},
		},
		{"envelopes in an array", "", `[{"report":{"records":[` + a + `]}},` + b + `]`, []string{"A line 1 byte 23 record 0", "B line 1 byte 48 record 1"}},
		{"envelopes as NDJSON", "x.jsonl", `{"report":{"records":[` + a + "," + a + "]}}\n" + b + "\n" + `{"report":{"records":[]}}` + "\n" + a, []string{
			"A line 1 byte 22 record 0", "A line 1 byte 44 record 1", "B line 2 byte 69 record 2", "A line 4 byte 117 record 3",
		}},
		{
			"the older envelope", "", `{"result":{"callLog":{"totalCount":1,"data":[{"columns":[{"name":"inboundCallId","original":"A"}],"events":[],"tags":[]}]}}}`,
			[]string{"A line 1 byte 45 record 0"},
		},
		{"many empty envelopes", "x.ndjson", strings.Repeat(`{"report":{"records":[]}}`+"\n", 9000) + a, []string{"A line 9001 byte 234000 record 0"}},
		{"a byte order mark", "", "\uFEFF" + a, []string{"A line 1 byte 3 record 0"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, read(test.input, ReaderOptions{Name: test.file})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReaderFaults(t *testing.T) {
	t.Parallel()
	const a = `{"inboundCallId":"A"}`
	tests := []struct {
		name, file, input string
		want              []string
	}{
		{"NDJSON goes on behind a bad line", "", a + "\n" + `{"inboundCallId":"A",}` + "\n" + a, []string{
			"A line 1 byte 0 record 0",
			"input:2:22: expected a key in double quotes after the comma, found '}' (byte 43) record 1 resumable true",
			"A line 3 byte 45 record 2",
		}},
		{"a record must end on its line", "x.ndjson", "{\"a\":1,\n" + a + "\n{\"a", []string{
			"x.ndjson:1:8: the record ends too early: expected a key; it must end on the line on which it begins (byte 7) record 0 resumable true",
			"A line 2 byte 8 record 1",
			"x.ndjson:3:4: the record ends too early: expected the closing quote of a string; it must end on the line on which it begins (byte 33) record 2 resumable true",
		}},
		{"something behind a record", "", a + "]\n" + a, []string{
			"A line 1 byte 0 record 0",
			"input:1:22: a call record is a JSON object, in braces; found ']' (byte 21) record 1 resumable true",
			"A line 2 byte 23 record 2",
		}},
		{"columns count runes", "", `{"a":"éé東"}x`, []string{
			" line 1 byte 0 record 0",
			"input:1:12: a call record is a JSON object, in braces; found 'x' (byte 15) record 1 resumable true",
		}},
		{"a cut-off object", "x.json", "{\"a\":\n{", []string{
			"x.json:2:2: the record ends too early: expected a key or '}' (byte 7) record 0 resumable false",
		}},
		{"a cut-off array", "", "[" + a, []string{
			"A line 1 byte 1 record 0", "input:1:23: the list of records ends too early: expected ']' (byte 22) record 1 resumable false",
		}},
		{"an array cut off behind a comma", "", "[" + a + ",", []string{
			"A line 1 byte 1 record 0", "input:1:24: the record ends too early: expected a record (byte 23) record 1 resumable false",
		}},
		{"a comma too many", "", "[" + a + ",]", []string{
			"A line 1 byte 1 record 0", "input:1:24: expected a record after the comma, found ']' (byte 23) record 1 resumable false",
		}},
		{"a missing comma", "", "[" + a + a + "]", []string{
			"A line 1 byte 1 record 0", "input:1:23: expected a comma or ']' behind the record, found '{' (byte 22) record 1 resumable false",
		}},
		{"something behind an array", "", "[" + a + "]\n" + a, []string{
			"A line 1 byte 1 record 0", "input:2:1: expected nothing behind the array of records, found '{' (byte 24) record 1 resumable false",
		}},
		{"an array in an array", "", "[[" + a + "]]", []string{
			"input:1:2: a call record is a JSON object, in braces; found '[' (byte 1) record 0 resumable true",
		}},
		{"an array goes on behind a bad record", "", `[{"a":1,"a":2},` + a + `,{"a":01} ]`, []string{
			`input:1:9: the key "a" stands twice in the same object (byte 8) record 0 resumable true`,
			"A line 1 byte 15 record 1",
			"input:1:43: a number has no leading zeros (byte 42) record 2 resumable true",
		}},
		{"objects in a row go on behind a bad record", "", "{\n\"a\":tru}\n" + a + "{\"b\":1e}", []string{
			"input:2:5: expected a value; only true, false and null are written without quotes (byte 6) record 0 resumable true",
			"A line 3 byte 11 record 1",
			"input:3:29: expected a digit, found '}' (byte 39) record 2 resumable true",
		}},
		{"nobody knows where this record ends", "", "[{\"a\":\"b\n\"},{}]", []string{
			`input:1:9: a string cannot hold a line feed as it is; write it as \n (byte 8) record 0 resumable false`,
		}},
		{"nor this one", "", `[{"a":tru}x,{}]`, []string{
			"input:1:7: expected a value; only true, false and null are written without quotes (byte 6) record 0 resumable false",
		}},
		{"nor this one", "x.json", "{\"a\":x\n}y", []string{"x.json:1:6: expected a value, found 'x' (byte 5) record 0 resumable false"}},
		{"a record that is a number", "x.json", "12", []string{
			"x.json:1:1: a call record is a JSON object, in braces; found '1' (byte 0) record 0 resumable false",
		}},
		{"a failed request", "", `{"isSuccessful":false,"message":"no \"such\" account"}`, []string{
			`input:1:17: the platform says that the request for this call log failed: no "such" account (byte 16) record 0 resumable true`,
		}},
		{"a failed request without a reason", "", `{"transactionId":"T","isSuccessful":false}`, []string{
			`input:1:37: the platform says that the request for this call log failed (byte 36) record 0 resumable true`,
		}},
		{"a failed request with records", "", `{"isSuccessful":false,"errors":["x"],"report":{"records":[` + a + `]}}`, []string{
			`input:1:17: the platform says that the request for this call log failed: ["x"] (byte 16) record 0 resumable false`,
		}},
		{"a failure told at the end", "", `{"report":{"records":[` + a + `]},"isSuccessful":false}`, []string{
			"A line 1 byte 22 record 0",
			`input:1:62: the platform says that the request for this call log failed (byte 61) record 1 resumable false`,
		}},
		{"an envelope without a list", "", `{"isSuccessful":true,"report":{}}`, []string{
			"input:1:17: this answer of the API holds no report.records (byte 16) record 0 resumable true",
		}},
		{"a cut-off envelope", "", `{"report":{"records":[` + a + `]`, []string{
			"A line 1 byte 22 record 0", "input:1:45: the envelope around the records ends too early (byte 44) record 1 resumable false",
		}},
		{"a fault at the end of an envelope", "", `{"report":{"records":[` + a + `]},` + "\n" + `"report":1}`, []string{
			"A line 1 byte 22 record 0", `input:2:1: the key "report" stands twice in the same object (byte 47) record 1 resumable false`,
		}},
		{"an envelope with two lists", "", `{"report":{"records":[]},"result":{"callLog":{"data":[{}]}}}`, []string{
			"input:1:54: this envelope holds a second list of records (byte 53) record 0 resumable false",
		}},
		{"a fault in an envelope on a line", "x.ndjson", `{"report":{"records":[` + a + ",x]}}\n" + a, []string{
			"A line 1 byte 22 record 0",
			"x.ndjson:1:45: a call record is a JSON object, in braces; found 'x' (byte 44) record 1 resumable true",
			"A line 2 byte 49 record 2",
		}},
		{"an array by the name of NDJSON", "x.ndjson", "[" + a + "]", []string{"A line 1 byte 1 record 0"}},
		{"HTML", "", "<!DOCTYPE html>", []string{
			"input:1:1: this is HTML or XML, not call records; was an error page or a login page saved? (byte 0) record 0 resumable false",
		}},
		{"UTF-16", "", "\xFF\xFE{\x00", []string{"input:1:1: this is UTF-16; call records are read as UTF-8 (byte 0) record 0 resumable false"}},
		{"UTF-16 the other way round", "", "\xFE\xFF\x00{", []string{"input:1:1: this is UTF-16; call records are read as UTF-8 (byte 0) record 0 resumable false"}},
		{"UTF-16 without a mark", "", "{\x00}\x00", []string{"input:1:1: this is UTF-16; call records are read as UTF-8 (byte 0) record 0 resumable false"}},
		{"UTF-32", "", "\xFF\xFE\x00\x00", []string{"input:1:1: this is UTF-32; call records are read as UTF-8 (byte 0) record 0 resumable false"}},
		{"something else", "", "hello, world", []string{
			"input:1:1: expected call records: neither JSON nor CSV whose first line names columns of the call log (byte 0) record 0 resumable false",
		}},
		{"broken gzip", "", "\x1F\x8B\x00", []string{"input:1:1: the input is cut off: its gzip data ends too early (byte 0) record 0 resumable false"}},
		{"no gzip", "", "\x1F\x8Bgzip? No, not at all.", []string{"input:1:1: the input cannot be read: gzip: invalid header (byte 0) record 0 resumable false"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, read(test.input, ReaderOptions{Name: test.file})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestErrorStays(t *testing.T) {
	t.Parallel()
	r := NewReader(strings.NewReader("[1]"), ReaderOptions{})
	_, first := r.Next()
	if _, again := r.Next(); again == nil || !errors.Is(again, first) {
		t.Errorf("got %v, then %v", first, again)
	}
}

func TestExcerpt(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 100)
	tests := []struct{ input, want string }{
		{"{}\n{\"a\":\tx}\r\n{}", "{\"a\":·^x}"},
		{`{"` + long + `":x,"` + long + `":1}`, "…" + long[:96] + `":^x,"` + long[:54] + "…"},
		{"{\"a\":\xFF}", "{\"a\":^\uFFFD}"},
		{`{"a":`, `{"a":^`},
		{"inboundCallId\n\"é\",1,2,3\n", "^\"é\",1,2,3"},
	}
	for _, test := range tests {
		r := NewReader(strings.NewReader(test.input), ReaderOptions{})
		_, err := r.Next()
		if err == nil {
			_, err = r.Next()
		}
		var e *Error
		if !errors.As(err, &e) {
			t.Fatalf("%q: %v", test.input, err)
		}
		runes := []rune(e.Excerpt)
		got := string(runes[:e.Caret]) + "^" + string(runes[e.Caret:])
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q: %s", test.input, diff)
		}
	}
}

func zipped(parts ...string) string {
	var b bytes.Buffer
	for _, part := range parts {
		w := gzip.NewWriter(&b)
		_, _ = w.Write([]byte(part))
		_ = w.Close()
	}
	return b.String()
}

func TestReaderGzip(t *testing.T) {
	t.Parallel()
	const a, b = `{"inboundCallId":"A"}`, `{"inboundCallId":"B"}`
	want := []string{"A line 1 byte 0 record 0", "B line 2 byte 22 record 1"}
	if diff := cmp.Diff(want, read(zipped(a+"\n"+b[:3], b[3:]), ReaderOptions{Name: "x.ndjson.gz"})); diff != "" {
		t.Error(diff)
	}
	whole := zipped(a + "\n" + a + "\n" + b)
	for cut := range len(whole) - 11 {
		got := read(whole[:11+cut], ReaderOptions{})
		if len(got) == 0 || !strings.Contains(got[len(got)-1], "gzip") {
			t.Errorf("%d bytes of gzip: %q", 11+cut, got)
		}
	}
	got := read(zipped("inboundCallId\nA\n")+"garbage behind it", ReaderOptions{})
	if diff := cmp.Diff([]string{"A line 2 byte 14 record 0", "input:3:1: the input cannot be read: gzip: invalid header (byte 16) record 1 resumable false"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestReaderPassesOnFailures(t *testing.T) {
	t.Parallel()
	broken := errors.New("the disk is on fire")
	for _, input := range []string{"", "{", "{}\n{", "[{},", "[{}", `{"report":{"records":[{}]`, "inboundCallId\nA\nB", "inboundCallId"} {
		r := NewReader(io.MultiReader(strings.NewReader(input), iotest.ErrReader(broken)), ReaderOptions{})
		var err error
		for err == nil {
			_, err = r.Next()
		}
		if !errors.Is(err, broken) || !strings.Contains(err.Error(), "the disk is on fire") {
			t.Errorf("%q: %v", input, err)
		}
	}
	r := NewReader(stuck{}, ReaderOptions{})
	if _, err := r.Next(); !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("got %v", err)
	}
}

// stuck is a reader that never reads anything.
type stuck struct{}

func (stuck) Read([]byte) (int, error) { return 0, nil }

// A record is handed out as soon as it is there, not when something comes behind it.
func TestReaderDoesNotWait(t *testing.T) {
	t.Parallel()
	for name, parts := range map[string][]string{
		"NDJSON":  {"{\"inboundCallId\":\"0\"}\n", "{\"inboundCallId\":\"1\"}\n"},
		"objects": {"{\n\"inboundCallId\":\"0\"}", "{\"inboundCallId\":\n\"1\"}"},
		"array":   {"[{\"inboundCallId\":\"0\"}", ",{\"inboundCallId\":\"1\"}"},
		"CSV":     {"inboundCallId\n0\n", "1\n"},
	} {
		r, next := NewReader(nil, ReaderOptions{}), 0
		r.input = readerFunc(func(p []byte) (int, error) {
			if next == len(parts) {
				t.Errorf("%s: more is read than needed", name)
				return 0, io.EOF
			}
			next++
			return copy(p, parts[next-1]), nil
		})
		for i := range parts {
			if rec, err := r.Next(); err != nil || rec.ID() != fmt.Sprint(i) {
				t.Errorf("%s: record %d: %v", name, i, err)
			}
		}
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestReaderBigRecords(t *testing.T) {
	t.Parallel()
	big := `{"note":"` + strings.Repeat("0123456789", 1_000_000) + `","inboundCallId":"A"}`
	for name, input := range map[string]string{
		"NDJSON": "{}\n" + big + "\n{}\n", "array": "[{}," + big + ",{}]", "objects": "{\n}" + big + "{\n}",
		"CSV": "inboundCallId,note\nA,\"" + big[10:9_000_000] + "\"\n",
	} {
		ids := ""
		for _, line := range read(input, ReaderOptions{}) {
			ids += line[:1]
		}
		if want := map[bool]string{true: "A", false: " A "}[name == "CSV"]; ids != want {
			t.Errorf("%s: got %q", name, ids)
		}
	}
}

func TestReaderLimit(t *testing.T) {
	t.Parallel()
	long := `{"a":"` + strings.Repeat("x", 300_000) + `"}`
	const tooLong = "a single record of more than 1000 bytes, the most that is read"
	tests := []struct {
		name, input string
		want        []string
	}{
		{"NDJSON", "{}\n" + long + "\n{}", []string{
			" line 1 byte 0 record 0",
			"x:2:1: " + tooLong + " (byte 3) record 1 resumable true", " line 3 byte 300012 record 2",
		}},
		{"NDJSON to its end", "{}\n" + long, []string{" line 1 byte 0 record 0", "x:2:1: " + tooLong + " (byte 3) record 1 resumable true"}},
		{"array", "[{}," + long + "]", []string{" line 1 byte 1 record 0", "x:1:5: " + tooLong + " (byte 4) record 1 resumable false"}},
		{"cut off", "[" + long[:2000], []string{"x:1:2: " + tooLong + " (byte 1) record 0 resumable false"}},
		{"CSV", "inboundCallId\n\"" + long[6:9000] + "\nx\"", []string{"x:2:1: " + tooLong + " (byte 14) record 0 resumable false"}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, read(test.input, ReaderOptions{Name: "x", MaxRecord: 1000})); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
	got := read("{\n"+long[1:], ReaderOptions{MaxRecord: 1 << 20, MaxDepth: 1})
	if diff := cmp.Diff([]string{" line 1 byte 0 record 0"}, got); diff != "" {
		t.Error(diff)
	}
}

// However many records there are, no more than a few of them are in memory.
func TestReaderMemory(t *testing.T) {
	t.Parallel()
	log := sampleLog(5000, 0.3)
	array := "[" + strings.TrimRight(strings.ReplaceAll(string(log), "\n", ","), ",") + "]"
	for _, input := range []string{string(log), array, `{"report":{"records":` + array + `}}`} {
		r := NewReader(strings.NewReader(input), ReaderOptions{})
		for range 5000 {
			if _, err := r.Next(); err != nil {
				t.Fatal(err)
			}
		}
		in := map[bool]*window{}
		switch s := r.records.(type) {
		case *lines:
			in[true] = s.in
		case *stream:
			in[true] = s.in
		}
		if size := cap(in[true].buf); size > firstBuffer {
			t.Errorf("the buffer has grown to %d bytes", size)
		}
		if _, err := r.Next(); !errors.Is(err, io.EOF) {
			t.Errorf("got %v", err)
		}
	}
}

// The same records give the same contents in whatever shape they come.
func TestShapesAreEqual(t *testing.T) {
	t.Parallel()
	log := string(sampleLog(40, 0.5))
	records := strings.Split(strings.TrimSpace(log), "\n")
	pretty := new(bytes.Buffer)
	for _, record := range records {
		if err := json.Indent(pretty, []byte(record), "", "\t"); err != nil {
			t.Fatal(err)
		}
	}
	list := "[" + strings.Join(records, ",\n") + "]"
	want := justContents(readAll(log, ReaderOptions{}))
	for name, input := range map[string]string{
		"array": list, "pretty": pretty.String(), "gzip": zipped(log[:9999], log[9999:]), "one line": strings.Join(records, ""),
		"envelope": `{"report":{"records":` + list + `,"totalCount":40},"isSuccessful":true}`,
		"older":    `{"result":{"callLog":{"data":` + list + `}}}`,
	} {
		if diff := cmp.Diff(want, justContents(readAll(input, ReaderOptions{}))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func justContents(all []outcome) (contents [][]string) {
	for _, o := range all {
		contents = append(contents, o.Contents)
	}
	return contents
}
