package receiver

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"slices"
	"strings"

	"postback/internal/catalog"
	"postback/internal/diag"
	"postback/internal/postback"
	"postback/internal/yamldoc"
)

// Kind is what a receiver makes of a postback.
type Kind string

// The kinds of postbacks.
const (
	Good      Kind = "good"
	Missing   Kind = "missing"   // a required parameter is missing or empty
	Invalid   Kind = "invalid"   // a parameter has a value that it cannot have
	Duplicate Kind = "duplicate" // it has been received before
)

// Kinds are all kinds of postbacks.
func Kinds() []Kind { return []Kind{Good, Missing, Invalid, Duplicate} }

// Answers is how a receiver answers each kind of postback. Of a kind that is missing here it is not
// known how it is answered.
type Answers map[Kind]Answer

// Answer is one answer of a receiver. In its body {{parameter}} stands for the name of the parameter
// at fault and {{value}} for its value, or for what identifies a duplicate.
type Answer struct {
	Status      int
	ContentType string // "" for none
	Body        string
	Remark      string // what to know of it; "" for nothing
	Basis
}

func decodeAnswers(o *yamldoc.Object, whole Basis, ds *diag.List) Answers {
	answers := Answers{}
	for _, kind := range Kinds() {
		if answer := o.ReadObject(string(kind), &answerObject); answer.Exists() {
			answers[kind] = decodeAnswer(answer, whole, ds)
		}
	}
	o.Close()
	return answers
}

func decodeAnswer(o *yamldoc.Object, whole Basis, ds *diag.List) Answer {
	a := Answer{Status: o.Int("status", 200), ContentType: text(o, "content_type"), Body: text(o, "body"), Remark: words(o, "remark")}
	if a.Status < 200 || a.Status > 599 {
		ds.Errorf(o.Node("status").Span, RuleUnknownValue, "%d is no status of an answer; it is from 200 to 599", a.Status)
	}
	a.Basis = decodeBasis(o, whole, ds)
	o.Close()
	return a
}

// Received is what an imitated receiver looks at in a postback.
type Received struct {
	Query func(name string) (value string, ok bool) // one of its parameters, those of a form included
	Body  []byte
}

// Imitation is how a receiver would answer a postback.
type Imitation struct {
	Kind      Kind
	Parameter string // the parameter at fault, or those that identify a duplicate; "" for none
	Answer           // its body complete
	// Known is false when it is not known how the receiver answers this kind of postback: it is
	// then answered like a good one.
	Known bool
}

// Imitate decides how the receiver would answer a postback. seen remembers the identity of a good one
// and reports whether it had it before; nil remembers nothing.
func (r *Receiver) Imitate(got Received, seen func(identity string) bool) Imitation {
	kind, parameter, value := Good, "", ""
	if faults := r.Faults(got); len(faults) > 0 {
		kind, parameter, value = faults[0].Kind, faults[0].Parameter.Name, faults[0].Value
	}
	if identity, ok := r.identity(got); kind == Good && ok && seen != nil && seen(identity) {
		kind, parameter, value = Duplicate, strings.Join(r.DuplicateBy, ", "), identity
	}
	return r.imitation(kind, parameter, value)
}

// Answer is how the receiver answers one kind of postback, whatever was received.
func (r *Receiver) Answer(kind Kind) Imitation {
	return r.imitation(kind, "parameter", "")
}

// imitation is the answer to a kind of postback; where none is known that to a good one, and where that
// is not known either an empty one.
func (r *Receiver) imitation(kind Kind, parameter, value string) Imitation {
	i := Imitation{Kind: kind, Parameter: parameter, Answer: Answer{Status: 200}}
	for _, k := range []Kind{kind, Good} {
		if a, ok := r.Answers[k]; ok {
			i.Answer, i.Known = a, k == kind && a.Certainty > catalog.Unsure
			break
		}
	}
	i.Body = i.fill(parameter, value)
	return i
}

// Fault is a parameter that is not as the contract wants it.
type Fault struct {
	Kind      Kind // Missing or Invalid
	Parameter Parameter
	Value     string // what it has, when it is invalid
}

// Faults are all parameters that are not as the contract wants them.
func (r *Receiver) Faults(got Received) []Fault {
	var faults []Fault
	for _, p := range slices.Concat(r.Parameters, r.Fields) {
		value, there := got.value(p.Name)
		switch {
		case p.Required && value == "":
			faults = append(faults, Fault{Missing, p, ""})
		case there && p.Pattern != nil && !p.Pattern.MatchString(value):
			faults = append(faults, Fault{Invalid, p, value})
		}
	}
	for _, group := range r.OneOf {
		has := func(name string) bool { value, _ := got.value(name); return value != "" }
		if !slices.ContainsFunc(group, has) {
			faults = append(faults, Fault{Missing, r.either(group), ""})
		}
	}
	return faults
}

// either is a parameter that stands for one of several.
func (r *Receiver) either(group []string) Parameter {
	var meanings []string
	for _, name := range group {
		p, _ := r.Parameter(name)
		meanings = append(meanings, p.Meaning)
	}
	return Parameter{Name: strings.Join(group, " or "), Meaning: strings.Join(meanings, "; or "), Required: true}
}

// CanBe reports whether a postback of this kind can be told from a good one.
func (r *Receiver) CanBe(kind Kind) bool {
	parameters := slices.Concat(r.Parameters, r.Fields)
	switch kind {
	case Missing:
		return len(r.OneOf) > 0 || slices.ContainsFunc(parameters, func(p Parameter) bool { return p.Required })
	case Invalid:
		return slices.ContainsFunc(parameters, func(p Parameter) bool { return p.Pattern != nil })
	case Duplicate:
		return len(r.DuplicateBy) > 0
	}
	return true
}

// identity is what two postbacks of the same conversion have in common; ok is false when this one
// does not say what it is about.
func (r *Receiver) identity(got Received) (identity string, ok bool) {
	var values []string
	for _, name := range r.DuplicateBy {
		value, _ := got.value(name)
		if value == "" {
			return "", false
		}
		values = append(values, value)
	}
	return strings.Join(values, ", "), len(values) > 0
}

// value is that of a parameter or, for a JSON pointer, of the body.
func (got Received) value(name string) (value string, ok bool) {
	if !strings.HasPrefix(name, "/") {
		return got.Query(name)
	}
	return postback.JSONText(got.Body, name)
}

// fill writes name and value into the body of the answer, in the manner of its content type.
func (a *Answer) fill(parameter, value string) string {
	return strings.NewReplacer("{{parameter}}", a.escape(parameter), "{{value}}", a.escape(value)).Replace(a.Body)
}

func (a *Answer) escape(s string) string {
	switch {
	case strings.Contains(a.ContentType, "json"):
		encoded, _ := json.Marshal(s) // a string can always be encoded
		return string(encoded[1 : len(encoded)-1])
	case strings.Contains(a.ContentType, "xml"), strings.Contains(a.ContentType, "html"):
		var b bytes.Buffer
		_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
		return b.String()
	}
	return s
}
