package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"postback/internal/listen"
	"postback/internal/redact"
)

func receivedRequests() []*listen.Received {
	moment := time.Date(2025, 11, 21, 19, 55, 5, 123_456_789, time.UTC)
	return []*listen.Received{
		{Time: moment, Seq: 1, RemoteAddr: "127.0.0.1:5", Method: "GET", Path: "/v1/\x1b[2J", Status: 200, Query: []listen.Param{
			{Name: "api_key", Value: "plain-k3y"},
			{Name: "city", Value: "東京\n\x1b"},
			{Name: "empty"},
			{Name: "bad", Value: "%zz", Malformed: true},
			{Name: "a name that is longer than the others", Value: "1"},
		}, Headers: []listen.Header{{Name: "Accept", Value: "a"}, {Name: "Authorization", Value: "Bearer plain-k3y"}, {Name: "Accept", Value: "b"}}},
		{
			Time: moment, Seq: 2, RemoteAddr: "127.0.0.1:6", Method: "POST", Path: "/", Status: 404, ContentType: "application/json",
			Body: []byte(`{"token":"x","a":[1]}`), BodyParams: []listen.Param{{Name: "/token", Value: "x"}, {Name: "/a/0", Value: "1"}},
		},
		{Time: moment, Seq: 3, RemoteAddr: "127.0.0.1:7", Method: "POST", Path: "/", Status: 200, Body: []byte("text plain-k3y\r\n\xff\x1b\n"), BodyProblem: "it broke off\x1b"},
	}
}

// TestReceivedText: a block a request, parameters decoded, secrets hidden.
func TestReceivedText(t *testing.T) {
	t.Parallel()
	hide := redact.New(redact.Secret{Name: "env:K", Value: "plain-k3y"})
	var out, coloured bytes.Buffer
	for _, r := range receivedRequests() {
		err := errors.Join(
			NewReceivedWriter("text", &out, plain(hide))(r),
			NewReceivedWriter("text", &coloured, Style{Palette: NewPalette(true), Hide: hide})(r),
		)
		if err != nil {
			t.Fatal(err)
		}
	}
	golden(t, "received", out.String())
	if diff := cmp.Diff(out.String(), uncoloured(coloured.String())); diff != "" {
		t.Errorf("(-plain +coloured):\n%s", diff)
	}
	if i := strings.IndexFunc(out.String(), func(r rune) bool { return r != '\n' && isControl(r) }); i >= 0 {
		t.Errorf("a control character: %q", out.String()[i:])
	}
}

func TestReceivedJSON(t *testing.T) {
	t.Parallel()
	hide := redact.New(redact.Secret{Name: "env:K", Value: "plain-k3y"})
	var out bytes.Buffer
	for _, r := range receivedRequests() {
		if err := NewReceivedWriter("ndjson", &out, plain(hide))(r); err != nil {
			t.Fatal(err)
		}
	}
	golden(t, "received-ndjson", out.String())
	for line := range strings.Lines(out.String()) {
		if !json.Valid([]byte(line)) {
			t.Errorf("not JSON: %s", line)
		}
	}
}

func TestReceivedFormats(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff([]string{"text", "ndjson"}, ReceivedFormats()); diff != "" {
		t.Errorf("formats (-want +got):\n%s", diff)
	}
	for _, format := range ReceivedFormats() {
		if err := NewReceivedWriter(format, &full{5}, plain(redact.New()))(receivedRequests()[0]); !errors.Is(err, errFull) {
			t.Errorf("%s: a full disk gives %v", format, err)
		}
	}
}
