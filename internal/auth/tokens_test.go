package auth

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"postback/internal/postback"
)

// issuer is a Firer that answers requests for tokens, after a second, with t1, t2 and so on.
type issuer struct {
	lifetime string // seconds, as JSON; "" for none
	broken   atomic.Bool
	asked    atomic.Int64
}

// Fire implements [postback.Firer].
func (i *issuer) Fire(ctx context.Context, _ *postback.Request) *postback.Outcome {
	n := i.asked.Add(1)
	select {
	case <-time.After(time.Second):
	case <-ctx.Done():
	}
	if i.broken.Load() {
		return &postback.Outcome{Verdict: postback.Rejected, Status: 503, Reason: "Service Unavailable"}
	}
	body := fmt.Sprintf(`{"token": "t%d", "ttl": %s}`, n, i.lifetime)
	return &postback.Outcome{Status: 200, Body: []byte(body)}
}

// grantFor is a dynamic token of a request to a URL.
func grantFor(url, expiresIn string) *Grant {
	return &Grant{
		Name: "dynamic", Header: "X-Token", Prefix: "Key ",
		Request: &TokenRequest{Request: postback.Request{URL: []byte(url)}, Token: "/token", ExpiresIn: expiresIn},
	}
}

// mustGet is the token of a grant, or the error in its place.
func mustGet(tokens *Tokens, g *Grant) string {
	token, err := tokens.get(context.Background(), g, "")
	if err != nil {
		return err.Error()
	}
	return token
}

func TestTokenIsKeptUntilShortlyBeforeItsEnd(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		lifetime string
		last     time.Duration // how long after it was asked for the token is still used
	}{
		"an hour":         {"3600", time.Hour - maxMargin},
		"as text":         {`"3600"`, time.Hour - maxMargin},
		"a minute":        {"60", 54 * time.Second},
		"half a second":   {"0.5", time.Second}, // it arrives too late to be used twice
		"beyond measures": {"1e300", 1000 * time.Hour},
	}
	for name, test := range tests {
		synctest.Test(t, func(t *testing.T) {
			source := &issuer{lifetime: test.lifetime}
			tokens, g := NewTokens(source, func(string) {}), grantFor("http://a.example/", "/ttl")
			begun := time.Now()
			first := mustGet(tokens, g)
			time.Sleep(test.last - time.Since(begun) - 1)
			if again := mustGet(tokens, g); time.Since(begun) < test.last && again != first {
				t.Errorf("%s: %s after %s, before that %s", name, again, time.Since(begun), first)
			}
			if name == "beyond measures" {
				return
			}
			time.Sleep(2 * time.Nanosecond)
			if next := mustGet(tokens, g); next == first || !strings.HasPrefix(next, "t") {
				t.Errorf("%s: still %s after %s", name, next, time.Since(begun))
			}
		})
	}
}

func TestTokenWithoutLifetimeStays(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		source := &issuer{lifetime: "1"}
		tokens, g := NewTokens(source, func(string) {}), grantFor("http://a.example/", "")
		mustGet(tokens, g)
		time.Sleep(1000 * time.Hour)
		if token := mustGet(tokens, g); token != "t1" {
			t.Error(token)
		}
	})
}

// TestFailureStandsForAMoment: many pixels with one broken authentication do not storm its endpoint.
func TestFailureStandsForAMoment(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		source := &issuer{lifetime: "60"}
		source.broken.Store(true)
		tokens, g := NewTokens(source, func(string) { t.Error("learned a token that there is not") }), grantFor("http://a.example/", "/ttl")
		for range 5 {
			if got := mustGet(tokens, g); got != "the token endpoint answered 503 Service Unavailable" {
				t.Error(got)
			}
		}
		if n := source.asked.Load(); n != 1 {
			t.Errorf("asked %d times", n)
		}
		source.broken.Store(false)
		tokens.learn = func(string) {}
		time.Sleep(failurePause)
		if got := mustGet(tokens, g); got != "t2" {
			t.Error(got)
		}
	})
}

// TestWaitingEndsWithItsContext: who gives up does not spoil the token for the others.
func TestWaitingEndsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		source := &issuer{lifetime: "60"}
		tokens, g := NewTokens(source, func(string) {}), grantFor("http://a.example/", "/ttl")
		next := postback.Firer(nil) // which must not be reached
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		out := tokens.Authenticate(next, g).Fire(ctx, &postback.Request{})
		if out.Verdict != postback.Unsent || out.Failure != postback.FailureCancelled || out.Reason != "cancelled waiting for the token of dynamic" {
			t.Errorf("%+v", out)
		}
		if token := mustGet(tokens, g); token != "t1" || source.asked.Load() != 1 {
			t.Errorf("%s, asked %d times", token, source.asked.Load())
		}
	})
}

func TestGrantsThatDifferShareNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		source := &issuer{lifetime: "60"}
		tokens := NewTokens(source, func(string) {})
		for i := range 3 * maxKept { // one after the other, as calls with a token each would come
			if token := mustGet(tokens, grantFor(fmt.Sprintf("http://a.example/%d", i), "")); token != fmt.Sprintf("t%d", i+1) {
				t.Fatalf("%d: %s", i, token)
			}
			if len(tokens.kept) > maxKept {
				t.Fatalf("%d tokens are kept", len(tokens.kept))
			}
		}
	})
}

func TestKey(t *testing.T) {
	t.Parallel()
	grant := func(change func(*Grant)) *Grant {
		g := grantFor("http://a.example/", "")
		g.Request.Request.Headers = []postback.Header{{Name: "A", Value: []byte("b")}}
		change(g)
		return g
	}
	oauth2 := func(c ClientCredentials) *Grant { return &Grant{OAuth2: &c} }
	grants := []*Grant{
		grant(func(*Grant) {}),
		grant(func(g *Grant) { g.Name = "other" }),
		grant(func(g *Grant) { g.Request.Request.Method = "POST" }),
		grant(func(g *Grant) { g.Request.Request.Body = []byte("b") }),
		grant(func(g *Grant) { g.Request.Request.Headers[0].Value = []byte("c") }),
		oauth2(ClientCredentials{TokenURL: "u", ClientID: "i", ClientSecret: "s"}),
		oauth2(ClientCredentials{TokenURL: "u", ClientID: "i", ClientSecret: "t"}),
		oauth2(ClientCredentials{TokenURL: "u", ClientID: "i", ClientSecret: "s", Scopes: []string{"a b"}}),
		oauth2(ClientCredentials{TokenURL: "u", ClientID: "i", ClientSecret: "s", Scopes: []string{"a", "b"}}),
	}
	seen := map[string]bool{}
	for i, g := range grants {
		if seen[g.key()] {
			t.Errorf("grant %d has the key of another: %s", i, g.key())
		}
		seen[g.key()] = true
	}
	if again := grant(func(*Grant) {}); !seen[again.key()] {
		t.Error("equal grants have different keys")
	}
}

// recorder is a Firer that keeps the requests and answers with the next status.
type recorder struct {
	mu       sync.Mutex
	statuses []int
	headers  [][]postback.Header
}

// Fire implements [postback.Firer].
func (r *recorder) Fire(_ context.Context, request *postback.Request) *postback.Outcome {
	r.mu.Lock()
	defer r.mu.Unlock()
	status := r.statuses[len(r.headers)]
	r.headers = append(r.headers, request.Headers)
	return &postback.Outcome{Status: status, Verdict: postback.Rejected, Attempts: 1}
}

// TestHeaderThatCarriesTheToken replaces what the pixel says itself, and only in what is sent.
func TestHeaderThatCarriesTheToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		next := &recorder{statuses: []int{401, 200}}
		tokens := NewTokens(&issuer{lifetime: "60"}, func(string) {})
		request := &postback.Request{Headers: []postback.Header{{Name: "x-token", Value: []byte("mine")}, {Name: "A", Value: []byte("b")}}}
		out := tokens.Authenticate(next, grantFor("http://a.example/", "")).Fire(t.Context(), request)
		if out.Status != 200 || out.Attempts != 2 || out.Earlier[0].Status != 401 {
			t.Errorf("%+v", out)
		}
		want := [][]postback.Header{
			{{Name: "A", Value: []byte("b")}, {Name: "X-Token", Value: []byte("Key t1")}},
			{{Name: "A", Value: []byte("b")}, {Name: "X-Token", Value: []byte("Key t2")}},
		}
		if diff := cmp.Diff(want, next.headers); diff != "" {
			t.Error(diff)
		}
		if string(request.Headers[0].Value) != "mine" {
			t.Error("the request itself was changed")
		}
	})
}

// TestRefreshThatFails: the reason is the token, and that something was sent is not forgotten.
func TestRefreshThatFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		source := &issuer{lifetime: "60"}
		tokens, g := NewTokens(source, func(string) {}), grantFor("http://a.example/", "")
		mustGet(tokens, g)
		source.broken.Store(true)
		out := tokens.Authenticate(&recorder{statuses: []int{401}}, g).Fire(t.Context(), &postback.Request{})
		if out.Verdict != postback.Failed || out.Failure != postback.FailureAuthentication || out.Attempts != 1 || out.Earlier[0].Status != 401 {
			t.Errorf("%+v", out)
		}
	})
}

// TestInterruptedRefresh: the answer that there was stands.
func TestInterruptedRefresh(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
		defer cancel()
		tokens := NewTokens(&issuer{lifetime: "60"}, func(string) {})
		out := tokens.Authenticate(&recorder{statuses: []int{401}}, grantFor("http://a.example/", "")).Fire(ctx, &postback.Request{})
		if out.Status != 401 || out.Attempts != 1 || out.Failure != "" {
			t.Errorf("%+v", out)
		}
		time.Sleep(time.Second) // until the token arrives for which nobody waits
	})
}
