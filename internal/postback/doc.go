// Package postback sends one HTTP request to a receiver and says what came of it.
//
// A [Request] is what the planner rendered, byte for byte. A [Firer] sends it, at most once, and
// returns an [Outcome]: what was answered, or what kept an answer from coming, and whether the
// request may have been received all the same.
//
// Nothing here retries and nothing follows a redirect: a postback that arrives twice counts
// twice. That is why [Client] speaks HTTP/1.1 itself instead of using net/http's Transport. The
// Transport sends a GET again when a reused connection breaks, without telling; it sorts the
// headers and adds its own; and it may take what a careless receiver sent too much for the
// answer to the next request. Here a request is bytes written to a connection once. Reading
// the answer is left to [net/http.ReadResponse].
//
// HTTP/2 is not offered. It would send header names in lower case, and a connection that breaks
// would leave a hundred postbacks in doubt where now it leaves one.
package postback
