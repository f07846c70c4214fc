// Package listen is a local receiver of postbacks: it takes HTTP requests on the loopback
// interface, hands each one over decoded, and answers it.
//
// [Handler] is the receiver itself, an http.Handler; [Server] binds it to an address, with limits
// on time and size. What is answered is decided by a [Responder]; without one every request gets
// the same answer.
//
// It shows what arrived and not what ought to have: duplicate parameters are kept, what cannot be
// decoded is shown raw and marked, and nothing is normalised.
package listen
