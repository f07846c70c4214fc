// Package auth fetches the tokens that receivers want to see in a header, and adds them to requests.
//
// A [Grant] says how to obtain a token: by the client credentials of OAuth2, or by a request whose
// JSON answer holds it, which the platform calls a dynamic token. [Tokens] fetches each token once,
// however many requests wait for it, keeps it until shortly before it expires, and fetches another
// when a receiver answers 401. Requests for tokens go through a [postback.Firer] like all others, so
// that they keep to the same rules.
package auth
