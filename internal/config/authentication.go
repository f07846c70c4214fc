package config

import (
	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/receiver"
	"postback/internal/template"
	"postback/internal/yamldoc"
)

func (l *loader) authentication(n *yamldoc.Node) {
	o := yamldoc.ReadObject(n, &authenticationObject, &l.diags)
	if !o.Exists() {
		return
	}
	a := &pixel.Authentication{Span: o.Span(), Header: "Authorization", Prefix: "Bearer "}
	a.Name, _ = o.RequiredText("name")
	a.OAuth2 = l.oauth2(o.ReadObject("oauth2", &oauth2Object))
	a.Request = l.tokenRequest(o.ReadObject("request", &tokenRequestObject))
	if header, ok := optionalText(o, "header"); ok {
		a.Header = header.String()
	}
	if prefix, ok := o.Text("prefix"); ok {
		a.Prefix = prefix.String()
	}
	l.checkKind(o)
	o.Close()
	l.set.Authentications = append(l.set.Authentications, a)
}

// checkKind wants one of the two ways to a token.
func (l *loader) checkKind(o *yamldoc.Object) {
	switch hasOAuth2, hasRequest := o.Has("oauth2"), o.Has("request"); {
	case hasOAuth2 && hasRequest:
		l.diags.Errorf(o.KeySpan("request"), RuleConflict, "oauth2 and request exclude each other; remove one")
	case !hasOAuth2 && !hasRequest:
		l.diags.Errorf(o.Span(), RuleConflict, "the authentication needs either oauth2 or request")
	}
}

func (l *loader) oauth2(o *yamldoc.Object) *pixel.OAuth2 {
	if !o.Exists() {
		return nil
	}
	a := &pixel.OAuth2{
		TokenURL:     l.required(o, "token_url", template.URL),
		ClientID:     l.required(o, "client_id", template.Header),
		ClientSecret: l.required(o, "client_secret", template.Header),
		Scopes:       o.Strings("scopes"),
	}
	o.Close()
	return a
}

func (l *loader) tokenRequest(o *yamldoc.Object) *pixel.TokenRequest {
	if !o.Exists() {
		return nil
	}
	r := &pixel.TokenRequest{
		Method:  l.oneOf(o, "method", tokenMethods()),
		URL:     l.required(o, "url", template.URL),
		Headers: l.headers(o.Object("headers")),
	}
	if body, ok := o.Text("body"); ok {
		r.Body = l.template(body, pixel.BodyKind(typeIn(r.Headers)), template.Component)
	}
	r.Token, _ = o.RequiredText("token")
	r.ExpiresIn, _ = o.Text("expires_in")
	for _, pointer := range []diag.Text{r.Token, r.ExpiresIn} {
		receiver.CheckPointer(pointer, &l.diags)
	}
	o.Close()
	return r
}

func (l *loader) required(o *yamldoc.Object, key string, kind template.Kind) *template.Template {
	text, _ := o.RequiredText(key)
	return l.template(text, kind, template.Component)
}
