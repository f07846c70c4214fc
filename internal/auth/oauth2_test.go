package auth

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-oauth2/oauth2/v4"
	"github.com/go-oauth2/oauth2/v4/manage"
	"github.com/go-oauth2/oauth2/v4/models"
	"github.com/go-oauth2/oauth2/v4/server"
	"github.com/go-oauth2/oauth2/v4/store"

	"postback/internal/postback"
)

// partner is an OAuth2 server and, behind it, a receiver that wants its tokens.
type partner struct {
	url     string
	manager *manage.Manager
	issued  atomic.Int64 // tokens
	asked   atomic.Int64 // requests for one
	fired   atomic.Int64 // requests that had a valid one
	scopes  chan string
}

// newPartner starts a server that knows one client, "id" with the secret "s3cret-1", and finds the
// credentials of requests in its own way.
func newPartner(t *testing.T, credentials server.ClientInfoHandler) *partner {
	t.Helper()
	clients := store.NewClientStore()
	if err := clients.Set("id", &models.Client{ID: "id", Secret: "s3cret-1"}); err != nil {
		t.Fatal(err)
	}
	tokens, err := store.NewMemoryTokenStore()
	if err != nil {
		t.Fatal(err)
	}
	p := &partner{manager: manage.NewDefaultManager(), scopes: make(chan string, 9)}
	p.manager.MapClientStorage(clients)
	p.manager.MapTokenStorage(tokens)
	issuer := server.NewDefaultServer(p.manager)
	issuer.SetAllowedGrantType(oauth2.ClientCredentials)
	issuer.SetClientInfoHandler(credentials)
	issuer.SetResponseTokenHandler(nil)
	issuer.SetClientScopeHandler(func(request *oauth2.TokenGenerateRequest) (bool, error) {
		p.issued.Add(1)
		p.scopes <- request.Scope
		return true, nil
	})
	mux := http.NewServeMux()
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		p.asked.Add(1)
		if err := issuer.HandleTokenRequest(w, r); err != nil {
			t.Error(err)
		}
	})
	mux.HandleFunc("/pixel", func(w http.ResponseWriter, r *http.Request) {
		if _, err := issuer.ValidationBearerToken(r); err != nil {
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		p.fired.Add(1)
	})
	listening := httptest.NewServer(mux)
	t.Cleanup(listening.Close)
	p.url = listening.URL
	return p
}

func (p *partner) grant(secret string) *Grant {
	return &Grant{
		Name: "partner", Header: "Authorization", Prefix: "Bearer ",
		OAuth2: &ClientCredentials{TokenURL: p.url + "/token", ClientID: "id", ClientSecret: secret, Scopes: []string{"a", "b"}},
	}
}

func (p *partner) request() *postback.Request {
	return &postback.Request{URL: []byte(p.url + "/pixel")}
}

// learned collects what a store teaches.
type learned struct {
	mu     sync.Mutex
	tokens []string
}

func (l *learned) learn(token string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tokens = append(l.tokens, token)
}

func newClient(t *testing.T) *postback.Client {
	t.Helper()
	client := postback.NewClient(postback.Options{Timeout: 5 * time.Second})
	t.Cleanup(client.Close)
	return client
}

func TestOAuth2TokenIsFetchedOnce(t *testing.T) {
	t.Parallel()
	p := newPartner(t, server.ClientBasicHandler)
	client, known := newClient(t), &learned{}
	tokens := NewTokens(client, known.learn)
	var group sync.WaitGroup
	for range 64 {
		group.Go(func() { // with a grant of its own, as planners make them
			out := tokens.Authenticate(client, p.grant("s3cret-1")).Fire(context.Background(), p.request())
			if out.Status != 200 || out.Attempts != 1 {
				t.Errorf("%+v", out)
			}
		})
	}
	group.Wait()
	if p.asked.Load() != 1 || p.fired.Load() != 64 {
		t.Errorf("%d tokens were asked for, %d requests arrived", p.asked.Load(), p.fired.Load())
	}
	if len(known.tokens) != 1 || len(known.tokens[0]) < 20 {
		t.Errorf("learned %q", known.tokens)
	}
	if scope := <-p.scopes; scope != "a b" {
		t.Errorf("asked for the scope %q", scope)
	}
}

// TestOAuth2CredentialsInTheBody: not every server takes them from a header.
func TestOAuth2CredentialsInTheBody(t *testing.T) {
	t.Parallel()
	p := newPartner(t, server.ClientFormHandler)
	client := newClient(t)
	out := NewTokens(client, func(string) {}).Authenticate(client, p.grant("s3cret-1")).Fire(context.Background(), p.request())
	if out.Status != 200 || p.issued.Load() != 1 {
		t.Errorf("%+v", out)
	}
}

func TestOAuth2WrongSecret(t *testing.T) {
	t.Parallel()
	p := newPartner(t, server.ClientBasicHandler)
	client := newClient(t)
	out := NewTokens(client, func(string) {}).Authenticate(client, p.grant("wr0ng")).Fire(context.Background(), p.request())
	if out.Verdict != postback.Failed || out.Failure != postback.FailureAuthentication || out.Attempts != 0 || out.InDoubt {
		t.Errorf("%+v", out)
	}
	want := "authentication partner: the token endpoint answered 401 Unauthorized: invalid_client Client authentication failed"
	if out.Reason != want || p.fired.Load() != 0 {
		t.Errorf("reason %q, %d requests arrived", out.Reason, p.fired.Load())
	}
}

// TestOAuth2RefreshAfter401 has the server forget a token that is still good by its lifetime.
func TestOAuth2RefreshAfter401(t *testing.T) {
	t.Parallel()
	p := newPartner(t, server.ClientBasicHandler)
	client, known := newClient(t), &learned{}
	tokens := NewTokens(client, known.learn)
	fire := func() *postback.Outcome {
		return tokens.Authenticate(client, p.grant("s3cret-1")).Fire(context.Background(), p.request())
	}
	if out := fire(); out.Status != 200 {
		t.Fatalf("%+v", out)
	}
	if err := p.manager.RemoveAccessToken(context.Background(), known.tokens[0]); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			out := fire()
			if out.Status != 200 || out.Attempts == 2 && out.Earlier[0].Status != 401 || out.Attempts > 2 {
				t.Errorf("%+v", out)
			}
		})
	}
	group.Wait()
	if p.issued.Load() != 2 {
		t.Errorf("%d tokens were issued, want the first and one more", p.issued.Load())
	}
}

// TestTokenThatIsNeverGoodEnough: one new token, and then the receiver's word stands.
func TestTokenThatIsNeverGoodEnough(t *testing.T) {
	t.Parallel()
	p := newPartner(t, server.ClientBasicHandler)
	client := newClient(t)
	g := p.grant("s3cret-1")
	g.Prefix = "Token " // which this receiver does not take
	out := NewTokens(client, func(string) {}).Authenticate(client, g).Fire(context.Background(), p.request())
	if out.Verdict != postback.Rejected || out.Status != 401 || out.Attempts != 2 || p.issued.Load() != 2 {
		t.Errorf("%d tokens: %+v", p.issued.Load(), out)
	}
	if !strings.Contains(string(out.Body), "who are you?") {
		t.Errorf("%s", out.Body)
	}
}
