package compare

import (
	"strings"

	"postback/internal/plan"
)

// Status is how a part of the fired URL is against the rendered one.
type Status string

// The statuses, from no difference to the plainest one.
const (
	Same        Status = "same"
	Reencoded   Status = "encoded differently" // a receiver reads the same
	NotCompared Status = "not compared"        // it comes from a variable that has no value here
	BlankThere  Status = "blank there"         // it was fired without the value that it has here
	BlankHere   Status = "blank here"          // it was fired with a value that the record does not have
	Differs     Status = "differs"
	Missing     Status = "missing there" // only the definition has it
	Extra       Status = "extra there"   // only the fired URL has it
)

// Statuses are all statuses in the order of their declaration.
func Statuses() []Status {
	return []Status{Same, Reencoded, NotCompared, BlankThere, BlankHere, Differs, Missing, Extra}
}

// IsDifference reports whether a receiver reads something else than the definitions say.
func (s Status) IsDifference() bool {
	return s != Same && s != Reencoded && s != NotCompared
}

// Part is one part of a URL: a parameter, or the endpoint.
type Part struct {
	Name   string // of the parameter, decoded; "" for the endpoint
	Status Status
	There  string   // as it was fired, decoded
	Here   string   // as it is rendered, decoded
	Tokens []string // that it comes from, as the definition writes them
	Why    string   // what probably explains the status; "" for nothing
}

// URLs compares the URL that was fired with that of a firing: first the endpoint, then the parameters
// in the order of the definition, then those that it does not have.
func URLs(f *plan.Firing, fired string) []Part {
	parts := partsOf(f, fired)
	for i := range parts {
		parts[i].Why = explain(f, &parts[i], parts)
	}
	return parts
}

// partsOf is URLs without explanations.
func partsOf(f *plan.Firing, fired string) []Part {
	here, there := f.Anatomy(), plan.TakeApart(fired)
	parts := make([]Part, 0, 1+len(here.Parameters))
	parts = append(parts, endpoint(f, here.Endpoint, there.Endpoint))
	used := make([]bool, len(there.Parameters))
	for i := range here.Parameters {
		p := &here.Parameters[i]
		part := Part{Name: p.Name, Here: p.Value, Tokens: p.Tokens, Status: Missing}
		if at := firstOf(there.Parameters, used, p.Name); at >= 0 {
			used[at] = true
			part.There = there.Parameters[at].Value
			part.Status = parameterStatus(p, &there.Parameters[at])
		}
		parts = append(parts, part)
	}
	for i, p := range there.Parameters {
		if !used[i] {
			parts = append(parts, Part{Name: p.Name, Status: Extra, There: p.Value})
		}
	}
	return parts
}

// firstOf is the index of the first parameter of a name that is not used yet, -1 for none.
func firstOf(parameters []plan.Parameter, used []bool, name string) int {
	for i := range parameters {
		if !used[i] && parameters[i].Name == name {
			return i
		}
	}
	return -1
}

func parameterStatus(here, there *plan.Parameter) Status {
	switch {
	case here.Raw == there.Raw:
		return Same
	case here.Value == there.Value:
		return Reencoded
	case hasUnsetVariable(here):
		return NotCompared
	case there.Value == "" && len(here.Tokens) > 0:
		return BlankThere
	case here.Value == "" && len(here.Tokens) > 0:
		return BlankHere
	}
	return Differs
}

// hasUnsetVariable reports whether a variable without a value is in the parameter.
func hasUnsetVariable(p *plan.Parameter) bool {
	for _, token := range p.Tokens {
		if strings.HasPrefix(token, "${") && p.Why != "" {
			return true
		}
	}
	return false
}

// endpoint compares what stands before the query.
func endpoint(f *plan.Firing, here, there string) Part {
	part := Part{Here: here, There: there, Status: Differs}
	switch {
	case here == there:
		part.Status = Same
		return part
	case decodePath(here) == decodePath(there):
		part.Status = Reencoded
	}
	for _, s := range f.Pixel.URL.Segments() {
		switch {
		case s.Expr != nil:
			part.Tokens = append(part.Tokens, s.Expr.Source)
		case s.Variable != nil:
			part.Tokens = append(part.Tokens, s.Variable.Source)
			if strings.Contains(decodePath(here), s.Variable.Source) {
				part.Status = NotCompared
			}
		case strings.Contains(s.Literal, "?"):
			return part
		}
	}
	return part
}
