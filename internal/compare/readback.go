package compare

import (
	"fmt"

	"postback/internal/pixel"
	"postback/internal/plan"
)

// FromCall is the status of a part that holds what the call gave: its tokens were read back.
const FromCall Status = "from the call"

// Reading is the value of a token that was read out of a URL.
type Reading struct {
	Token string // as the definition writes it
	Value string
	Sure  bool   // false when the text can be divided among its tokens in another way too
	Param string // where it was read; "" for the endpoint
}

// ReadBack compares a fired URL with a pixel's definition without a call record: literal text has to
// be the same, and for the rest it reads the values of the tokens.
func ReadBack(p *pixel.Pixel, fired string) (parts []Part, readings []Reading) {
	return newPattern(p).readBack(fired)
}

func (p *pattern) readBack(fired string) (parts []Part, readings []Reading) {
	there := plan.TakeApart(fired)
	r := &reader{}
	r.read(Part{Here: p.endpoint.literal, There: there.Endpoint}, &p.endpoint)
	used := make([]bool, len(there.Parameters))
	for i := range p.parameters {
		param := &p.parameters[i]
		part := Part{Name: param.name.literal, Here: param.value.literal, Tokens: param.value.tokens()}
		at := param.find(there.Parameters, used)
		if at < 0 {
			part.Status, part.Why = Missing, "the definition has it and the pixel that fired had not"
			r.parts = append(r.parts, part)
			continue
		}
		used[at] = true
		part.Name, part.There = there.Parameters[at].Name, there.Parameters[at].Value
		r.read(part, &param.value)
	}
	for i, param := range there.Parameters {
		if !used[i] {
			part := Part{Name: param.Name, Status: Extra, There: param.Value}
			part.Why = whyExtra(param.Name, r.parts)
			r.parts = append(r.parts, part)
		}
	}
	r.checkTwins()
	return r.parts, r.readings
}

// find is the index of the first unused parameter whose name the pattern's matches, -1 for none.
func (p *parameterPattern) find(parameters []plan.Parameter, used []bool) int {
	for i := range parameters {
		if _, _, ok := p.name.fill(parameters[i].Name); ok && !used[i] {
			return i
		}
	}
	return -1
}

// reader collects what was read.
type reader struct {
	parts    []Part
	readings []Reading
}

// read matches one part and keeps the values of its tokens.
func (r *reader) read(part Part, m *matcher) {
	values, sure, ok := m.fill(part.There)
	part.Tokens = m.tokens()
	switch {
	case !ok:
		part.Status = Differs
		part.Why = "the definition has another text than the pixel that fired"
	case len(m.holes) == 0:
		part.Status = Same
	default:
		part.Status = FromCall
		r.keep(&part, m, values, sure)
	}
	r.parts = append(r.parts, part)
}

func (r *reader) keep(part *Part, m *matcher, values []string, sure bool) {
	if !sure {
		part.Why = "its tokens can be told apart in more than one way"
	}
	variables := 0
	for i, h := range m.holes {
		if h.variable { // most are secrets
			variables++
			continue
		}
		r.readings = append(r.readings, Reading{Token: h.source, Value: values[i], Sure: sure, Param: part.Name})
	}
	switch {
	case variables == len(m.holes):
		part.Status = NotCompared
	case part.There == "":
		part.Status = BlankThere
	}
}

// checkTwins tells of tokens that have different values in two places of the same URL.
func (r *reader) checkTwins() {
	first := map[string]Reading{}
	for _, reading := range r.readings {
		known, twice := first[reading.Token]
		if !twice {
			first[reading.Token] = reading
			continue
		}
		if known.Value == reading.Value || !known.Sure || !reading.Sure {
			continue
		}
		for i := range r.parts {
			if r.parts[i].Name == reading.Param && r.parts[i].Status != Extra {
				r.parts[i].Why = fmt.Sprintf("%s has another value in %s", reading.Token, placeName(known.Param))
			}
		}
	}
}

// placeName names a parameter, or the endpoint.
func placeName(param string) string {
	if param == "" {
		return "the path"
	}
	return "the parameter " + param
}
