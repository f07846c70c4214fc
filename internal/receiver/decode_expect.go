package receiver

import (
	"regexp"
	"slices"
	"strconv"

	"postback/internal/diag"
	"postback/internal/postback"
	"postback/internal/yamldoc"
)

// DecodeExpect reads conditions that a pixel states itself: a mapping of conditions that all have to
// hold, or else the answer is a refusal; or a list of expectations.
func DecodeExpect(n *yamldoc.Node, ds *diag.List) []Expectation {
	if n.Kind == yamldoc.Sequence {
		if len(n.Items) == 0 {
			ds.Errorf(n.Span, RuleBadCondition, "expect is an empty list; give a verdict and its conditions")
		}
		return decodeExpectations(n.Items, Basis{}, ds)
	}
	o := yamldoc.NewObject(n, "expect", ds)
	if !o.Exists() {
		return nil
	}
	if len(n.Pairs) == 0 {
		ds.Errorf(n.Span, RuleBadCondition, "expect asks for nothing; give status, body_contains or json")
	}
	met := Expectation{Verdict: postback.Accepted, Conditions: decodeConditions(o, ds), Span: n.Span}
	met.Quote, met.Remark = decodeQuote(o.Object("quote"), ds), words(o, "remark")
	o.Close()
	return []Expectation{met, {Verdict: postback.Rejected, Otherwise: true, Span: n.Span}}
}

func decodeExpectations(items []*yamldoc.Node, whole Basis, ds *diag.List) []Expectation {
	var list []Expectation
	always := false // the expectation before holds for every answer
	for _, item := range items {
		o := yamldoc.NewObject(item, "the expectation", ds)
		if !o.Exists() {
			continue
		}
		if always {
			ds.Errorf(item.Span, RuleBadCondition, "this is never reached, because the expectation before it has no condition and holds for every answer")
		}
		e := Expectation{Verdict: decodeVerdict(o, ds), Conditions: decodeConditions(o, ds), Remark: words(o, "remark"), Span: item.Span}
		e.Quote = decodeQuote(o.Object("quote"), ds)
		e.Basis = decodeBasis(o, whole, ds)
		always = !slices.ContainsFunc(conditionKeys(), o.Has)
		o.Close()
		list = append(list, e)
	}
	return list
}

func decodeVerdict(o *yamldoc.Object, ds *diag.List) postback.Verdict {
	word, ok := o.RequiredText("verdict")
	if !ok {
		return ""
	}
	verdict := postback.Verdict(word.String())
	if !slices.Contains(Verdicts(), verdict) {
		var known []string
		for _, v := range Verdicts() {
			known = append(known, string(v))
		}
		ds.Errorf(word.Whole(), RuleUnknownValue, "unknown verdict %q%s", word, diag.OrOneOf(word.String(), known))
	}
	return verdict
}

// conditionKeys are the keys that state conditions.
func conditionKeys() []string {
	return []string{"status", "header", "body_contains", "body_equals", "body_matches", "json", "xml"}
}

// decodeConditions reads the keys that an expectation and the short form of expect have in common.
func decodeConditions(o *yamldoc.Object, ds *diag.List) []Condition {
	var conditions []Condition
	if n := o.Node("status"); n != nil {
		conditions = append(conditions, Condition{Part: Part{Kind: StatusPart}, Operator: Equals, Statuses: decodeStatuses(n, ds), Values: writtenStatuses(n)})
	}
	for _, e := range o.Object("header").Entries() {
		conditions = append(conditions, decodeDemand(Part{Kind: HeaderPart, Name: e.Key.String()}, e.Value, ds)...)
	}
	conditions = append(conditions, decodeBody(o, ds)...)
	for _, e := range o.Object("json").Entries() {
		CheckPointer(e.Key, ds)
		conditions = append(conditions, decodeDemand(Part{Kind: JSONPart, Name: e.Key.String()}, e.Value, ds)...)
	}
	for _, e := range o.Object("xml").Entries() {
		checkElement(e.Key, ds)
		conditions = append(conditions, decodeDemand(Part{Kind: XMLPart, Name: e.Key.String()}, e.Value, ds)...)
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
	o := yamldoc.NewObject(n, "the condition on "+part.String(), ds)
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

// decodeQuote reads which part of an answer is its evidence.
func decodeQuote(o *yamldoc.Object, ds *diag.List) *Part {
	var quote *Part
	if n := o.Span(); len(o.Entries()) > 1 {
		ds.Errorf(n, RuleBadCondition, "quote names one part of the answer")
	}
	for _, kind := range []PartKind{HeaderPart, JSONPart, XMLPart} {
		if name, ok := o.Text(string(kind)); ok {
			quote = &Part{Kind: kind, Name: name.String()}
			checkName := map[PartKind]func(diag.Text, *diag.List){JSONPart: CheckPointer, XMLPart: checkElement}[kind]
			if checkName != nil {
				checkName(name, ds)
			}
		}
	}
	if pattern := decodePattern(o, string(MatchPart), ds); pattern != nil {
		quote = &Part{Kind: MatchPart, Pattern: pattern}
	}
	o.Close()
	return quote
}

// CheckPointer wants a JSON pointer: empty, or parts that each begin with a slash.
func CheckPointer(pointer diag.Text, ds *diag.List) {
	if s := pointer.String(); !postback.Pointer(s).Valid() {
		ds.Errorf(pointer.Whole(), RuleUnknownValue, "%q is no JSON pointer; write /%s", s, s)
	}
}

// element is the path of an XML element: names without their prefixes, each behind a slash.
var element = regexp.MustCompile(`^(/[^/\s:]+)+$`)

func checkElement(path diag.Text, ds *diag.List) {
	if !element.MatchString(path.String()) {
		ds.Errorf(path.Whole(), RuleUnknownValue, "%s is no path of an XML element; write its names from the root on, without prefixes, such as /result/code", strconv.Quote(path.String()))
	}
}
