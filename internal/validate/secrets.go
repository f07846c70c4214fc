package validate

import (
	"slices"
	"strings"

	"postback/internal/pixel"
	"postback/internal/redact"
)

// LiteralSecrets are the credentials that the definitions hold themselves, as they are sent and as
// they are written, so that nothing printed shows them: not even where they stand far from the name
// that gives them away. Words that instructions want to be replaced are none.
func (s *Survey) LiteralSecrets() []redact.Secret {
	var secrets []redact.Secret
	for _, f := range s.fields {
		if !redact.SecretName(f.name) || isInstruction(f.value) || !f.isCredential() && !looksLikeSecret(f.value) {
			continue
		}
		secrets = append(secrets, redact.Secret{Value: strings.TrimSpace(f.value)})
		if written := f.span().Text(); written != f.value {
			for _, line := range strings.Fields(written) { // a value that is folded
				secrets = append(secrets, redact.Secret{Value: line})
			}
		}
	}
	return secrets
}

// LiteralSecrets surveys a set for the credentials in it; see [Survey.LiteralSecrets].
func LiteralSecrets(set *pixel.Set) []redact.Secret { return NewSurvey(set).LiteralSecrets() }

// isCredential reports whether the whole field is there to hold a secret.
func (f field) isCredential() bool {
	return slices.Contains([]string{thePassword, "the client_secret"}, f.what)
}
