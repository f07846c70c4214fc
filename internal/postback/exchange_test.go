package postback

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestStatusIsNotTheVerdict(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		answer  string
		verdict Verdict
		status  int
		reason  string
		body    string
	}{
		"200":         {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", Unverified, 200, "OK", "ok"},
		"204":         {"HTTP/1.1 204 No Content\r\n\r\n", Unverified, 204, "No Content", ""},
		"299":         {"HTTP/1.1 299\r\nContent-Length: 0\r\n\r\n", Unverified, 299, "", ""},
		"own words":   {"HTTP/1.1 200 Fine by me\r\nContent-Length: 0\r\n\r\n", Unverified, 200, "Fine by me", ""},
		"odd words":   {"HTTP/1.1 200 a\x1b[31mb\r\nContent-Length: 0\r\n\r\n", Unverified, 200, "a[31mb", ""},
		"long words":  {"HTTP/1.1 200 " + strings.Repeat("x", 101) + "\r\nContent-Length: 0\r\n\r\n", Unverified, 200, "OK", ""},
		"no words":    {"HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n", Rejected, 404, "Not Found", ""},
		"304":         {"HTTP/1.1 304 Not Modified\r\n\r\n", Rejected, 304, "Not Modified", ""},
		"302":         {"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n", Rejected, 302, "Found (redirects are not followed)", ""},
		"400":         {"HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\nbad", Rejected, 400, "Bad Request", "bad"},
		"503":         {"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", Rejected, 503, "Service Unavailable", ""},
		"101":         {"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nraw", Rejected, 101, "Switching Protocols", ""},
		"interim":     {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", Unverified, 200, "OK", ""},
		"HTTP/1.0":    {"HTTP/1.0 200 OK\r\n\r\nuntil the end", Unverified, 200, "OK", "until the end"},
		"no length":   {"HTTP/1.1 200 OK\r\n\r\nuntil the end", Unverified, 200, "OK", "until the end"},
		"chunked":     {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nT: 1\r\n\r\n", Unverified, 200, "OK", "abc"},
		"bare LF":     {"HTTP/1.1 200 OK\nContent-Length: 2\n\nok", Unverified, 200, "OK", "ok"},
		"body of 204": {"HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok", Unverified, 204, "No Content", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := answer(t, test.answer).fire(newClient(t, Options{}), "/")
			if out.Verdict != test.verdict || out.Status != test.status || out.Reason != test.reason || string(out.Body) != test.body {
				t.Errorf("%+v, want %+v", out, test)
			}
			if out.Failure != "" || out.InDoubt || out.BodyTruncated || !strings.HasPrefix(out.Protocol, "HTTP/1.") {
				t.Errorf("%+v", out)
			}
		})
	}
}

func TestHeadersOfTheAnswer(t *testing.T) {
	t.Parallel()
	out := answer(t, "HTTP/1.1 200 OK\r\nx-a: 1\r\nX-A: 2\r\nContent-Length: 0\r\n\r\n").fire(newClient(t, Options{}), "/")
	if got := out.Header.Values("X-A"); len(got) != 2 || got[0] != "1" || got[1] != "2" {
		t.Errorf("%v", out.Header)
	}
}

func TestBodyIsKeptUpToTheLimit(t *testing.T) {
	t.Parallel()
	const limit = 1000
	for name, head := range map[string]string{
		"length":       "HTTP/1.1 200 OK\r\nContent-Length: LEN\r\n\r\n",
		"until closed": "HTTP/1.1 200 OK\r\n\r\n",
	} {
		for _, size := range []int{0, 1, 511, 512, 513, limit - 1, limit, limit + 1, 5 * limit} {
			body := strings.Repeat("x", size)
			r := answer(t, strings.ReplaceAll(head, "LEN", strconv.Itoa(size))+body)
			out := r.fire(newClient(t, Options{MaxBody: limit}), "/")
			if string(out.Body) != body[:min(size, limit)] || out.BodyTruncated != (size > limit) || out.Verdict != Unverified {
				t.Errorf("%s %d: %d bytes, %+v", name, size, len(out.Body), out)
			}
		}
	}
}

func TestEndlessBodyInConstantMemory(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "10000000000")
		block := make([]byte, 1<<20)
		for {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	}))
	defer server.Close()
	client := newClient(t, Options{})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	out := client.Fire(context.Background(), &Request{URL: []byte(server.URL)})
	runtime.ReadMemStats(&after)
	if len(out.Body) != DefaultMaxBody || !out.BodyTruncated || out.Verdict != Unverified {
		t.Errorf("%d bytes: %v", len(out.Body), out.Verdict)
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 32<<20 {
		t.Errorf("%d bytes allocated", grown)
	}
}

