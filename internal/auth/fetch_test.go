package auth

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"postback/internal/postback"
)

// endpoint is a token endpoint that gives one answer.
func endpoint(t *testing.T, status int, contentType, body string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func TestDynamicToken(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		status         int
		body           string
		token, expires string // pointers
		want           string // token, or error
		lifetime       time.Duration
	}{
		"text":              {200, `{"a": {"b": ["x", "tok-1"]}}`, "/a/b/1", "", "tok-1", 0},
		"number":            {201, `{"id": 12345678901234567890}`, "/id", "", "12345678901234567890", 0},
		"whole":             {200, `"tok"`, "", "", "tok", 0},
		"escaped":           {200, `{"a/b~c": "tok"}`, "/a~1b~0c", "", "tok", 0},
		"lifetime":          {200, `{"t": "tok", "x": 90}`, "/t", "/x", "tok", 90 * time.Second},
		"absent":            {200, `{"token": "s3cret"}`, "/access_token", "", "the answer of the token endpoint has nothing at /access_token", 0},
		"null":              {200, `{"t": null}`, "/t", "", "the answer of the token endpoint has no text at /t", 0},
		"object":            {200, `{"t": {"x": "s3cret"}}`, "/t", "", "the answer of the token endpoint has no text at /t", 0},
		"empty":             {200, `{"t": ""}`, "/t", "", "the answer of the token endpoint has an empty text at /t", 0},
		"line break":        {200, `{"t": "s3cret\r\nX-Evil: 1"}`, "/t", "", "the token holds a space at its end, a line break or another character that no header may hold", 0},
		"not JSON":          {200, `s3cret`, "/t", "", "the answer of the token endpoint is not JSON", 0},
		"no lifetime":       {200, `{"t": "tok"}`, "/t", "/x", "the answer of the token endpoint has nothing at /x", 0},
		"lifetime in words": {200, `{"t": "tok", "x": "soon"}`, "/t", "/x", "the answer of the token endpoint has no number of seconds at /x", 0},
		"lifetime of zero":  {200, `{"t": "tok", "x": 0}`, "/t", "/x", "the answer of the token endpoint has no number of seconds at /x", 0},
		"lifetime NaN":      {200, `{"t": "tok", "x": "NaN"}`, "/t", "/x", "the answer of the token endpoint has no number of seconds at /x", 0},
		"refused":           {403, `{"t": "tok"}`, "/t", "", "the token endpoint answered 403 Forbidden", 0},
		"redirect":          {302, `{"t": "tok"}`, "/t", "", "the token endpoint answered 302 Found", 0},
		"endless":           {200, `{"t": "` + strings.Repeat("x", 2000) + `"}`, "/t", "", "no answer from the token endpoint: the answer is longer than 1000 bytes", 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := postback.NewClient(postback.Options{MaxBody: 1000})
			defer client.Close()
			tokens := NewTokens(client, func(string) {})
			request := postback.Request{URL: []byte(endpoint(t, test.status, "application/json", test.body))}
			token, lifetime, err := tokens.fetch(context.Background(), &Grant{
				Request: &TokenRequest{Request: request, Token: test.token, ExpiresIn: test.expires},
			})
			if err != nil {
				token, lifetime = err.Error(), 0
			}
			if token != test.want || lifetime != test.lifetime {
				t.Errorf("got %q for %s, want %q", token, lifetime, test.want)
			}
		})
	}
}

func TestClientCredentialsFailures(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		status            int
		contentType, body string
		want              string
	}{
		"error":          {400, "application/json", `{"error": "invalid_scope", "error_description": "no\nsuch scope"}`, "the token endpoint answered 400 Bad Request: invalid_scope no such scope"},
		"long error":     {400, "application/json", `{"error": "` + strings.Repeat("é", 500) + `"}`, "the token endpoint answered 400 Bad Request: " + strings.Repeat("é", 100) + "…"},
		"error with 200": {200, "application/json", `{"error": "invalid_client"}`, "the token endpoint answered 200 OK: invalid_client"},
		"without words":  {500, "text/html", `<h1>s3cret</h1>`, "the token endpoint answered 500 Internal Server Error"},
		"no token":       {200, "application/json", `{"token": "s3cret"}`, "the answer of the token endpoint: server response missing access_token"},
		"not JSON":       {200, "application/json", `<s3cret>`, "the answer of the token endpoint: cannot parse json: invalid character '<' looking for beginning of value"},
		"redirect":       {302, "text/html", ``, "the token endpoint answered 302 Found"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := newClient(t)
			_, _, err := NewTokens(client, func(string) {}).fetch(context.Background(), &Grant{
				OAuth2: &ClientCredentials{TokenURL: endpoint(t, test.status, test.contentType, test.body) + "?key=s3cret"},
			})
			if err == nil || err.Error() != test.want {
				t.Errorf("got %v\nwant %s", err, test.want)
			}
		})
	}
}

func TestClientCredentialsWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(nil)
	gone.Close()
	client := newClient(t)
	_, _, err := NewTokens(client, func(string) {}).fetch(context.Background(), &Grant{OAuth2: &ClientCredentials{TokenURL: gone.URL + "/s3cret"}})
	want := "no answer from the token endpoint: refused: nothing listens at " + strings.TrimPrefix(gone.URL, "http://")
	var failure *postback.FireError
	if err == nil || err.Error() != want || !errors.As(err, &failure) {
		t.Errorf("got %v", err)
	}
}

func TestLifetimeOfClientCredentials(t *testing.T) {
	t.Parallel()
	client := newClient(t)
	for body, want := range map[string]time.Duration{
		`{"access_token": "t"}`:                      0,
		`{"access_token": "t", "expires_in": 3600}`:  time.Hour,
		`{"access_token": "t", "expires_in": "60"}`:  time.Minute,
		`{"access_token": "t", "expires_in": -3600}`: 1,
	} {
		_, lifetime, err := NewTokens(client, func(string) {}).fetch(context.Background(), &Grant{
			OAuth2: &ClientCredentials{TokenURL: endpoint(t, 200, "application/json", body)},
		})
		if err != nil || lifetime > want || lifetime < want-time.Minute || want > 0 && lifetime <= 0 {
			t.Errorf("%s: %s, %v", body, lifetime, err)
		}
	}
}
