package listen

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// keep returns options whose OnRequest appends to the list.
func keep(opt Options) (Options, *[]*Received) {
	list := new([]*Received)
	opt.OnRequest = func(r *Received) { *list = append(*list, r) }
	return opt, list
}

// exchange gives one request to a new handler.
func exchange(t *testing.T, opt Options, r *http.Request) (*Received, *httptest.ResponseRecorder) {
	t.Helper()
	opt, list := keep(opt)
	h, err := NewHandler(opt)
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if len(*list) != 1 {
		t.Fatalf("%d requests were shown, want 1", len(*list))
	}
	return (*list)[0], w
}

func TestReceived(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodPost, "http://example.test/v1/ev%20x?id=1&id=2&bad=%zz", strings.NewReader("a=b+c&a=%26"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	r.Header.Add("X-Two", "first")
	r.Header.Add("X-Two", "second")
	r.Header.Set("Accept", "*/*")
	got, _ := exchange(t, Options{}, r)
	want := &Received{
		Seq: 1, RemoteAddr: "192.0.2.1:1234",
		Method: "POST", Host: "example.test", URI: "http://example.test/v1/ev%20x?id=1&id=2&bad=%zz", Path: "/v1/ev x",
		Query: []Param{
			{Name: "id", Value: "1", Raw: "id=1"},
			{Name: "id", Value: "2", Raw: "id=2"},
			{Name: "bad", Value: "%zz", Raw: "bad=%zz", Malformed: true},
		},
		Headers: []Header{
			{"Accept", "*/*"},
			{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"},
			{"X-Two", "first"},
			{"X-Two", "second"},
		},
		ContentType: "application/x-www-form-urlencoded",
		Body:        []byte("a=b+c&a=%26"),
		BodyParams:  []Param{{Name: "a", Value: "b c", Raw: "a=b+c"}, {Name: "a", Value: "&", Raw: "a=%26"}},
		Protocol:    "HTTP/1.1",
		Answer:      Plain(200, ""),
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(Received{}, "Time", "Took")); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if got.Time.IsZero() || got.Time.Location().String() != "UTC" {
		t.Errorf("time is %v", got.Time)
	}
}

func TestBodiesByContentType(t *testing.T) {
	t.Parallel()
	cases := []struct {
		contentType, body string
		wantType          string
		want              []Param
		problem           string
	}{
		{"application/json", `{"a":1}`, "application/json", []Param{{Name: "/a", Value: "1", Raw: "1"}}, ""},
		{"Application/LD+JSON; charset=utf-8", `{"a":1}`, "application/ld+json", []Param{{Name: "/a", Value: "1", Raw: "1"}}, ""},
		{"application/json", `{"a":`, "application/json", nil, "not valid JSON"},
		{"application/json", "", "application/json", nil, ""},
		{"text/plain", "a=1", "text/plain", nil, ""},
		{"application/json; charset", `[1]`, "application/json", []Param{{Name: "/0", Value: "1", Raw: "1"}}, ""},
		{"", "a=1", "", nil, ""},
	}
	for _, c := range cases {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(c.body))
		if c.contentType != "" {
			r.Header.Set("Content-Type", c.contentType)
		}
		got, _ := exchange(t, Options{}, r)
		if diff := cmp.Diff(c.want, got.BodyParams); diff != "" {
			t.Errorf("%s %q: -want +got\n%s", c.contentType, c.body, diff)
		}
		if got.ContentType != c.wantType || !strings.Contains(got.BodyProblem, c.problem) || (got.BodyProblem == "") != (c.problem == "") {
			t.Errorf("%s %q: type %q, problem %q", c.contentType, c.body, got.ContentType, got.BodyProblem)
		}
		if string(got.Body) != c.body || got.BodyTruncated {
			t.Errorf("body %q, truncated %v", got.Body, got.BodyTruncated)
		}
	}
}

func TestLongBodyIsRefused(t *testing.T) {
	t.Parallel()
	for length, want := range map[int]int{9: 200, 10: 200, 11: 413, 5000: 413} {
		body := strings.Repeat("x", length)
		got, answer := exchange(t, Options{MaxBody: 10}, httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body)))
		if answer.Code != want || got.Answer.Status != want || got.BodyTruncated != (want == 413) {
			t.Errorf("%d bytes: answered %d, want %d: %+v", length, answer.Code, want, got)
		}
		if len(got.Body) != min(length, 10) {
			t.Errorf("%d bytes: kept %d", length, len(got.Body))
		}
	}
}

