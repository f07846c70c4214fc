package receiver

import (
	"net"
	"slices"
	"strings"
)

// Endpoint is what a URL says of the place it leads to. Its parts may come from a template whose
// tokens are blanked out: then their literal text alone is compared.
type Endpoint struct {
	Host    string    // user information and port may be included
	AnyHost bool      // the host says nothing, because the request went elsewhere
	Path    string    // as written
	Query   queryFunc // its parameters
}

// queryFunc looks a parameter up.
type queryFunc func(name string) (value string, ok bool)

// HostName is the host alone of what stands between :// and the path: without user information,
// port, brackets and root dot, in lower case. It is "" when there is none.
func HostName(authority string) string {
	host := authority[strings.LastIndexByte(authority, '@')+1:]
	if strings.Contains(host, ":") {
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
	}
	return strings.TrimSuffix(strings.Trim(strings.ToLower(host), "[]"), ".")
}

// isNone reports whether the address recognises nothing.
func (a *Address) isNone() bool {
	return len(a.Hosts) == 0 && a.Path == "" && len(a.Query) == 0 && a.Has == ""
}

// weight says how much has to agree: of two receivers that a URL fits, the one with more is meant.
func (a *Address) weight() int {
	weight := len(a.Query)
	if len(a.Hosts) > 0 {
		weight += 400
	}
	if a.Path != "" {
		weight += 200
	}
	if a.Has != "" {
		weight += 100
	}
	return weight
}

// matchesPlace reports whether host and path of an endpoint, whose host is a [HostName], are those of the
// address.
func (a *Address) matchesPlace(e Endpoint) bool {
	return !a.isNone() && a.matchesHostOf(e) && matchesPath(a.Path, e.Path)
}

// matchesQuery reports the same of the query. beside are the names of the parameters that may stand beside
// the one of Has.
func (a *Address) matchesQuery(query queryFunc, beside func() []string) bool {
	for name, wanted := range a.Query {
		if value, _ := query(name); value != wanted {
			return false
		}
	}
	return a.Has == "" || a.matchesNames(query, beside)
}

// matchesHostOf compares the host. Where it says nothing, a path that is written out has to stand in
// for it: a part of one, such as /postback, is of many.
func (a *Address) matchesHostOf(e Endpoint) bool {
	switch {
	case len(a.Hosts) == 0:
		return true
	case e.AnyHost:
		return a.Path != "" && !strings.Contains(a.Path, "*")
	}
	return slices.ContainsFunc(a.Hosts, func(host string) bool { return matchesHost(host, e.Host) })
}

func matchesHost(pattern, host string) bool {
	if end, wild := strings.CutPrefix(pattern, "*"); wild {
		return strings.HasSuffix(host, end)
	}
	return host == pattern
}

// matchesPath compares a path with one written out, or with one end of one. Only a last part is of
// services that do not mind case.
func matchesPath(pattern, path string) bool {
	if end, wild := strings.CutPrefix(pattern, "*"); wild {
		return len(path) >= len(end) && strings.EqualFold(path[len(path)-len(end):], end)
	}
	if start, wild := strings.CutSuffix(pattern, "*"); wild {
		return strings.HasPrefix(path, start)
	}
	return pattern == "" || path == pattern
}

// matchesNames wants the parameter that has to be there and, since one name alone may be anybody's,
// another documented one beside it.
func (a *Address) matchesNames(query queryFunc, beside func() []string) bool {
	if _, there := query(a.Has); !there {
		return false
	}
	return slices.ContainsFunc(beside(), func(name string) bool {
		_, there := query(name)
		return there && name != a.Has
	})
}

// Literals are the parameters that have to have literal values, as they stand in a URL.
func (a *Address) Literals() []string {
	var literals []string
	for name, value := range a.Query {
		literals = append(literals, name+"="+value)
	}
	slices.Sort(literals)
	return literals
}

// String is what is recognised, in few words: "/p.ashx", "hooks.zapier.com/hooks/catch/", "?nid".
func (a *Address) String() string {
	text := ""
	if len(a.Hosts) > 0 {
		text = a.Hosts[0]
	}
	text += strings.Trim(a.Path, "*")
	names := a.Literals()
	if a.Has != "" {
		names = append(names, a.Has)
	}
	if len(names) > 0 {
		text += "?" + strings.Join(names, "&")
	}
	return text
}
