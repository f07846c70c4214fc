package redact

import "strings"

// SecretName reports whether a parameter, header or JSON member of this name carries a secret.
func SecretName(name string) bool {
	switch strings.ToLower(name) {
	case "api_key", "token", "secret", "password", "authorization":
		return true
	}
	return false
}
