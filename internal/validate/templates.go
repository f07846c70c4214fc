package validate

import (
	"iter"

	"postback/internal/pixel"
	"postback/internal/template"
)

// templates yields every template of every pixel, in the order of the definitions, and then, with no
// pixel, those of the authentications.
func (p *Pass) templates() iter.Seq[*part] {
	return func(yield func(*part) bool) {
		for i := range p.survey.templates {
			if !yield(&p.survey.templates[i]) {
				return
			}
		}
	}
}

func authenticationParts(a *pixel.Authentication) []part {
	var parts []part
	add := func(t *template.Template, what string) {
		if t != nil && !t.Text().Whole().IsZero() { // one that is missing has been reported already
			parts = append(parts, newPart(nil, t, what))
		}
	}
	if a.OAuth2 != nil {
		add(a.OAuth2.TokenURL, "the token_url")
		add(a.OAuth2.ClientID, "the client_id")
		add(a.OAuth2.ClientSecret, "the client_secret")
	}
	if a.Request != nil {
		add(a.Request.URL, "the URL")
		for _, h := range a.Request.Headers {
			add(h.Value, "the header "+h.Name.String())
		}
		add(a.Request.Body, "the body")
	}
	return parts
}
