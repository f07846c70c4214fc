package golden

import (
	"slices"

	"postback/internal/diag"
	"postback/internal/plan"
	"postback/internal/postback"
)

// differences holds a request against what is expected of it.
func (e *Expectation) differences(r *Request) []Difference {
	var found []Difference
	if e.URL != nil && !e.URL.accepts(r.URL) {
		found = append(found, e.urlDifferences(r)...)
	}
	for _, l := range e.Lists {
		found = append(found, l.compare(r.values(l), e.More || l.Part == JSON)...)
	}
	if e.Body != nil && !e.Body.accepts(r.Body) {
		found = append(found, e.bodyDifferences(r)...)
	}
	return placed(found, r)
}

// placed gives what is missing the place where it would be.
func placed(found []Difference, r *Request) []Difference {
	for i := range found {
		d := &found[i]
		switch {
		case d.value != nil || d.Change != Removed:
		case d.Part.inBody() && !r.bodySpan.IsZero():
			d.Span = r.bodySpan
		default:
			d.Span = r.Parts[Endpoint][0].Span
		}
	}
	return found
}

// values are the values that a list speaks of: of JSON, those at its own pointers.
func (r *Request) values(l *List) []*Value {
	if l.Part != JSON {
		return r.Parts[l.Part]
	}
	var values []*Value
	for _, f := range l.Fields {
		if text, ok := postback.JSONText([]byte(r.Body), f.Name); ok {
			values = append(values, &Value{Name: f.Name, Values: []string{text}, Span: r.bodySpan})
		}
	}
	return values
}

// urlDifferences takes the URL that is expected apart too, so that what differs is said by name.
func (e *Expectation) urlDifferences(r *Request) []Difference {
	whole := Difference{Part: URL, Change: Changed, Want: e.URL.String(), Got: r.URL, Span: r.Parts[Endpoint][0].Span}
	if e.URL.kind != wantEqual {
		return []Difference{whole}
	}
	expected := &Request{Parts: map[Part][]*Value{}}
	expected.address(plan.TakeApart(e.URL.text), diag.Span{})
	if found := compareRequests(expected, r, Endpoint, Parameter, Fragment); len(found) > 0 {
		return found
	}
	whole.Change = Reencoded
	return []Difference{whole}
}

// bodyDifferences takes the body that is expected apart too, when it is JSON or a form.
func (e *Expectation) bodyDifferences(r *Request) []Difference {
	whole := Difference{Part: Body, Change: Changed, Want: e.Body.String(), Got: r.Body, Span: r.bodySpan}
	if e.Body.kind != wantEqual {
		return []Difference{whole}
	}
	expected := &Request{Parts: map[Part][]*Value{}}
	if r.Parts[Form] != nil {
		expected.parameters(Form, plan.TakeFormApart(e.Body.text))
	}
	if r.Parts[JSON] != nil {
		expected.Parts[JSON] = leaves(e.Body.text, diag.Span{})
	}
	if expected.Parts[Form] == nil && expected.Parts[JSON] == nil {
		return []Difference{whole}
	}
	if found := compareRequests(expected, r, Form, JSON); len(found) > 0 {
		return found
	}
	whole.Change = Reencoded
	return []Difference{whole}
}

// compareRequests says in what parts of two requests differ.
func compareRequests(before, after *Request, parts ...Part) []Difference {
	var found []Difference
	for _, part := range parts {
		of := wants(part, before.Parts[part]).compare(after.Parts[part], false)
		if part != JSON && !slices.ContainsFunc(of, Difference.renames) && reordered(before.Parts[part], after.Parts[part]) {
			of = append(of, orderDifference(part, before, after))
		}
		found = append(found, of...)
	}
	return found
}

// renames reports whether other names are there than before, so that nothing can be said of their order.
func (d Difference) renames() bool {
	return d.Change == Added || d.Change == Removed || d.Change == Renamed
}

func orderDifference(part Part, before, after *Request) Difference {
	d := Difference{Part: part, Change: Reordered, Want: names(before.Parts[part]), Got: names(after.Parts[part])}
	if values := after.Parts[part]; len(values) > 0 {
		d.Span = values[0].Span
	}
	return d
}

func names(values []*Value) string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = v.Name
	}
	return (&Value{Values: list}).String()
}

// Compare says in what two requests differ, part by part, as their receiver reads them.
func Compare(before, after *Request) []Difference {
	found := compareRequests(before, after, Method, Endpoint, Parameter, Fragment, Header, BasicAuth, Auth, Form, JSON)
	bodyIsTold := before.Parts[Form] != nil && after.Parts[Form] != nil || before.Parts[JSON] != nil && after.Parts[JSON] != nil
	if before.Body != after.Body && !bodyIsTold {
		found = append(found, Difference{Part: Body, Change: Changed, Want: before.Body, Got: after.Body, Span: after.bodySpan})
	}
	if len(found) == 0 && (before.URL != after.URL || before.Body != after.Body) {
		found = append(found, written(before, after))
	}
	return placed(found, after)
}

// written is the difference of two requests that their receiver reads alike.
func written(before, after *Request) Difference {
	if before.URL != after.URL {
		return Difference{Part: URL, Change: Reencoded, Want: before.URL, Got: after.URL, Span: after.Parts[Endpoint][0].Span}
	}
	return Difference{Part: Body, Change: Reencoded, Want: before.Body, Got: after.Body, Span: after.bodySpan}
}
