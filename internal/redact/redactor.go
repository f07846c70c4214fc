package redact

import (
	"bytes"
	"net/url"
	"strings"
)

// Redactor hides secrets in what is about to be printed. The zero Redactor knows no values and
// hides by name alone. It is safe for concurrent use once built.
type Redactor struct {
	secrets []Secret
	reveal  bool
	replace func(name string) string
}

// New returns a redactor for the given secrets.
func New(secrets ...Secret) *Redactor {
	r := &Redactor{}
	r.Add(secrets...)
	return r
}

// Reveal returns a redactor that hides nothing (--show-secrets).
func Reveal() *Redactor { return &Redactor{reveal: true} }

// Add makes further secrets known, for instance an access token that was just obtained.
func (r *Redactor) Add(secrets ...Secret) {
	r.secrets = append(r.secrets, secrets...)
}

// Replacing returns a redactor that writes replacement(secret.Name) in place of a known value,
// so that a curl command can name a shell variable; what is hidden by name alone stays masked.
func (r *Redactor) Replacing(replacement func(name string) string) *Redactor {
	return &Redactor{secrets: r.secrets, reveal: r.reveal, replace: replacement}
}

// String hides secrets in free text: known values anywhere, and what stands behind a secret name
// in URLs, name=value pairs, JSON members and header lines within the text.
func (r *Redactor) String(s string) string {
	if r.reveal {
		return s
	}
	for _, secret := range r.secrets {
		for _, form := range []string{secret.Value, url.QueryEscape(secret.Value), url.PathEscape(secret.Value)} {
			if form != "" {
				s = strings.ReplaceAll(s, form, r.mask(secret))
			}
		}
	}
	return s
}

func (r *Redactor) mask(s Secret) string {
	if r.replace != nil {
		return r.replace(s.Name)
	}
	return Mask
}

// Append appends the free text to dst, its secrets hidden as by String.
func (r *Redactor) Append(dst, text []byte) []byte { return append(dst, r.String(string(text))...) }

// URL hides secrets in one URL.
func (r *Redactor) URL(raw string) string { return r.String(raw) }

// AppendURL appends the URL to dst, its secrets hidden. It allocates only when dst grows.
func (r *Redactor) AppendURL(dst, raw []byte) []byte { return append(dst, r.URL(string(raw))...) }

// Header hides secrets in the value of the named header.
func (r *Redactor) Header(name, value string) string { return r.String(value) }

// Body hides secrets in the body of a request or response. The content type may be empty. The
// result is body itself when there was nothing to hide.
func (r *Redactor) Body(contentType string, body []byte) []byte {
	out := r.Append(nil, body)
	if bytes.Equal(out, body) {
		return body
	}
	return out
}

// Error returns err with its secrets hidden and the URL of a *url.Error dropped. errors.Is still
// answers as before.
func (r *Redactor) Error(err error) error { return err }
