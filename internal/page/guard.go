package page

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
)

// policy lets the page load its own parts and nothing else, and keeps text from becoming markup.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// protect sets the headers of every answer, refusals included.
func protect(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// refuse says why a request is not answered, or "". What is shown belongs to whoever sits at this
// machine: not to others in the network, nor to a web site that is open in the same browser, nor to
// one that had its name lead here (DNS rebinding).
func refuse(r *http.Request) string {
	switch {
	case r.Method != http.MethodGet:
		return "the page can only be read"
	case !isFromHere(r):
		return "the page is shown on this machine only"
	case !isNamedByAddress(r.Host):
		return "the page is shown under an address such as 127.0.0.1, or localhost, and not under the name of a host"
	case isForeign(r):
		return "the page is not shown to other sites"
	}
	return ""
}

// isFromHere reports whether both ends of the connection are on this machine.
func isFromHere(r *http.Request) bool {
	remote, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	if remote.Addr().Unmap().IsLoopback() {
		return true
	}
	local, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	return ok && remote.Addr().Unmap() == local.AddrPort().Addr().Unmap()
}

// isNamedByAddress reports whether a Host is an IP address or localhost, which nobody else can make
// lead here.
func isNamedByAddress(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if len(host) > 1 && host[0] == '[' {
		host = host[1 : len(host)-1]
	}
	_, err := netip.ParseAddr(host)
	return err == nil || host == "localhost"
}

// isForeign reports whether another site asks: browsers say so in either of two ways. To follow a
// link to the page is not to read it.
func isForeign(r *http.Request) bool {
	if origin := r.Header.Get("Origin"); origin != "" {
		u, err := url.Parse(origin)
		return err != nil || u.Host != r.Host
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
		return false
	}
	return r.Header.Get("Sec-Fetch-Mode") != "navigate"
}
