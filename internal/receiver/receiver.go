package receiver

import (
	"net"
	"slices"
	"strings"
	"sync"
)

// Receiver is one service and the contract it documents for one of its endpoints.
type Receiver struct {
	Name       string            // stable, lower-case: "cake"
	Title      string            // as the vendor writes it
	Hosts      []string          // in lower case; none for any
	Path       string            // of the endpoint: exact, or "*/p.ashx" for any path that ends so; "" for any
	Query      map[string]string // parameters that have to have these literal values
	Has        string            // a parameter that has to be there, with another documented one; "" for none
	Parameters []Parameter       // what the contract says of the query
	Source     string            // address of the vendor's documentation
	Date       string            // when that was read, YYYY-MM-DD
}

// Parameter is one documented query parameter of an endpoint.
type Parameter struct {
	Name     string
	Meaning  string
	Required bool
	Without  string // what the vendor says happens without an optional parameter, and what to write
	Secret   bool   // a credential that the contract wants in the query
	Event    bool   // its value names the event
	Amount   bool   // its value is an amount of money
	Promised bool   // an amount that the documentation promises to be sent when a call earns it
}

// All returns every known receiver. Of two that match the same URL the first wins. What the
// receivers hold is shared and not to be changed.
func All() []Receiver { return slices.Clone(known()) }

// known returns the one table of receivers.
var known = sync.OnceValue(func() []Receiver {
	return []Receiver{cake(), tune(), everflow(), taboola(), ga4(), ga4Debug(), kayzenRingba(), kayzen()}
})

// Lookup returns the receiver of that name.
func Lookup(name string) (Receiver, bool) {
	return first(func(r *Receiver) bool { return r.Name == name })
}

func first(is func(*Receiver) bool) (Receiver, bool) {
	table := known()
	for i := range table {
		if is(&table[i]) {
			return table[i], true
		}
	}
	return Receiver{}, false
}

// Endpoint is what a URL says of the place it leads to. Its parts may come from a template whose
// tokens are blanked out: then their literal text alone is compared.
type Endpoint struct {
	Host  string                                    // user information and port may be included
	Path  string                                    // as written
	Query func(name string) (value string, ok bool) // one of its parameters
}

// Match returns the receiver that an endpoint belongs to.
func Match(e Endpoint) (Receiver, bool) {
	e.Host = HostName(e.Host)
	return first(func(r *Receiver) bool { return r.matches(e) })
}

// HostName is the host alone of what stands between :// and the path: without user information,
// port, brackets and root dot, in lower case. It is "" when there is none.
func HostName(authority string) string {
	host := authority[strings.LastIndexByte(authority, '@')+1:]
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.TrimSuffix(strings.Trim(strings.ToLower(host), "[]"), ".")
}

func (r *Receiver) matches(e Endpoint) bool {
	atHost := len(r.Hosts) == 0 || slices.Contains(r.Hosts, e.Host)
	if !atHost || !matchesPath(r.Path, e.Path) {
		return false
	}
	for name, wanted := range r.Query {
		if value, _ := e.Query(name); value != wanted {
			return false
		}
	}
	return r.matchesNames(e)
}

// matchesPath compares a path with one written out, or with the end of one. Only the latter is of
// services that do not mind case.
func matchesPath(pattern, path string) bool {
	end, wild := strings.CutPrefix(pattern, "*")
	if wild {
		return strings.HasSuffix(strings.ToLower(path), end)
	}
	return pattern == "" || path == pattern
}

// matchesNames wants the parameter that has to be there and, since one name alone may be anybody's,
// another documented one beside it.
func (r *Receiver) matchesNames(e Endpoint) bool {
	if r.Has == "" {
		return true
	}
	_, there := e.Query(r.Has)
	return there && slices.ContainsFunc(r.Parameters, func(p Parameter) bool {
		_, beside := e.Query(p.Name)
		return beside && p.Name != r.Has
	})
}

// Parameter returns the documented parameter of that name.
func (r *Receiver) Parameter(name string) (Parameter, bool) {
	for _, p := range r.Parameters {
		if p.Name == name {
			return p, true
		}
	}
	return Parameter{}, false
}

// ParameterNames are the names of all documented parameters.
func (r *Receiver) ParameterNames() []string {
	names := make([]string, len(r.Parameters))
	for i, p := range r.Parameters {
		names[i] = p.Name
	}
	return names
}