func TestBrokenBodyIsRefused(t *testing.T) {
	t.Parallel()
	broken := io.MultiReader(strings.NewReader(`{"a":1`), iotest.ErrReader(errors.New("unplugged")))
	r := httptest.NewRequest(http.MethodPost, "/", broken)
	r.Header.Set("Content-Type", "application/json")
	got, answer := exchange(t, Options{}, r)
	if answer.Code != 400 || !got.BodyTruncated || !strings.Contains(got.BodyProblem, "unplugged") || got.BodyParams != nil {
		t.Errorf("answered %d: %+v", answer.Code, got)
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	teapot := func(r *Received) Response {
		return Response{Status: 418, Header: http.Header{"X-Seq": {fmt.Sprint(r.Seq)}}, Body: []byte(r.Query[0].Value)}
	}
	cases := []struct {
		name   string
		opt    Options
		status int
		body   string
	}{
		{"default", Options{}, 200, "OK"},
		{"created", Options{Responder: Always(Plain(201, ""))}, 201, "OK"},
		{"own text", Options{Responder: Always(Plain(200, "success=true;"))}, 200, "success=true;"},
		{"refusal", Options{Responder: Always(Plain(400, ""))}, 400, "Bad Request"},
		{"refusal with a text", Options{Responder: Always(Plain(500, "boom"))}, 500, "boom"},
		{"refusal without a name", Options{Responder: Always(Plain(599, ""))}, 599, "599"},
		{"responder", Options{Responder: teapot}, 418, "tea"},
		{"responder that says nothing", Options{Responder: func(*Received) Response { return Response{} }}, 500, "cannot answer with status 0: it must be from 200 to 599"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, answer := exchange(t, c.opt, httptest.NewRequest(http.MethodGet, "/?q=tea", nil))
			if body := answer.Body.String(); answer.Code != c.status || got.Answer.Status != c.status || body != c.body {
				t.Errorf("answered %d %q and noted %d, want %d %q", answer.Code, body, got.Answer.Status, c.status, c.body)
			}
			if c.status == 418 && answer.Header().Get("X-Seq") != "1" {
				t.Errorf("headers %v", answer.Header())
			}
		})
	}
}

func TestResponderIsNotAskedAboutRefusedRequests(t *testing.T) {
	t.Parallel()
	opt := Options{MaxBody: 1, Responder: func(*Received) Response {
		t.Error("asked")
		return Response{Status: 200}
	}}
	exchange(t, opt, httptest.NewRequest(http.MethodPost, "/", strings.NewReader("long")))
}

func TestOptionsThatCannotBe(t *testing.T) {
	t.Parallel()
	for _, opt := range []Options{{MaxBody: -1}, {MaxRequests: -1}, {Timeout: -1}} {
		if _, err := NewHandler(opt); err == nil {
			t.Errorf("%+v is accepted", opt)
		}
	}
	for status, want := range map[int]bool{-1: false, 99: false, 100: false, 199: false, 200: true, 599: true, 600: false} {
		if got := CheckStatus(status) == nil; got != want {
			t.Errorf("status %d: allowed is %v, want %v", status, got, want)
		}
	}
}

func TestMaxRequests(t *testing.T) {
	t.Parallel()
	opt, list := keep(Options{MaxRequests: 2})
	h, err := NewHandler(opt)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{200, 200, 503, 503} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
		if w.Code != want {
			t.Errorf("request %d is answered %d, want %d", i+1, w.Code, want)
		}
		if done := isClosed(h.Done()); done != (i >= 1) {
			t.Errorf("after %d requests done is %v", i+1, done)
		}
	}
	if len(*list) != 2 {
		t.Errorf("%d requests were shown, want 2", len(*list))
	}
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func TestRequestsAreShownOneAfterTheOther(t *testing.T) {
	t.Parallel()
	const senders, each = 8, 50
	var shown []int // not guarded: the race detector would tell
	h, err := NewHandler(Options{MaxRequests: senders * each, OnRequest: func(r *Received) {
		if !bytes.Equal(r.Body, []byte(r.Query[0].Value)) {
			t.Errorf("body %q belongs to another query than %q", r.Body, r.Query[0].Raw)
		}
		shown = append(shown, r.Seq)
	}})
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for sender := range senders {
		wait.Go(func() {
			for i := range each {
				word := fmt.Sprintf("%d-%d", sender, i)
				r := httptest.NewRequest(http.MethodPost, "/?w="+word, strings.NewReader(word))
				h.ServeHTTP(httptest.NewRecorder(), r)
			}
		})
	}
	wait.Wait()
	<-h.Done()
	for i, seq := range shown {
		if seq != i+1 {
			t.Fatalf("request %d was shown in place %d", seq, i+1)
		}
	}
	if len(shown) != senders*each {
		t.Errorf("%d requests were shown, want %d", len(shown), senders*each)
	}
}
