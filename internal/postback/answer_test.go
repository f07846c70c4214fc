package postback

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// ordinary are answers that are read without net/http, extraordinary those that are not.
var (
	ordinary = []string{
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
		"HTTP/1.1 200 OK\r\nServer: nginx/1.24.0\r\nDate: Wed, 25 Nov 2026 02:09:08 GMT\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok",
		"HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n",
		"HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n",
		"HTTP/1.1 204 No Content\r\n\r\n",
		"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n",
		"HTTP/1.1 400 Bad  Request \r\nx-a:1\r\nX-A:\t2 \r\nset-COOKIE: a=b; c\r\nX_y!:\r\nConnection: Keep-Alive\r\nContent-Length: 3\r\n\r\nbad",
		"HTTP/1.1 999 é\r\nContent-Length: 3\r\nA: é\xff:b\r\n\r\nabcdef",
		"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 9\r\n\r\nabc",
		"HTTP/1.1 200 OK\r\nA: b\nContent-Length: 0\r\n\r\n",
	}
	extraordinary = []string{
		"", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n", "\r\n\r\n",
		"HTTP/1.1 200 OK\r\n\r\nuntil the end",
		"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/1.12 200 OK\r\nContent-Length: 0\r\n\r\n", "http/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
		"HTTP/1.1 100 Continue\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 304 Not Modified\r\nContent-Length: 0\r\n\r\n",
		"HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 +20 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1  200 OK\r\nContent-Length: 0\r\n\r\n",
		"HTTP/1.1 200 O\tK\x7f\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\ncontent-length: 2\r\n\r\nab",
		"HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\na", "HTTP/1.1 200 OK\r\nContent-Length: 0x1\r\n\r\na", "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\na", "HTTP/1.1 200 OK\r\nContent-Length: 1_0\r\n\r\na",
		"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive, close\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nTrailer: A\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nPragma: no-cache\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nA: b\r\n c\r\n\r\n", "HTTP/1.1 200 OK\r\n A: b\r\nContent-Length: 0\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nA : b\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n: b\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nA: b\x00\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nA: b\rc\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nA: b\n\nc\r\n\r\n",
	}
)

func TestWhichHeadsAreOrdinary(t *testing.T) {
	t.Parallel()
	heads := new(headReader)
	for _, text := range ordinary {
		for range 2 { // the second time it is known
			compareHeads(t, heads, text, true)
		}
	}
	for _, text := range extraordinary {
		if _, ok := heads.ordinary(filled(text)); ok {
			t.Errorf("%q was not left to net/http", text)
		}
	}
}

// filled is a reader that a text has arrived at.
func filled(text string) *bufio.Reader {
	r := bufio.NewReader(strings.NewReader(text))
	_, _ = r.Peek(1)
	return r
}

// compareHeads holds what is read of an answer against what net/http reads of it, head and body.
func compareHeads(t *testing.T, heads *headReader, text string, mustRead bool) {
	t.Helper()
	const limit = 5
	ours := filled(text)
	got, ok := heads.ordinary(ours)
	if !ok {
		if mustRead {
			t.Errorf("%q was left to net/http", text)
		}
		if left, _ := io.ReadAll(ours); string(left) != text {
			t.Errorf("%q is left of %q", left, text)
		}
		return
	}
	theirs := bufio.NewReader(strings.NewReader(text))
	response, err := http.ReadResponse(theirs, nil)
	if err != nil {
		t.Fatalf("net/http refuses %q: %v", text, err)
	}
	want := answerTo(response)
	gotBody, gotErr := got.read(ours, limit)
	wantBody, wantErr := want.read(theirs, limit)
	want.body = nil
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(answerHead{})); diff != "" {
		t.Errorf("%q (-net/http +ours):\n%s", text, diff)
	}
	if !bytes.Equal(gotBody, wantBody) || !sameEnd(gotErr, wantErr) {
		t.Errorf("%q: the body is %q, %v and in net/http %q, %v", text, gotBody, gotErr, wantBody, wantErr)
	}
	if left, _ := io.ReadAll(ours); errors.Is(gotErr, io.EOF) {
		if theirLeft, _ := io.ReadAll(theirs); !bytes.Equal(left, theirLeft) {
			t.Errorf("%q: %q is left, and in net/http %q", text, left, theirLeft)
		}
	}
}

func sameEnd(a, b error) bool {
	return slices.ContainsFunc([]error{nil, io.EOF, io.ErrUnexpectedEOF}, func(e error) bool { return errors.Is(a, e) && errors.Is(b, e) })
}

// FuzzHead holds the reading of ordinary heads against net/http's.
func FuzzHead(f *testing.F) {
	for _, text := range slices.Concat(ordinary, extraordinary) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		heads := new(headReader)
		compareHeads(t, heads, text, false)
		compareHeads(t, heads, text, false)
	})
}
