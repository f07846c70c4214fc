// Package redact knows what must never be printed and holds the one function that hides it.
//
// A secret is hidden by its value, in whatever form it turns up (raw, percent-encoded,
// JSON-escaped, base64), and by the name it goes under: the parameter, header or JSON member
// that carries it ([SecretName]). Every sink of the program (text, JSON, JUnit, HTML, HAR, curl,
// journal, the error strings of net/http) writes through a [Redactor].
package redact

// Mask stands where a secret stood.
const Mask = "***"

// Secret is a value that must not be printed. Name says where it came from, for instance
// "env:KAYZEN_API_KEY", and may be printed. An empty Value is no secret.
type Secret struct {
	Name  string
	Value string
}
