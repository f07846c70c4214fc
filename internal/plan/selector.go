package plan

import (
	"time"

	"postback/internal/call"
	"postback/internal/pixel"
)

// Choice says which calls are planned at all, by what their records hold. The zero value is all.
type Choice struct {
	Where []pixel.Filter // all must hold; a token without a category is a column, by its id
	Since time.Time      // calls that began then or later; zero for no bound
	Until time.Time      // calls that began before; zero for no bound
}

// IsZero reports whether all calls are chosen.
func (c *Choice) IsZero() bool { return len(c.Where) == 0 && c.Since.IsZero() && c.Until.IsZero() }

// Chooses reports whether the program's options leave calls out.
func (p *Program) Chooses() bool { return !p.options.Choice.IsZero() }

// Selector decides which records are planned. It keeps memory, so each worker has its own.
type Selector struct {
	planner *Planner
	choice  *Choice
	filters []boundFilter
	callDt  call.Key
}

// NewSelector returns a selector for the choice in the program's options.
func (p *Program) NewSelector() *Selector {
	return &Selector{planner: p.NewPlanner(), choice: &p.options.Choice, filters: p.chosenBy, callDt: p.keys.Column("callDt")}
}

// Holds reports whether the record is chosen. A call of which it is not known when it began is in no
// time span. What only the definitions know of a call is not asked.
func (s *Selector) Holds(record *call.Record) bool {
	pl := s.planner
	pl.record, pl.plan, pl.publisher = record, &campaignPlan{}, nil
	if !s.inTime() {
		return false
	}
	for _, f := range s.filters {
		if !f.filter.Holds(func(i int) []byte { return pl.Token(f.tokens[i]) }) {
			return false
		}
	}
	return true
}

func (s *Selector) inTime() bool {
	if s.choice.Since.IsZero() && s.choice.Until.IsZero() {
		return true
	}
	began, ok := moment(s.planner.record.Value(s.callDt), s.planner.written())
	return ok && !began.Before(s.choice.Since) && (s.choice.Until.IsZero() || began.Before(s.choice.Until))
}

// written is the zone in which a record writes times that do not say theirs: that of the account in an
// exported table, as far as it is known, and UTC elsewhere. It is an assumption.
func (pl *Planner) written() *time.Location {
	if pl.record.FromTable() {
		return pl.zone
	}
	return time.UTC
}
