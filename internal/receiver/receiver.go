package receiver

import (
	"slices"
	"strings"
)

// Receiver is one service and the contract it documents for one of its endpoints.
type Receiver struct {
	Name       string            // stable, lower-case: "cake"
	Title      string            // as the vendor writes it
	Hosts      []string          // host names, or "*.example" for every host below one; none for any
	Path       string            // of the endpoint: exact, or "*/p.ashx" for any path that ends so
	Query      map[string]string // parameters that have to have these literal values
	Has        string            // a parameter that has to be there, whatever its value; "" for none
	Parameters []Parameter
	Source     string // address of the vendor's documentation
	Date       string // when that was read, YYYY-MM-DD
}

// Parameter is one documented query parameter of an endpoint.
type Parameter struct {
	Name     string
	Required bool
	Secret   bool // a credential that the contract wants in the query
	Event    bool // its value names the event
	Promised bool // an amount that the documentation promises to be sent on converted and payout
	Meaning  string
}

// All returns every known receiver. Of two that match the same URL the first wins.
func All() []Receiver {
	return []Receiver{cake(), tune(), everflow(), taboola(), ga4(), ga4Debug(), kayzenRingba(), kayzen()}
}

// Lookup returns the receiver of that name.
func Lookup(name string) (Receiver, bool) {
	for _, r := range All() {
		if r.Name == name {
			return r, true
		}
	}
	return Receiver{}, false
}

// Endpoint is what a URL says of the place it leads to. Host and Path may be templates: then only
// their literal text can be recognised.
type Endpoint struct {
	Host, Path string
	Query      map[string]string
}

// Match returns the receiver that an endpoint belongs to.
func Match(e Endpoint) (Receiver, bool) {
	for _, r := range All() {
		if r.matches(e) {
			return r, true
		}
	}
	return Receiver{}, false
}

func (r *Receiver) matches(e Endpoint) bool {
	for name, value := range r.Query {
		if e.Query[name] != value {
			return false
		}
	}
	if _, there := e.Query[r.Has]; r.Has != "" && !there {
		return false
	}
	return r.matchesHost(e.Host) && matchesPath(r.Path, e.Path)
}

func (r *Receiver) matchesHost(host string) bool {
	if len(r.Hosts) == 0 {
		return true
	}
	host, _, _ = strings.Cut(strings.ToLower(host), ":")
	return slices.ContainsFunc(r.Hosts, func(pattern string) bool {
		below, wild := strings.CutPrefix(pattern, "*")
		return host == pattern || wild && strings.HasSuffix(host, below)
	})
}

func matchesPath(pattern, path string) bool {
	end, wild := strings.CutPrefix(pattern, "*")
	if wild {
		return strings.HasSuffix(strings.ToLower(path), end)
	}
	return path == pattern || path == "" && pattern == "/"
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
