package postback

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"
)

// Failure is the kind of thing that kept a complete answer from coming.
type Failure string

// The failures. The Reason of an outcome begins with the word.
const (
	FailureInvalid        Failure = "invalid"        // the request cannot be built
	FailureBlocked        Failure = "blocked"        // the options forbid to send there
	FailureAuthentication Failure = "authentication" // no token is to be had; package auth says so
	FailureCancelled      Failure = "cancelled"      // the caller gave up
	FailureTimeout        Failure = "timeout"        // the time ran out
	FailureDNS            Failure = "dns"            // the host name cannot be resolved
	FailureRefused        Failure = "refused"        // nothing listens there
	FailureUnreachable    Failure = "unreachable"    // no way to the receiver
	FailureConnect        Failure = "connect"        // no connection, for another reason
	FailureProxy          Failure = "proxy"          // the proxy does not pass the request on
	FailureTLS            Failure = "tls"            // no trusted, encrypted connection
	FailureReset          Failure = "reset"          // the connection broke before the answer
	FailureProtocol       Failure = "protocol"       // what came back is not HTTP
	FailureTruncated      Failure = "truncated"      // the connection broke within the answer's body
)

// fail ends the exchange with an error. A status that refuses the request stays the verdict even
// when the words behind it are lost.
func (x *exchange) fail(err error) {
	x.ended = time.Now()
	o := x.outcome
	failure, reason := x.explain(err)
	o.Failure = failure
	if o.Verdict == Rejected {
		return
	}
	o.Reason = string(failure) + reason
	o.InDoubt = x.sent
	switch {
	case failure == FailureBlocked:
		o.Verdict, o.Attempts = Unsent, 0
	case o.Attempts == 0, failure == FailureCancelled && !x.sent:
		o.Verdict = Unsent
	case failure == FailureTimeout:
		o.Verdict = TimedOut
	default:
		o.Verdict = Failed
	}
}

// explain names the failure behind err, with the words that follow the name. What comes from a
// receiver or from the request itself is not quoted: it may hold what nobody should read.
func (x *exchange) explain(err error) (Failure, string) {
	var unbuildable invalid
	var forbidden blocked
	var odd protocolError
	var refusal proxyError
	switch {
	case errors.As(err, &unbuildable):
		return FailureInvalid, ": " + string(unbuildable)
	case errors.As(err, &forbidden):
		return FailureBlocked, ": " + string(forbidden)
	case errors.Is(x.ctx.Err(), context.Canceled):
		return FailureCancelled, " " + string(x.stage) + x.doubt()
	case x.stage == stageStart:
		return FailureTimeout, " before sending"
	case isTimeout(err):
		return FailureTimeout, x.allowance() + " " + string(x.stage)
	case errors.As(err, &odd):
		return FailureProtocol, ": " + string(odd)
	case errors.As(err, &refusal):
		return FailureProxy, ": " + string(refusal)
	}
	switch x.stage {
	case stageLookup, stageConnect:
		return explainDial(err, x.route.hopName())
	case stageProxy:
		return FailureProxy, ": it does not speak the protocol of a proxy, or hung up"
	case stageTLS:
		return FailureTLS, ": " + explainTLS(err)
	case stageBody:
		return FailureTruncated, ": the connection broke within the body of the answer" + x.doubt()
	}
	return x.explainExchange(err)
}

// allowance is the time that the exchange had; "" when it did not use it up, because another
// timeout came first.
func (x *exchange) allowance() string {
	if time.Now().Before(x.deadline) {
		return ""
	}
	return " after " + x.deadline.Sub(x.outcome.Begun).Round(time.Millisecond).String()
}

// doubt is what there is to add to a failure after which the request may have been received.
func (x *exchange) doubt() string {
	if x.sent {
		return ": it may have been received"
	}
	return ""
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) ||
		errors.As(err, &timeout) && timeout.Timeout()
}

// isExhausted reports whether a file could not be opened because there are too many.
func isExhausted(err error) bool {
	return errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE)
}

// explainDial says why there is no TCP connection to address.
func explainDial(err error, address string) (Failure, string) {
	var dns *net.DNSError
	var op *net.OpError
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return FailureDNS, ": no such host " + dns.Name
	case errors.As(err, &dns):
		return FailureDNS, ": cannot look up " + dns.Name + ": " + dns.Err
	case errors.Is(err, syscall.ECONNREFUSED):
		return FailureRefused, ": nothing listens at " + address
	case errors.Is(err, syscall.ECONNRESET):
		return FailureReset, " while connecting to " + address
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return FailureUnreachable, ": no route to " + address
	case isExhausted(err):
		return FailureConnect, ": too many open files on this machine"
	case errors.As(err, &op):
		return FailureConnect, ": " + op.Err.Error()
	}
	return FailureConnect, ": " + err.Error()
}

// explainTLS says why there is no encrypted connection.
func explainTLS(err error) string {
	var name x509.HostnameError
	var authority x509.UnknownAuthorityError
	var certificate x509.CertificateInvalidError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &name):
		return "certificate is for " + certificateNames(name.Certificate) + ", not " + name.Host
	case errors.As(err, &authority):
		return "certificate is signed by an unknown authority"
	case errors.As(err, &certificate):
		return explainCertificate(certificate)
	case errors.As(err, &record):
		return "the receiver does not speak TLS on this port"
	case isAlert(err) && words(err) == "no application protocol":
		return "the receiver does not offer HTTP/1.1; it may speak HTTP/2 only"
	case isAlert(err):
		return "the receiver refuses: " + words(err)
	case isBroken(err):
		return "the receiver hung up during the handshake"
	}
	return words(err)
}

// isAlert reports whether err is what the other side of a TLS connection complained about.
func isAlert(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "remote error"
}

// words is the text of an error of package tls or x509 without the names that come before it.
func words(err error) string {
	text := err.Error()
	for _, prefix := range []string{"remote error: ", "tls: ", "x509: "} {
		text = strings.TrimPrefix(text, prefix)
	}
	return text
}

// certificateNames lists the first few names that a certificate is for.
func certificateNames(certificate *x509.Certificate) string {
	names := slices.Clone(certificate.DNSNames)
	for _, ip := range certificate.IPAddresses {
		names = append(names, ip.String())
	}
	switch {
	case len(names) == 0:
		return "no host at all"
	case len(names) > 3:
		return strings.Join(names[:3], ", ") + " and others"
	}
	return strings.Join(names, ", ")
}

func explainCertificate(e x509.CertificateInvalidError) string {
	if e.Reason != x509.Expired {
		return "certificate is not valid: " + words(e)
	}
	if time.Now().Before(e.Cert.NotBefore) {
		return "certificate is not valid before " + e.Cert.NotBefore.UTC().Format(time.DateOnly)
	}
	return "certificate expired on " + e.Cert.NotAfter.UTC().Format(time.DateOnly)
}

// isBroken reports whether err says that the other side closed the connection.
func isBroken(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// explainExchange says why the answer to a request that was being sent did not come.
func (x *exchange) explainExchange(err error) (Failure, string) {
	switch {
	case isAlert(err):
		return FailureTLS, ": " + explainTLS(err) + x.doubt()
	case !isBroken(err):
		return FailureProtocol, ": the answer is not valid HTTP"
	case !x.sent:
		return FailureReset, " by the receiver before the request was sent"
	case x.outcome.Timing.FirstByte > 0:
		return FailureReset, " by the receiver within the response headers" + x.doubt()
	}
	return FailureReset, " by the receiver after the request was sent" + x.doubt()
}
