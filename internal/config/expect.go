package config

import (
	"strings"

	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/yamldoc"
)

// expect reads either the name of a receiver or conditions on the response.
func (l *loader) expect(o *yamldoc.Object) *pixel.Expect {
	n := o.Node("expect")
	if n == nil {
		return nil
	}
	e := &pixel.Expect{Span: n.Span}
	if n.Kind != yamldoc.Mapping {
		e.Receiver, _ = o.RequiredText("expect")
		return e
	}
	if len(n.Pairs) == 0 {
		l.diags.Errorf(n.Span, RuleBadCondition, "expect asks for nothing; give status, body_contains or json")
	}
	conditions := o.Object("expect")
	e.Status = l.statuses(conditions.Node("status"))
	e.BodyContains, _ = optionalText(conditions, "body_contains")
	e.JSON = l.expectedJSON(conditions.Object("json"))
	conditions.Close()
	return e
}

func (l *loader) expectedJSON(o *yamldoc.Object) []pixel.JSONExpect {
	var expected []pixel.JSONExpect
	for _, e := range o.Entries() {
		l.checkPointer(e.Key)
		if want, ok := yamldoc.AsText(e.Value, "the value at "+e.Key.String(), &l.diags); ok {
			expected = append(expected, pixel.JSONExpect{Pointer: e.Key, Want: want})
		}
	}
	return expected
}

// statuses reads one HTTP status or a list of them.
func (l *loader) statuses(n *yamldoc.Node) []int {
	if n == nil {
		return nil
	}
	items := []*yamldoc.Node{n}
	if n.Kind == yamldoc.Sequence {
		items = n.Items
	}
	var statuses []int
	for _, item := range items {
		status, ok := yamldoc.AsInt(item, "status", &l.diags)
		if ok && (status < 100 || status > 599) {
			l.diags.Errorf(item.Span, RuleUnknownValue, "%d is no HTTP status", status)
			continue
		}
		if ok {
			statuses = append(statuses, status)
		}
	}
	return statuses
}

// checkPointer wants a JSON pointer: empty, or parts that each begin with a slash.
func (l *loader) checkPointer(pointer diag.Text) {
	if s := pointer.String(); s != "" && !strings.HasPrefix(s, "/") {
		l.diags.Errorf(pointer.Whole(), RuleUnknownValue, "%q is no JSON pointer; write /%s", s, s)
	}
}
