package report

import (
	"io"
	"regexp"

	"postback/internal/receiver"
)

// receiverJSON is the documented shape of one receiver.
type receiverJSON struct {
	Name  string      `json:"name"`
	Title string      `json:"title"`
	Note  string      `json:"note,omitempty"`
	Match addressJSON `json:"match"`
	basisJSON
	Parameters  []receiverParameterJSON `json:"parameters"`
	Fields      []receiverParameterJSON `json:"fields,omitempty"`
	OneOf       [][]string              `json:"one_of,omitempty"`
	Expect      []expectationJSON       `json:"expect"`
	DuplicateBy []string                `json:"duplicate_by,omitempty"`
	Answers     map[string]answerJSON   `json:"answers"`
}

type addressJSON struct {
	Hosts []string          `json:"hosts,omitempty"`
	Path  string            `json:"path,omitempty"`
	Query map[string]string `json:"query,omitempty"`
	Has   string            `json:"has,omitempty"`
}

type basisJSON struct {
	Certainty string `json:"certainty"`
	Source    string `json:"source,omitempty"`
	Date      string `json:"date,omitempty"`
}

type receiverParameterJSON struct {
	Name     string `json:"name"`
	Meaning  string `json:"meaning,omitempty"`
	Required bool   `json:"required,omitempty"`
	Without  string `json:"without,omitempty"`
	Pattern  string `json:"pattern,omitempty"`
	Secret   bool   `json:"secret,omitempty"`
	Event    bool   `json:"event,omitempty"`
	Amount   bool   `json:"amount,omitempty"`
	Promised bool   `json:"promised,omitempty"`
}

type expectationJSON struct {
	Verdict    string   `json:"verdict"`
	Conditions []string `json:"conditions"` // in words; all have to hold
	Remark     string   `json:"remark,omitempty"`
	basisJSON
}

type answerJSON struct {
	Status      int    `json:"status"`
	ContentType string `json:"content_type,omitempty"`
	Body        string `json:"body,omitempty"`
	Remark      string `json:"remark,omitempty"`
	basisJSON
}

// WriteReceiversJSON writes {"schema_version":1,"receivers":[…]} with everything known of each.
func WriteReceiversJSON(w io.Writer, receivers []*receiver.Receiver) error {
	list := []receiverJSON{}
	for _, r := range receivers {
		list = append(list, receiverAsJSON(r))
	}
	return writeDocument(w, struct {
		SchemaVersion int            `json:"schema_version"`
		Receivers     []receiverJSON `json:"receivers"`
	}{SchemaVersion, list})
}

func receiverAsJSON(r *receiver.Receiver) receiverJSON {
	out := receiverJSON{
		Name: r.Name, Title: r.Title, Note: r.Note, Match: addressJSON(r.Address), basisJSON: basisAsJSON(r.Basis),
		Parameters: parametersAsJSON(r.Parameters), Fields: parametersAsJSON(r.Fields), Expect: []expectationJSON{},
		OneOf: r.OneOf, DuplicateBy: r.DuplicateBy, Answers: map[string]answerJSON{},
	}
	for i := range r.Expect {
		e := &r.Expect[i]
		conditions := []string{}
		for _, c := range e.Conditions {
			conditions = append(conditions, c.String())
		}
		out.Expect = append(out.Expect, expectationJSON{string(e.Verdict), conditions, e.Remark, basisAsJSON(e.Basis)})
	}
	for kind, a := range r.Answers {
		out.Answers[string(kind)] = answerJSON{a.Status, a.ContentType, a.Body, a.Remark, basisAsJSON(a.Basis)}
	}
	return out
}

func basisAsJSON(b receiver.Basis) basisJSON {
	return basisJSON{b.Certainty.String(), b.Source, b.Date}
}

func parametersAsJSON(parameters []receiver.Parameter) []receiverParameterJSON {
	list := []receiverParameterJSON{}
	for _, p := range parameters {
		list = append(list, receiverParameterJSON{
			Name: p.Name, Meaning: p.Meaning, Required: p.Required, Without: p.Without, Pattern: patternText(p.Pattern),
			Secret: p.Secret, Event: p.Event, Amount: p.Amount, Promised: p.Promised,
		})
	}
	return list
}

func patternText(pattern *regexp.Regexp) string {
	if pattern == nil {
		return ""
	}
	return pattern.String()
}
