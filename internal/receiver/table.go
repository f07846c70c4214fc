package receiver

import (
	"slices"
)

// Table is the receivers that are known: those that definitions add, which come first and may take
// the place of a built-in one of the same name, and the built-in ones. The zero Table is the
// built-in ones. A built-in receiver is read when it is first asked for.
type Table struct {
	own    []*Receiver
	places places
}

// Add adds a receiver of the user's, before the table is asked anything.
func (t *Table) Add(r *Receiver) { t.own = append(t.own, r) }

// IsOwn reports whether a receiver of that name was added.
func (t *Table) IsOwn(name string) bool {
	return slices.ContainsFunc(t.own, func(r *Receiver) bool { return r.Name == name })
}

// Names are the names of all receivers, in alphabetical order.
func (t *Table) Names() []string {
	names := builtIn().names()
	for _, r := range t.own {
		names = append(names, r.Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Lookup returns the receiver of that name. It is shared and not to be changed.
func (t *Table) Lookup(name string) (*Receiver, bool) {
	for _, r := range t.own {
		if r.Name == name {
			return r, true
		}
	}
	return builtIn().lookup(name)
}

// All returns every receiver, in the order of [Table.Names].
func (t *Table) All() []*Receiver {
	var all []*Receiver
	for _, name := range t.Names() {
		r, _ := t.Lookup(name)
		all = append(all, r)
	}
	return all
}

// Match returns the receiver that an endpoint belongs to: of those that it fits the one whose
// address says most, and the user's before the built-in.
func (t *Table) Match(e Endpoint) (*Receiver, bool) {
	e.Host = HostName(e.Host)
	return choose(t.at(e), e.Query)
}

// candidate is a receiver at the place of an endpoint, so that its query decides.
type candidate struct {
	name    string
	address *Address
	read    func() *Receiver
}

// at are the receivers at the place of an endpoint: the user's first, and of each kind the weightiest.
func (t *Table) at(e Endpoint) (candidates []candidate) {
	for _, r := range t.own {
		if r.matchesPlace(e) {
			candidates = append(candidates, candidate{r.Name, &r.Address, func() *Receiver { return r }})
		}
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return b.address.weight() - a.address.weight() })
	for _, c := range builtIn().at(e) {
		if !t.IsOwn(c.name) {
			candidates = append(candidates, c)
		}
	}
	return candidates
}

// choose returns the first candidate that a query belongs to.
func choose(candidates []candidate, query queryFunc) (*Receiver, bool) {
	for _, c := range candidates {
		if c.address.matchesQuery(query, func() []string { return c.read().ParameterNames() }) {
			return c.read(), true
		}
	}
	return nil, false
}
