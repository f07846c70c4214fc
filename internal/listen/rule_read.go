package listen

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"

	"postback/internal/diag"
	"postback/internal/yamldoc"
)

// The rules of faults in a file of answers; those of YAML itself are yamldoc's.
const (
	RuleEmptyRules    = "empty-file"    // a file without a rule
	RuleUnknownAnswer = "unknown-value" // a status, a duration, a header or a number that cannot be
	RuleNeverUsed     = "never-used"    // a rule behind one that takes every request
)

// maxPause bounds a delay: more is a mistake in the unit.
const maxPause = time.Hour

// ReadRules reads a file of rules:
//
//	rules:
//	  - match: {method: POST, path: "/v1/*", query: {event: converted}, headers: {X-Key: "*"}, body_contains: RGB}
//	    times: 2
//	    answer: {status: 429, headers: {Retry-After: "1"}, body: slow down, delay: 1s, slow_body: 10ms}
//	  - answer: {reset: true}
//
// All faults are reported; with an error among them the rules are not to be used.
func ReadRules(src *diag.Source) ([]Rule, diag.List) {
	r := &ruleReader{}
	documents, faults := yamldoc.Parse(src)
	r.faults = faults
	for _, document := range documents {
		o := yamldoc.NewObject(document, "the file of answers", &r.faults)
		items := o.Items("rules")
		o.Close()
		for _, item := range items {
			r.rule(item)
		}
	}
	if len(r.rules) == 0 && len(r.faults) == 0 {
		r.faults.Errorf(src.Span(0, 0), RuleEmptyRules, "the file has no rules; it should have a list under the key rules")
	}
	r.faults.Sort()
	return r.rules, r.faults
}

// ruleReader collects the rules of a file and what is wrong with them.
type ruleReader struct {
	rules  []Rule
	faults diag.List
	final  string // the place of a rule that answers all that reach it; "" while there is none
}

func (r *ruleReader) rule(n *yamldoc.Node) {
	o := yamldoc.NewObject(n, "the rule", &r.faults)
	if !o.Exists() {
		return
	}
	rule := Rule{Place: placeOf(o.Span()), Match: r.match(o.Object("match")), Times: r.times(o)}
	rule.Answer = r.answer(yamldoc.NewObject(o.RequiredNode("answer"), "the answer", &r.faults))
	rule.Answer.Why = rule.Place
	o.Close()
	if r.final != "" {
		r.faults.Warnf(o.Span(), RuleNeverUsed, "this rule is never used: the one at %s takes every request", r.final)
	} else if !o.Has("match") && rule.Times == 0 {
		r.final = rule.Place
	}
	r.rules = append(r.rules, rule)
}

func placeOf(span diag.Span) string {
	return fmt.Sprintf("%s:%d", span.Source.Name(), span.Position().Line)
}

func (r *ruleReader) times(o *yamldoc.Object) int {
	if !o.Has("times") {
		return 0
	}
	times := o.Int("times", 1)
	if times < 1 {
		r.faults.Errorf(o.Node("times").Span, RuleUnknownAnswer, "times is how many requests the rule answers: 1 or more")
	}
	return times
}

func (r *ruleReader) match(o *yamldoc.Object) Match {
	var m Match
	for _, method := range o.Strings("method") {
		m.Methods = append(m.Methods, strings.ToUpper(method.String()))
	}
	path, _ := o.Text("path")
	m.Path = path.String()
	m.Query = r.fields(o, "query")
	m.Headers = r.fields(o, "headers")
	for _, text := range o.Strings("body_contains") {
		m.BodyContains = append(m.BodyContains, text.String())
	}
	o.Close()
	return m
}

// fields reads names and the patterns of their values.
func (r *ruleReader) fields(o *yamldoc.Object, key string) []Field {
	var fields []Field
	for _, e := range o.Object(key).Entries() {
		if value, ok := yamldoc.AsText(e.Value, "the value of "+e.Key.String(), &r.faults); ok {
			fields = append(fields, Field{e.Key.String(), value.String()})
		}
	}
	return fields
}

func (r *ruleReader) answer(o *yamldoc.Object) Response {
	answer := Plain(r.status(o), "")
	if body, ok := o.Text("body"); ok {
		answer.Body = []byte(body.String())
	}
	for _, e := range o.Object("headers").Entries() {
		r.header(answer.Header, e)
	}
	answer.Delay = r.pause(o, "delay")
	answer.SlowBody = r.pause(o, "slow_body")
	answer.Reset = o.Bool("reset", false)
	if answer.Reset {
		r.onlyDelayed(o)
	}
	o.Close()
	return answer
}

// onlyDelayed refuses what a reset connection cannot carry.
func (r *ruleReader) onlyDelayed(o *yamldoc.Object) {
	for _, key := range []string{"status", "headers", "body", "slow_body"} {
		if o.Has(key) {
			r.faults.Errorf(o.KeySpan(key), RuleUnknownAnswer, "with reset nothing is sent; remove %s", key)
		}
	}
}

func (r *ruleReader) status(o *yamldoc.Object) int {
	status := o.Int("status", http.StatusOK)
	if err := CheckStatus(status); err != nil {
		r.faults.Errorf(o.Node("status").Span, RuleUnknownAnswer, "%v", err)
	}
	return status
}

// header adds one header of the answer.
func (r *ruleReader) header(h http.Header, e yamldoc.Entry) {
	name := e.Key.String()
	value, ok := yamldoc.AsText(e.Value, "the header "+name, &r.faults)
	switch {
	case !ok:
	case !httpguts.ValidHeaderFieldName(name):
		r.faults.Errorf(e.Key.Whole(), RuleUnknownAnswer, "%q cannot be the name of a header", name)
	case !httpguts.ValidHeaderFieldValue(value.String()):
		r.faults.Errorf(value.Whole(), RuleUnknownAnswer, "a header cannot hold control characters")
	default:
		h.Set(name, value.String())
	}
}

// pause reads a duration such as 1.5s or 200ms.
func (r *ruleReader) pause(o *yamldoc.Object, key string) time.Duration {
	text, ok := o.Text(key)
	if !ok {
		return 0
	}
	pause, err := time.ParseDuration(text.String())
	switch {
	case err != nil:
		r.faults.Errorf(text.Whole(), RuleUnknownAnswer, "%s %q is no duration; write 200ms or 1.5s", key, text)
	case pause < 0 || pause > maxPause:
		r.faults.Errorf(text.Whole(), RuleUnknownAnswer, "%s has to be from 0s to %s", key, maxPause)
	}
	return pause
}
