package postback

// Failure is the kind of thing that kept a complete answer from coming.
type Failure string

// The failures.
const (
	FailureInvalid     Failure = "invalid"     // the request cannot be built; nothing was sent
	FailureCancelled   Failure = "cancelled"   // the caller gave up
	FailureTimeout     Failure = "timeout"     // the time ran out
	FailureDNS         Failure = "dns"         // the host name cannot be resolved
	FailureRefused     Failure = "refused"     // nothing listens there
	FailureUnreachable Failure = "unreachable" // no route to the receiver
	FailureConnect     Failure = "connect"     // no connection, for another reason
	FailureProxy       Failure = "proxy"       // the proxy refused to pass the request on
	FailureTLS         Failure = "tls"         // no trusted, encrypted connection
	FailureReset       Failure = "reset"       // the connection broke before the answer
	FailureProtocol    Failure = "protocol"    // what came back is not HTTP
	FailureTruncated   Failure = "truncated"   // the connection broke within the answer's body
)
