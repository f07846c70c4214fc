package listen

import (
	"net/url"

	"postback/internal/receiver"
)

// Contract is how a request stands to what a receiver documents.
type Contract struct {
	Receiver *receiver.Receiver
	Faults   []receiver.Fault // what is not as it has to be
}

// Contracts finds the contract that a request is held against: that of the receiver at whose path
// it arrived. Where it was sent to says nothing, for it arrived here.
func Contracts(table *receiver.Table) func(*Received) *Contract {
	return func(got *Received) *Contract {
		endpoint := receiver.Endpoint{AnyHost: true, Path: got.EscapedPath(), Query: got.query}
		r, ok := table.Match(endpoint)
		if !ok {
			return nil
		}
		return &Contract{r, r.Faults(got.forReceiver())}
	}
}

// ContractOf holds every request against the contract of one receiver.
func ContractOf(r *receiver.Receiver) func(*Received) *Contract {
	return func(got *Received) *Contract { return &Contract{r, r.Faults(got.forReceiver())} }
}

// EscapedPath is the path as it was sent.
func (r *Received) EscapedPath() string {
	u, err := url.ParseRequestURI(r.URI)
	if err != nil {
		return r.Path
	}
	return u.EscapedPath()
}

// forReceiver is what a receiver looks at.
func (r *Received) forReceiver() receiver.Received {
	return receiver.Received{Query: r.parameter, Body: r.Body}
}

// query is a parameter of the URL.
func (r *Received) query(name string) (value string, ok bool) { return valueOf(r.Query, name) }

// parameter is a parameter of the URL, or else of a form.
func (r *Received) parameter(name string) (value string, ok bool) {
	if value, ok = r.query(name); ok || r.ContentType != formType {
		return value, ok
	}
	return valueOf(r.BodyParams, name)
}

// valueOf is the first value of a parameter.
func valueOf(params []Param, name string) (value string, ok bool) {
	for _, p := range params {
		if p.Name == name {
			return p.Value, true
		}
	}
	return "", false
}
