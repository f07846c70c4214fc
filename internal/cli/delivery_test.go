package cli

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"postback/internal/redact"
	"postback/internal/report"
)

// TestTokenIsNeverShown fires at a receiver that repeats the token it was sent in every way, and
// refuses it, so that all of that is shown.
func TestTokenIsNeverShown(t *testing.T) {
	t.Parallel()
	const token = `t0ken/with+odd "chars"`
	forms := []string{token, url.QueryEscape(token), url.PathEscape(token), `t0ken/with+odd \"chars\"`, base64.StdEncoding.EncodeToString([]byte(token))}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/token" {
			_, _ = fmt.Fprintf(w, `{"access_token": %q}`, token)
			return
		}
		if got := r.Header.Get("X-Token"); got != "Key "+token {
			t.Errorf("received %q", got)
		}
		w.Header().Set("X-Seen", r.Header.Get("X-Token"))
		w.WriteHeader(http.StatusTeapot)
		_, _ = fmt.Fprintf(w, "you sent %s\n", strings.Join(forms, " and "))
	}))
	t.Cleanup(server.Close)
	definitions := file(t, "p.yaml", `
pixels: [{name: A, fire_on: incoming, url: "https://a.example/", authentication: t}]
authentications: [{name: t, request: {url: "https://a.example/token", token: /access_token}, header: X-Token, prefix: "Key "}]
`)
	for _, format := range report.FiredFormats() {
		r := invoke(t, nil, oneCall, "fire", "-v", "-f", definitions, "-c", "-", "--to", server.URL, "--format", format)
		r.expect(t, CodeRefused, "> X-Token: ***\n", "< X-Seen: Key ***\n")
		for _, form := range forms {
			if strings.Contains(r.stdout+r.stderr, form) {
				t.Errorf("%s shows the token as %s\n%s\n%s", format, form, r.stdout, r.stderr)
			}
		}
	}
	r := invoke(t, nil, oneCall, "fire", "-v", "-f", definitions, "-c", "-", "--to", server.URL, "--show-secrets")
	r.expect(t, CodeRefused, "> X-Token: Key "+token+"\n")
}

// TestDeliveryIsSharedSafely sends one firing from many goroutines, as replay does.
func TestDeliveryIsSharedSafely(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	paths := map[string]int{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		paths[r.URL.Path]++
		mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprint(w, `{"access_token": "t0ken"}`)
	}))
	t.Cleanup(server.Close)
	definitions := file(t, "p.yaml", `
pixels: [{name: A, fire_on: incoming, url: "https://a.example/p", authentication: t}]
authentications: [{name: t, oauth2: {token_url: "https://a.example/token", client_id: me, client_secret: s3cret}}]
`)
	a := &app{env: testEnv(nil, oneCall, nil, nil, nil), stdin: strings.NewReader(oneCall), known: redact.New()}
	o := &fireOptions{renderOptions: renderOptions{selection: selection{files: []string{definitions}, call: "-", events: []string{allEvents}}}}
	o.delivery.to = server.URL
	set, err := o.load(a)
	if err != nil {
		t.Fatal(err)
	}
	_, firings, err := o.planOne(a, set)
	if err != nil {
		t.Fatal(err)
	}
	d, err := a.newDelivery(&o.delivery, set, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var group sync.WaitGroup
	for range 32 {
		group.Go(func() {
			if out := d.Send(t.Context(), &firings[0]); out.Status != 200 {
				t.Errorf("%+v", out)
			}
		})
	}
	group.Wait()
	if paths["/token"] != 1 || paths["/p"] != 32 {
		t.Errorf("received %v", paths)
	}
}
