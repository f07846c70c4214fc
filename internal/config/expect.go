package config

import (
	"strings"

	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/yamldoc"
)

// expect reads either the name of a receiver or conditions on the response.
func (l *loader) expect(n *yamldoc.Node) *pixel.Expect {
	if n == nil {
		return nil
	}
	e := &pixel.Expect{Span: n.Span}
	if n.Kind != yamldoc.Mapping {
		e.Receiver, _ = yamldoc.AsText(n, "expect", &l.diags)
		return e
	}
	o := yamldoc.NewObject(n, "expect", &l.diags)
	e.Status = l.statuses(o.Node("status"))
	e.BodyContains, _ = o.Text("body_contains")
	for _, entry := range o.Object("json").Entries() {
		l.checkPointer(entry.Key)
		if want, ok := yamldoc.AsText(entry.Value, "the value at "+entry.Key.String(), &l.diags); ok {
			e.JSON = append(e.JSON, pixel.JSONExpect{Pointer: entry.Key, Want: want})
		}
	}
	o.Close()
	return e
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
