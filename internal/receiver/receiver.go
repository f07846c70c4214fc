package receiver

import (
	"regexp"

	"postback/internal/catalog"
	"postback/internal/diag"
)

// Receiver is one service and the contract of one of its endpoints.
type Receiver struct {
	Name  string // stable, lower-case: "cake"
	Title string // as the vendor writes it
	Note  string // what else to know of it; "" for nothing
	Address
	Basis

	Parameters  []Parameter   // what the contract says of the query
	Fields      []Parameter   // what it says of a JSON body; the names are JSON pointers
	OneOf       [][]string    // groups of parameters of which one at least has to be there
	Expect      []Expectation // how to read its answers; the first that holds counts
	Answers     Answers       // how it answers, to be imitated
	DuplicateBy []string      // the parameters or JSON pointers that together identify a postback

	Span diag.Span // where it is defined

	recognised string // Address in words
}

// Address is how the receiver of a URL is recognised. The zero Address recognises nothing: such a
// receiver has to be named.
type Address struct {
	Hosts []string          // in lower case; "*.example.com" for any host below; none for any
	Path  string            // exact, "*/p.ashx" for any that ends so, "/hooks/*" for any that begins so; "" for any
	Query map[string]string // parameters that have to have these literal values
	Has   string            // a parameter that has to be there, with another documented one; "" for none
}

// Basis is what a statement rests on.
type Basis struct {
	Source    string // address of what was read; "" for none
	Date      string // when it was read, YYYY-MM-DD; "" when it is not known
	Certainty catalog.Certainty
}

// Parameter is one documented parameter of an endpoint.
type Parameter struct {
	Name     string
	Meaning  string
	Required bool
	Without  string         // what the vendor says happens without an optional parameter, and what to write
	Pattern  *regexp.Regexp // what its values have to look like; nil for anything
	Secret   bool           // a credential that the contract wants in the query
	Event    bool           // its value names the event
	Amount   bool           // its value is an amount of money
	Promised bool           // an amount that the documentation promises to be sent when a call earns it
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
