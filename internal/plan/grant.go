package plan

import (
	"postback/internal/auth"
	"postback/internal/pixel"
	"postback/internal/postback"
	"postback/internal/template"
)

// boundGrant is an authentication made ready: its templates bound. Most hold no token of a call, and
// the grant is then the same for all.
type boundGrant struct {
	definition *pixel.Authentication
	oauth2     *boundCredentials // nil for a request
	url        *template.Bound
	headers    []boundHeader
	body       *template.Bound // nil when there is none

	fixed      *auth.Grant // the grant of every call; nil when it depends on the call
	hostVaries bool
}

type boundCredentials struct{ url, id, secret *template.Bound }

// bindGrant prepares the authentication of a pixel; nil when it has none.
func (p *Program) bindGrant(definition *pixel.Pixel) *boundGrant {
	a, ok := p.set.AuthenticationOf(definition)
	if !ok {
		return nil
	}
	if g := p.grants[a]; g != nil {
		return g
	}
	variables := p.variables(a.Span.Source)
	bind := func(t *template.Template) *template.Bound { return p.layout.Bind(t, variables) }
	g := &boundGrant{definition: a}
	if o := a.OAuth2; o != nil {
		g.oauth2 = &boundCredentials{bind(o.TokenURL), bind(o.ClientID), bind(o.ClientSecret)}
	}
	if r := a.Request; r != nil {
		g.url = bind(r.URL)
		for _, h := range r.Headers {
			g.headers = append(g.headers, boundHeader{name: h.Name.String(), value: bind(h.Value)})
		}
		if r.Body != nil {
			g.body = bind(r.Body)
		}
	}
	p.grants[a] = g
	return g
}

// inspectGrants fills in the grants that are the same for every call.
func (p *Program) inspectGrants(empty *template.Values) {
	for a, g := range p.grants {
		varies := false
		for t := range a.Templates() {
			for e := range t.Exprs() {
				varies = true
				g.hostVaries = g.hostVaries || e.Position == template.Authority
			}
		}
		if !varies {
			g.fixed = g.render(empty)
		}
	}
}

// render fills in the grant for one call. It shares no memory with the values: a token may be on its
// way for longer than they last.
func (g *boundGrant) render(values *template.Values) *auth.Grant {
	text := func(b *template.Bound) string { return string(b.Append(nil, values)) }
	grant := &auth.Grant{Name: g.definition.Name.String(), Header: g.definition.Header, Prefix: g.definition.Prefix}
	if o := g.oauth2; o != nil {
		grant.OAuth2 = &auth.ClientCredentials{TokenURL: text(o.url), ClientID: text(o.id), ClientSecret: text(o.secret)}
		for _, scope := range g.definition.OAuth2.Scopes {
			grant.OAuth2.Scopes = append(grant.OAuth2.Scopes, scope.String())
		}
		return grant
	}
	r := g.definition.Request
	grant.Request = &auth.TokenRequest{Token: r.Token.String(), ExpiresIn: r.ExpiresIn.String()}
	request := &grant.Request.Request
	request.Method, request.URL = r.Method, g.url.Append(nil, values)
	for _, h := range g.headers {
		request.Headers = append(request.Headers, postback.Header{Name: h.name, Value: h.value.Append(nil, values)})
	}
	if g.body != nil {
		request.Body = g.body.Append(nil, values)
	}
	return grant
}

// grant is what an authentication asks for, or why it cannot be asked for.
func (pl *Planner) grant(g *boundGrant) (*auth.Grant, []Reason) {
	if g.fixed != nil {
		return g.fixed, nil
	}
	grant := g.render(pl.values)
	if g.hostVaries {
		if reason := pl.checkHost(tokenURL(grant)); reason != nil {
			return nil, []Reason{*reason}
		}
	}
	return grant, nil
}

// tokenURL is where the token comes from.
func tokenURL(g *auth.Grant) []byte {
	if g.OAuth2 != nil {
		return []byte(g.OAuth2.TokenURL)
	}
	return g.Request.Request.URL
}
