package golden

import (
	"fmt"
	"iter"

	"postback/internal/call"
	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/plan"
	"postback/internal/template"
)

// Goal is one thing in the definitions that a case can reach.
type Goal struct {
	Kind    GoalKind
	Name    string
	Reached bool
	Span    diag.Span // in the definitions
}

// GoalKind is the kind of thing that a case can reach.
type GoalKind string

// The kinds of goals.
const (
	PixelGoal  GoalKind = "pixel"  // it fires
	EventGoal  GoalKind = "event"  // one of its pixels fires
	TokenGoal  GoalKind = "token"  // it has a value
	BranchGoal GoalKind = "branch" // a filter holds by this condition, or by none
)

// Coverage is what the cases of a suite reach, and what they do not.
type Coverage struct{ Goals []Goal }

// Reached is the number of goals that a case has reached.
func (c *Coverage) Reached() int {
	n := 0
	for _, g := range c.Goals {
		if g.Reached {
			n++
		}
	}
	return n
}

// Add appends the goals of another suite.
func (c *Coverage) Add(other Coverage) { c.Goals = append(c.Goals, other.Goals...) }

// Percent is how much is reached; all of nothing is 100.
func (c *Coverage) Percent() float64 {
	if len(c.Goals) == 0 {
		return 100
	}
	return 100 * float64(c.Reached()) / float64(len(c.Goals))
}

// reached notes what the cases of a suite have reached.
type reached struct {
	pixels   map[*pixel.Pixel]bool
	tokens   map[tokenKey]bool
	branches map[branchKey]bool
}

type tokenKey struct {
	pixel *pixel.Pixel
	token string
}

// branchKey is one way in which a filter is decided: by a condition that holds, or nil for none.
type branchKey struct {
	filter    *pixel.Filter
	condition *pixel.Condition
}

// Cover has the suite note what its cases reach from now on.
func (s *Suite) Cover() {
	s.reached = &reached{map[*pixel.Pixel]bool{}, map[tokenKey]bool{}, map[branchKey]bool{}}
}

func (r *reached) note(explanations []plan.Explanation) {
	for _, e := range explanations {
		r.noteGates(e.Gates)
		if e.Firing.Decision != plan.Fire {
			continue
		}
		r.pixels[e.Firing.Pixel] = true
		for _, use := range e.Tokens {
			if use.Token != "" && !use.Empty() {
				r.tokens[tokenKey{e.Firing.Pixel, use.Token}] = true
			}
		}
	}
}

// noteGates notes how the filters were decided that were asked.
func (r *reached) noteGates(gates []plan.Gate) {
	for _, g := range gates {
		switch {
		case g.Filter == nil || !g.Asked:
		case g.Open:
			r.branches[branchKey{g.Filter, g.Ruling.Answers[0].Condition}] = true
		default:
			r.branches[branchKey{g.Filter, nil}] = true
		}
	}
}

// Coverage says of everything in the definitions that a call can reach whether a case has reached it.
func (s *Suite) Coverage() Coverage {
	var c Coverage
	if s.reached == nil {
		return c
	}
	for p := range s.live() {
		c.Goals = append(c.Goals, Goal{PixelGoal, p.Name.String(), s.reached.pixels[p], p.Name.Whole()})
	}
	c.Goals = append(c.Goals, s.eventGoals()...)
	for p := range s.live() {
		c.Goals = append(c.Goals, s.tokenGoals(p)...)
		for i := range p.Filters {
			c.Goals = append(c.Goals, s.branchGoals(p, &p.Filters[i])...)
		}
	}
	return c
}

// live yields the pixels that can fire at all.
func (s *Suite) live() iter.Seq[*pixel.Pixel] {
	return func(yield func(*pixel.Pixel) bool) {
		for _, p := range s.set.Pixels {
			if p.Enabled && !yield(p) {
				return
			}
		}
	}
}

// eventGoals are the events on which pixels fire, at the first pixel that does.
func (s *Suite) eventGoals() []Goal {
	var goals []Goal
	at := map[call.Event]int{}
	for p := range s.live() {
		i, known := at[p.FireOn]
		if !known {
			i = len(goals)
			at[p.FireOn] = i
			goals = append(goals, Goal{Kind: EventGoal, Name: p.FireOn.String(), Span: p.FireOnText.Whole()})
		}
		goals[i].Reached = goals[i].Reached || s.reached.pixels[p]
	}
	return goals
}

// tokenGoals are the tokens of a pixel's request, each at its first place.
func (s *Suite) tokenGoals(p *pixel.Pixel) []Goal {
	var goals []Goal
	seen := map[string]bool{}
	for e := range expressions(p) {
		for i, token := range e.Alternatives {
			written := token.String()
			if !seen[written] {
				goals = append(goals, Goal{TokenGoal, fmt.Sprintf("%s in %s", written, p.Name), s.reached.tokens[tokenKey{p, written}], e.AlternativeSpan(i)})
			}
			seen[written] = true
		}
	}
	return goals
}

// expressions yields what stands in brackets in all templates of a pixel.
func expressions(p *pixel.Pixel) iter.Seq[*template.Expr] {
	return func(yield func(*template.Expr) bool) {
		for t := range p.Templates() {
			for e := range t.Exprs() {
				if !yield(e) {
					return
				}
			}
		}
	}
}

// branchGoals are the ways in which a filter can be decided.
func (s *Suite) branchGoals(p *pixel.Pixel, f *pixel.Filter) []Goal {
	var goals []Goal
	for i := range f.Conditions {
		c := &f.Conditions[i]
		name := fmt.Sprintf("%s holds in %s", c, p.Name)
		goals = append(goals, Goal{BranchGoal, name, s.reached.branches[branchKey{f, c}], c.Span})
	}
	name := fmt.Sprintf("%s does not hold in %s", &f.Conditions[0], p.Name)
	if len(f.Conditions) > 1 {
		name = fmt.Sprintf("none of %d conditions holds in %s", len(f.Conditions), p.Name)
	}
	return append(goals, Goal{BranchGoal, name, s.reached.branches[branchKey{f, nil}], f.Span})
}
