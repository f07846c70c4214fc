package receiver

import (
	"bytes"
	"maps"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
)

// recognise returns the receiver that a URL leads to. Most URLs can be cut without the whole of [url.Parse].
func (t *Table) recognise(address []byte) (*Receiver, bool) {
	place, query, _ := bytes.Cut(address, []byte("?"))
	if bytes.IndexByte(query, '#') < 0 {
		if candidates, ok := t.places.at(place, t); ok {
			return choose(candidates, queryOf(query))
		}
	}
	u, err := url.Parse(string(address))
	if err != nil {
		return nil, false
	}
	return t.Match(Endpoint{Host: u.Host, Path: u.EscapedPath(), Query: queryOf([]byte(u.RawQuery))})
}

// places remembers who is where: a run sends most of its postbacks to few places.
type places struct {
	known  atomic.Pointer[map[string][]candidate]
	adding sync.Mutex
}

// maxPlaces bounds what is remembered: a path may hold a token.
const maxPlaces = 256

// at are the receivers at what stands before the query of a URL. Ok is false when that is not plain.
func (p *places) at(place []byte, t *Table) (candidates []candidate, ok bool) {
	if known := p.known.Load(); known != nil {
		if candidates, ok = (*known)[string(place)]; ok {
			return candidates, true
		}
	}
	e, ok := plainEndpoint(place)
	if !ok {
		return nil, false
	}
	candidates = t.at(e)
	p.add(string(place), candidates)
	return candidates, true
}

// add remembers one more place, if there is room, in a new map: others read the old one meanwhile.
func (p *places) add(place string, candidates []candidate) {
	p.adding.Lock()
	defer p.adding.Unlock()
	larger := map[string][]candidate{place: candidates}
	if known := p.known.Load(); known != nil {
		if len(*known) >= maxPlaces {
			return
		}
		maps.Copy(larger, *known)
	}
	p.known.Store(&larger)
}

// plainEndpoint is the endpoint at a place, its query left out. Ok is false when [url.Parse] has to tell.
func plainEndpoint(place []byte) (e Endpoint, ok bool) {
	scheme, rest, _ := strings.Cut(string(place), "://")
	if scheme != "https" && scheme != "http" || strings.Trim(rest, plainCharacters) != "" {
		return e, false
	}
	host, _, _ := strings.Cut(rest, "/")
	return Endpoint{Host: HostName(host), Path: rest[len(host):]}, true
}

// plainCharacters are those that stand in host and path for nothing but themselves.
const plainCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/"

// queryOf takes a query apart as far as it is asked for.
func queryOf(query []byte) queryFunc {
	return func(name string) (string, bool) { return parameter(query, name) }
}

// parameter is the first value of a name in a query, as [url.ParseQuery] finds it, which would take apart
// what nobody asks for.
func parameter(query []byte, name string) (value string, there bool) {
	for len(query) > 0 {
		var pair []byte
		pair, query, _ = bytes.Cut(query, []byte("&"))
		key, encoded, _ := bytes.Cut(pair, []byte("="))
		if len(pair) == 0 || bytes.IndexByte(pair, ';') >= 0 || !isEncoded(key, name) {
			continue
		}
		if value, err := url.QueryUnescape(string(encoded)); err == nil {
			return value, true
		}
	}
	return "", false
}

// isEncoded reports whether a key of a query stands for a name.
func isEncoded(key []byte, name string) bool {
	if bytes.IndexByte(key, '%') < 0 && bytes.IndexByte(key, '+') < 0 {
		return string(key) == name
	}
	decoded, err := url.QueryUnescape(string(key))
	return err == nil && decoded == name
}
