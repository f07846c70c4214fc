package validate

import (
	"slices"

	"postback/internal/diag"
	"postback/internal/pixel"
)

// Options choose the rules.
type Options struct {
	Only    []string // names of the only rules to apply; none applies all
	Disable []string // names of rules not to apply
	Calls   bool     // call records were planned, and what they brought to light is among the findings given
}

// wants reports whether findings of the rule are asked for.
func (o Options) wants(rule string) bool {
	return !slices.Contains(o.Disable, rule) && (len(o.Only) == 0 || slices.Contains(o.Only, rule))
}

// Run applies the rules to a set and returns every finding, sorted: those of loading and of planning
// calls, which it is given, and its own. Findings that the definitions themselves ask to ignore are
// left out. Errors of loading stay whatever the options say: fire refuses the definitions too.
//
// Loading reports some mistakes in templates in general terms; where a rule of the same name looks
// at them again, its findings stand in place of those of loading.
func (s *Survey) Run(loaded diag.List, opt Options) diag.List {
	var found diag.List
	s.recognise()
	rules := Rules()
	checked := map[string]bool{}
	for i := range rules {
		r := &rules[i]
		if r.Check == nil {
			continue
		}
		checked[r.Name] = true
		if opt.wants(r.Name) {
			r.Check(&Pass{Set: s.set, survey: s, loaded: loaded, rule: r, found: &found})
		}
	}
	for _, d := range loaded {
		if !checked[d.Rule] && (opt.wants(d.Rule) || d.Severity == diag.Error && IsLoading(d.Rule)) {
			found.Add(d)
		}
	}
	found = applyIgnores(s.set, found, opt)
	found.Sort()
	return found
}

// Run surveys a set and applies the rules to it; see [Survey.Run].
func Run(set *pixel.Set, loaded diag.List, opt Options) diag.List {
	return NewSurvey(set).Run(loaded, opt)
}