func TestFullBodyThatStallsIsNoFailure(t *testing.T) {
	t.Parallel()
	r := serve(t, func(h hit) bool {
		h.reply("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n")
		time.Sleep(500 * time.Millisecond)
		return false
	})
	out := r.fire(newClient(t, Options{MaxBody: 4, Timeout: 200 * time.Millisecond}), "/")
	if out.Verdict != Unverified || string(out.Body) != "abcd" || !out.BodyTruncated || out.Failure != "" {
		t.Errorf("%+v", out)
	}
}

func TestCompressionIsNeitherAskedForNorUndone(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = io.WriteString(w, "hello")
	_ = w.Close()
	r := serve(t, func(h hit) bool {
		if strings.Contains(h.head, "Accept-Encoding") {
			t.Error("compression was asked for")
		}
		return h.reply("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s", packed.Len(), packed.Bytes())
	})
	out := r.fire(newClient(t, Options{}), "/")
	if !bytes.Equal(out.Body, packed.Bytes()) || out.Header.Get("Content-Encoding") != "gzip" {
		t.Errorf("%+v", out)
	}
}

// TestEarlyAnswer has the receiver refuse a long body without reading it.
func TestEarlyAnswer(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Connection", "close")
		w.WriteHeader(http.StatusRequestEntityTooLarge)
	}))
	defer server.Close()
	out := newClient(t, Options{}).Fire(context.Background(),
		&Request{Method: "POST", URL: []byte(server.URL), Body: make([]byte, 16<<20)})
	if out.Status != http.StatusRequestEntityTooLarge && !out.InDoubt {
		t.Errorf("%+v", out)
	}
}

func TestTiming(t *testing.T) {
	t.Parallel()
	r := serve(t, func(h hit) bool {
		time.Sleep(20 * time.Millisecond)
		return h.ok()
	})
	client := newClient(t, Options{})
	_, port, _ := strings.Cut(r.address, ":")
	url := []byte("http://localhost:" + port + "/")
	first := client.Fire(context.Background(), &Request{URL: url})
	second := client.Fire(context.Background(), &Request{URL: url})
	if f := first.Timing; f.Reused || f.Connect <= 0 || f.DNS <= 0 || f.TLS != 0 || f.FirstByte < 20*time.Millisecond {
		t.Errorf("first: %+v %s", f, first.Reason)
	}
	if s := second.Timing; !s.Reused || s.Connect != 0 || s.DNS != 0 || s.FirstByte < 20*time.Millisecond || s.FirstByte > second.Elapsed {
		t.Errorf("second: %+v %s", s, second.Elapsed)
	}
}

func TestHEAD(t *testing.T) {
	t.Parallel()
	r := serve(t, func(h hit) bool { return h.reply("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n") })
	client := newClient(t, Options{})
	for range 2 {
		out := client.Fire(context.Background(), &Request{Method: "HEAD", URL: []byte("http://" + r.address)})
		if out.Verdict != Unverified || len(out.Body) != 0 {
			t.Errorf("%+v", out)
		}
	}
	if n := r.conns.Load(); n != 1 {
		t.Errorf("%d connections", n)
	}
}
