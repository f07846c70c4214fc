package postback

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestHTTPClient(t *testing.T) {
	t.Parallel()
	arrived := make(chan string, 1)
	r := serve(t, func(h hit) bool {
		arrived <- h.head + h.body
		return h.reply("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nX-A: 1\r\nContent-Length: 2\r\n\r\nok")
	})
	client := HTTPClient(newClient(t, Options{UserAgent: "postback/1"}))
	request, err := http.NewRequestWithContext(context.Background(), http.MethodPost, "http://"+r.address+"/token?a=b", strings.NewReader("c=d"))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-B", "2")
	request.SetBasicAuth("u", "p")
	answer, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(answer.Body)
	if err != nil || string(body) != "ok" || answer.StatusCode != 302 || answer.Header.Get("X-A") != "1" {
		t.Errorf("%+v %q %v", answer, body, err)
	}
	want := "POST /token?a=b HTTP/1.1\r\nHost: " + r.address + "\r\nUser-Agent: postback/1\r\nAuthorization: Basic dTpw\r\nX-B: 2\r\nContent-Length: 3\r\n\r\nc=d"
	if got := <-arrived; got != want {
		t.Errorf("sent %q", got)
	}
	if n := r.hits.Load(); n != 1 {
		t.Errorf("%d requests: the redirect was followed", n)
	}
}

func TestHTTPClientErrors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ answer, reason string }{
		"nothing":  {"", "reset by the receiver after the request was sent: it may have been received"},
		"cut":      {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx", "truncated: the connection broke within the body of the answer: it may have been received"},
		"refusal":  {"HTTP/1.1 401 No\r\nContent-Length: 9\r\n\r\nx", "No"},
		"too long": {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123456789", "the answer is longer than 4 bytes"},
	}
	for name, test := range tests {
		r := answer(t, test.answer)
		client := HTTPClient(newClient(t, Options{MaxBody: 4, Timeout: 2 * time.Second}))
		_, err := client.Get("http://" + r.address)
		var failure *FireError
		if !errors.As(err, &failure) || failure.Error() != test.reason {
			t.Errorf("%s: %v", name, err)
		}
	}
}
