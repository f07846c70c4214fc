package auth

import (
	"fmt"
	"strings"

	"postback/internal/postback"
)

// Grant is an authentication with everything filled in. Equal grants share one token. One of OAuth2
// and Request is set.
type Grant struct {
	Name    string // of the authentication in the definitions
	OAuth2  *ClientCredentials
	Request *TokenRequest
	Header  string // the header that carries the token
	Prefix  string // written before the token
}

// ClientCredentials is the grant of RFC 6749, section 4.4.
type ClientCredentials struct {
	TokenURL, ClientID, ClientSecret string
	Scopes                           []string
}

// TokenRequest is a request whose JSON answer holds a token.
type TokenRequest struct {
	Request   postback.Request
	Token     string // JSON pointer to the token
	ExpiresIn string // JSON pointer to its lifetime in seconds; "" when it has none
}

// key is the same for grants that obtain the same token.
func (g *Grant) key() string {
	var b strings.Builder
	if c := g.OAuth2; c != nil {
		_, _ = fmt.Fprintf(&b, "%q", append([]string{g.Name, c.TokenURL, c.ClientID, c.ClientSecret}, c.Scopes...))
		return b.String()
	}
	r := g.Request
	_, _ = fmt.Fprintf(&b, "%q %q %q %q", g.Name, r.Request.Method, r.Request.URL, r.Request.Body)
	for _, h := range r.Request.Headers {
		_, _ = fmt.Fprintf(&b, " %q %q", h.Name, h.Value)
	}
	return b.String()
}
