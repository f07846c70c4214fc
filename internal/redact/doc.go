// Package redact knows what must never be printed and holds the one function that hides it.
//
// A secret is hidden by its value, in whatever form it turns up (raw, percent-encoded,
// JSON-escaped, base64, and what those make of each other), and by the name it goes under: that
// of the parameter, header or JSON member which carries it ([SecretName]). Every sink of the
// program (text, JSON, JUnit, HTML, HAR, curl, journal, the error strings of net/http) writes
// through a [Redactor].
//
// What stays readable: an empty value, a mask, and a placeholder such as ${env:KEY} that was
// never filled in; user names; the scheme in front of a credential ("Bearer ***"). A value of
// fewer than four bytes is hidden only where it is the whole value of a parameter, header or
// JSON member: hiding every "1" would leave nothing to read.
//
// Hiding twice is the same as hiding once.
package redact

// Mask stands where a secret stood.
const Mask = "***"

// minAnywhere is the length in bytes from which a secret is hidden anywhere in a text, and not
// only where it is a whole value.
const minAnywhere = 4

// Secret is a value that must not be printed. Name says where it came from, for instance
// "env:KAYZEN_API_KEY", and may be printed. An empty Value is no secret.
type Secret struct {
	Name  string
	Value string
}
