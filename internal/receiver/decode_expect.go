package receiver

import (
	"regexp"
	"slices"

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
	o := yamldoc.ReadObject(n, &expectObject, ds)
	if !o.Exists() {
		return nil
	}
	met := Expectation{Verdict: postback.Accepted, Conditions: decodeConditions(o, ds), Span: n.Span}
	met.Quote, met.Remark = decodeQuote(o.Node("quote"), ds), words(o, "remark")
	if o.Close(); !slices.ContainsFunc(conditionKeys(), o.Has) {
		ds.Errorf(n.Span, RuleBadCondition, "expect asks for nothing; give status, body_contains or json")
	}
	return []Expectation{met, {Verdict: postback.Rejected, Otherwise: true, Span: n.Span}}
}

func decodeExpectations(items []*yamldoc.Node, whole Basis, ds *diag.List) []Expectation {
	var list []Expectation
	always := false // the expectation before holds for every answer
	for _, item := range items {
		o := yamldoc.ReadObject(item, &expectationObject, ds)
		if !o.Exists() {
			continue
		}
		if always {
			ds.Errorf(item.Span, RuleBadCondition, "this is never reached, because the expectation before it has no condition and holds for every answer")
		}
		e := Expectation{Verdict: decodeVerdict(o, ds), Conditions: decodeConditions(o, ds), Remark: words(o, "remark"), Span: item.Span}
		e.Quote = decodeQuote(o.Node("quote"), ds)
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
		ds.Errorf(word.Whole(), RuleUnknownValue, "unknown verdict %q%s", word, diag.OrOneOf(word.String(), verdictWords()))
	}
	return verdict
}

// decodeQuote reads which part of an answer is its evidence.
func decodeQuote(n *yamldoc.Node, ds *diag.List) *Part {
	o := yamldoc.ReadObject(n, &quoteObject, ds)
	if !o.Exists() {
		return nil
	}
	var quote *Part
	for _, kind := range []PartKind{HeaderPart, JSONPart, XMLPart} {
		if name, ok := o.Text(string(kind)); ok {
			quote = &Part{Kind: kind, Name: name.String()}
			checkPartName(kind, name, ds)
		}
	}
	if pattern := decodePattern(o, string(MatchPart), ds); pattern != nil {
		quote = &Part{Kind: MatchPart, Pattern: pattern}
	}
	if o.Close(); len(n.Pairs) != 1 {
		ds.Errorf(n.Span, RuleBadCondition, "quote names one part of the answer: header, json, xml or body_matches")
	}
	return quote
}

// checkPartName wants a name that can be looked up in its kind of part.
func checkPartName(kind PartKind, name diag.Text, ds *diag.List) {
	switch kind {
	case JSONPart:
		CheckPointer(name, ds)
	case XMLPart:
		checkElement(name, ds)
	case StatusPart, HeaderPart, BodyPart, MatchPart:
	}
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
		ds.Errorf(path.Whole(), RuleUnknownValue, "%q is no path of an XML element; write its names from the root on, without prefixes, such as /result/code", path)
	}
}
