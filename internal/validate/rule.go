package validate

import (
	"fmt"

	"postback/internal/diag"
	"postback/internal/pixel"
)

// Rule is one kind of mistake.
type Rule struct {
	Name     string        // stable, in kebab-case; users write it in ignores and flags
	Severity diag.Severity // of its findings, unless a finding says otherwise
	Summary  string        // one line, without a full stop: what is wrong
	Long     string        // whole sentences: why it matters and what to do
	Source   string        // what the rule rests on, with its certainty; "" where the mistake speaks for itself
	Wrong    string        // a small definitions file that has the mistake
	Right    string        // the same file without it
	Check    func(*Pass)   // nil for mistakes that loading finds
}

// Pass is one rule looking at one definition set.
type Pass struct {
	Set *pixel.Set

	survey *Survey   // of the set
	loaded diag.List // what loading found
	rule   *Rule
	found  *diag.List
}

// Report adds a finding with the rule's own severity.
func (p *Pass) Report(span diag.Span, format string, args ...any) {
	p.Add(diag.Diagnostic{Span: span, Message: fmt.Sprintf(format, args...)})
}

// Add adds a finding. Its rule is set, and its severity too when it has none.
func (p *Pass) Add(d diag.Diagnostic) {
	d.Rule = p.rule.Name
	if d.Severity == 0 {
		d.Severity = p.rule.Severity
	}
	*p.found = append(*p.found, d)
}

// Lookup returns the rule of that name.
func Lookup(name string) (Rule, bool) {
	for _, r := range table() {
		if r.Name == name {
			return r, true
		}
	}
	return Rule{}, false
}

// Names are the names of all rules in the order of the table.
func Names() []string {
	var names []string
	for _, r := range table() {
		names = append(names, r.Name)
	}
	return names
}
