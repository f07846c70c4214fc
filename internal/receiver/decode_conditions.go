package receiver

import (
	"regexp"

	"postback/internal/diag"
	"postback/internal/yamldoc"
)

// decodeConditions reads the keys that an expectation and the short form of expect have in common.
func decodeConditions(o *yamldoc.Object, ds *diag.List) []Condition {
	var conditions []Condition
	if n := o.Node("status"); n != nil {
		conditions = append(conditions, Condition{Part: Part{Kind: StatusPart}, Operator: Equals, Statuses: decodeStatuses(n, ds), Values: writtenStatuses(n)})
	}
	conditions = append(conditions, decodeParts(o, HeaderPart, ds)...)
	conditions = append(conditions, decodeBody(o, ds)...)
	conditions = append(conditions, decodeParts(o, JSONPart, ds)...)
	conditions = append(conditions, decodeParts(o, XMLPart, ds)...)
	return conditions
}

// decodeParts reads the conditions on one kind of part: names and what each has to be.
func decodeParts(o *yamldoc.Object, kind PartKind, ds *diag.List) []Condition {
	var conditions []Condition
	for _, e := range o.Object(string(kind)).Entries() {
		checkPartName(kind, e.Key, ds)
		conditions = append(conditions, decodeDemand(Part{Kind: kind, Name: e.Key.String()}, e.Value, ds)...)
	}
	return conditions
}

// decodeBody reads the conditions on the body as a text.
func decodeBody(o *yamldoc.Object, ds *diag.List) []Condition {
	body := Part{Kind: BodyPart}
	var conditions []Condition
	for key, operator := range bodyKeys() {
		if !o.Has(key) {
			continue
		}
		wanted, ok := o.RequiredText(key)
		c := Condition{Part: body, Operator: operator, Values: []string{wanted.String()}}
		if operator == Matches {
			c.Values, c.Pattern = nil, compile(wanted, ds)
		}
		if ok && (c.Values != nil || c.Pattern != nil) {
			conditions = append(conditions, c)
		}
	}
	return conditions
}

// bodyKeys yields the keys of the conditions on the body.
func bodyKeys() func(yield func(string, Operator) bool) {
	return func(yield func(string, Operator) bool) {
		_ = yield("body_contains", Contains) && yield("body_equals", Equals) && yield("body_matches", Matches)
	}
}

// decodeDemand reads what a header, JSON value or XML element has to be: a value, a list of values, or
// a mapping with operators.
func decodeDemand(part Part, n *yamldoc.Node, ds *diag.List) []Condition {
	if n.Kind != yamldoc.Mapping {
		values := decodeValues(n, part.String(), ds)
		return conditionsOf(Condition{Part: part, Operator: Equals, Values: values}, len(values) > 0)
	}
	o := yamldoc.ReadObjectAs(n, "the condition on "+part.String(), &demandObject, ds)
	if len(n.Pairs) == 0 {
		ds.Errorf(n.Span, RuleBadCondition, "the condition on %s has no operator; expected one of contains, equals, exists, matches, not_equals", part)
	}
	var conditions []Condition
	for _, operator := range []Operator{Contains, Equals, NotEquals} {
		if n := o.Node(string(operator)); n != nil {
			values := decodeValues(n, string(operator), ds)
			conditions = append(conditions, conditionsOf(Condition{Part: part, Operator: operator, Values: values}, len(values) > 0)...)
		}
	}
	if pattern := decodePattern(o, string(Matches), ds); pattern != nil {
		conditions = append(conditions, Condition{Part: part, Operator: Matches, Pattern: pattern})
	}
	if n := o.Node(string(Exists)); n != nil {
		exists, ok := yamldoc.AsBool(n, string(Exists), ds)
		conditions = append(conditions, conditionsOf(Condition{Part: part, Operator: existence(exists)}, ok)...)
	}
	o.Close()
	return conditions
}

func existence(exists bool) Operator {
	if exists {
		return Exists
	}
	return NotExists
}

func conditionsOf(c Condition, ok bool) []Condition {
	if !ok {
		return nil
	}
	return []Condition{c}
}

// decodeValues reads one value or a list of alternatives.
func decodeValues(n *yamldoc.Node, what string, ds *diag.List) []string {
	if n.Kind == yamldoc.Sequence && len(n.Items) == 0 {
		ds.Errorf(n.Span, RuleBadCondition, "%s has an empty list; for an empty JSON array write \"[]\" in quotes", what)
	}
	var values []string
	for _, value := range yamldoc.AsTexts(n, "the value at "+what, ds) {
		values = append(values, value.String())
	}
	return values
}

// statusClass is a hundred of statuses, such as 2xx.
var statusClass = regexp.MustCompile(`^[1-5]xx$`)

// decodeStatuses reads an HTTP status, a class such as 2xx, or a list of them.
func decodeStatuses(n *yamldoc.Node, ds *diag.List) []statusRange {
	var statuses []statusRange
	if n.Kind == yamldoc.Sequence && len(n.Items) == 0 {
		ds.Errorf(n.Span, RuleBadCondition, "status has an empty list, so the condition can never hold")
	}
	for _, item := range itemsOf(n) {
		if item.Kind == yamldoc.Scalar && statusClass.MatchString(item.Text.String()) {
			from := int(item.Text.String()[0]-'0') * 100
			statuses = append(statuses, statusRange{from, from + 99})
			continue
		}
		status, ok := yamldoc.AsInt(item, "status", ds)
		if ok && (status < 100 || status > 599) {
			ds.Errorf(item.Span, RuleUnknownValue, "%d is no HTTP status", status)
			continue
		}
		if ok {
			statuses = append(statuses, statusRange{status, status})
		}
	}
	return statuses
}

func itemsOf(n *yamldoc.Node) []*yamldoc.Node {
	if n.Kind == yamldoc.Sequence {
		return n.Items
	}
	return []*yamldoc.Node{n}
}

// writtenStatuses are the statuses as the user wrote them.
func writtenStatuses(n *yamldoc.Node) []string {
	var written []string
	for _, item := range itemsOf(n) {
		written = append(written, item.Text.String())
	}
	return written
}
