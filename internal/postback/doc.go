// Package postback sends one HTTP request to a receiver and says what came of it.
//
// A [Request] is what the planner rendered, byte for byte. A [Firer] sends it, at most once, and
// returns an [Outcome]: what was answered, or what kept an answer from coming, and whether the
// request may have been received all the same.
//
// Nothing here retries and nothing follows a redirect: a postback that arrives twice counts twice.
package postback
