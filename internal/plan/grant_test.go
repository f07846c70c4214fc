package plan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/auth"
	"postback/internal/postback"
)

// withAuthentication is a pixel that names an authentication of these lines.
func withAuthentication(lines ...string) string {
	return pixelWith("url: https://a.example/p", "authentication: partner") +
		"authentications:\n  - name: partner\n    " + strings.Join(lines, "\n    ") + "\n"
}

func TestGrants(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		lines []string
		want  *auth.Grant
	}{
		"client credentials": {
			[]string{"oauth2: {token_url: 'https://${env:HOST}/t', client_id: c, client_secret: '${env:K}', scopes: [a, b]}"},
			&auth.Grant{Name: "partner", Header: "Authorization", Prefix: "Bearer ", OAuth2: &auth.ClientCredentials{
				TokenURL: "https://env.example/t", ClientID: "c", ClientSecret: "s&cret", Scopes: []string{"a", "b"},
			}},
		},
		"request": {
			[]string{"request: {url: 'https://a.example/t?k=${env:K}', token: /a, expires_in: /b}", "header: X-Token", "prefix: ''"},
			&auth.Grant{Name: "partner", Header: "X-Token", Request: &auth.TokenRequest{
				Request: postback.Request{Method: "POST", URL: []byte("https://a.example/t?k=s%26cret")}, Token: "/a", ExpiresIn: "/b",
			}},
		},
		"request with a body": {
			[]string{"request: {url: 'https://a.example/t', headers: {Content-Type: application/x-www-form-urlencoded}, body: 'k=${env:K}', token: /a}"},
			&auth.Grant{Name: "partner", Header: "Authorization", Prefix: "Bearer ", Request: &auth.TokenRequest{
				Request: postback.Request{
					Method: "POST", URL: []byte("https://a.example/t"), Body: []byte("k=s%26cret"),
					Headers: []postback.Header{{Name: "Content-Type", Value: []byte("application/x-www-form-urlencoded")}},
				}, Token: "/a",
			}},
		},
		"tokens of the call": {
			[]string{
				"request:", "  method: PUT", "  url: https://a.example/t?c=[Call:InboundCallId]", "  headers: {X-P: '[Publisher:Id]'}",
				"  body: 'id=[Call:InboundCallId]'", "  token: /a",
			},
			&auth.Grant{Name: "partner", Header: "Authorization", Prefix: "Bearer ", Request: &auth.TokenRequest{
				Request: postback.Request{
					Method: "PUT", URL: []byte("https://a.example/t?c=RGB1"), Body: []byte("id=RGB1"),
					Headers: []postback.Header{{Name: "X-P", Value: nil}},
				}, Token: "/a",
			}},
		},
	}
	for name, test := range tests {
		f := only(t, withAuthentication(test.lines...), `{"inboundCallId": "RGB1"}`, Options{})
		if diff := cmp.Diff(test.want, f.Grant); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if f := only(t, pixelWith("url: https://a.example/p"), `{}`, Options{}); f.Grant != nil {
		t.Errorf("a grant of nothing: %+v", f.Grant)
	}
}

// TestGrantOutlivesItsCall: a token may be on its way while the next call is planned.
func TestGrantOutlivesItsCall(t *testing.T) {
	t.Parallel()
	p := compile(t, withAuthentication("request: {url: 'https://a.example/[Call:InboundCallId]', token: /a}"), Options{})
	pl := p.NewPlanner()
	var urls []string
	var first *auth.Grant
	for _, json := range []string{`{"inboundCallId": "RGB1"}`, `{"inboundCallId": "RGB2"}`} {
		firings, err := pl.Plan(record(t, p, json))
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = firings[0].Grant
		}
		urls = append(urls, string(firings[0].Grant.Request.Request.URL))
	}
	if diff := cmp.Diff([]string{"https://a.example/RGB1", "https://a.example/RGB2"}, urls); diff != "" {
		t.Error(diff)
	}
	if url := string(first.Request.Request.URL); url != "https://a.example/RGB1" {
		t.Errorf("the first grant is now for %s", url)
	}
}

// TestGrantOfOneAuthenticationIsShared: it is rendered once, not once a call.
func TestGrantOfOneAuthenticationIsShared(t *testing.T) {
	t.Parallel()
	yaml := "pixels:\n  - {name: A, fire_on: incoming, url: 'https://a.example', authentication: x}\n" +
		"  - {name: B, fire_on: incoming, url: 'https://b.example', authentication: x}\n" +
		"authentications: [{name: x, request: {url: 'https://a.example/t', token: /a}}]\n"
	_, firings := planned(t, yaml, `{}`, Options{})
	if len(firings) != 2 || firings[0].Grant == nil || firings[0].Grant != firings[1].Grant {
		t.Errorf("%+v", firings)
	}
}

// TestTokenInTheHostOfATokenRequest is refused as it is in a pixel's own URL.
func TestTokenInTheHostOfATokenRequest(t *testing.T) {
	t.Parallel()
	yaml := withAuthentication("request: {url: 'https://[User:host]/t', token: /a}")
	const json = `{"tag:User:host": "evil.example"}`
	if f := only(t, yaml, json, Options{}); f.Decision != Fail || f.Reasons[0].Code != TokenInHost {
		t.Errorf("%+v", f)
	}
	if f := only(t, yaml, json, Options{AllowHosts: []string{"*.example"}}); f.Decision != Fire || f.Grant == nil {
		t.Errorf("%+v", f)
	}
}
