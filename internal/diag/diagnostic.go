package diag

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Severity says how much a diagnostic matters. The zero value is invalid on purpose, so that a
// forgotten one is noticed.
type Severity int

// The severities, most serious first.
const (
	Error   Severity = iota + 1 // the input cannot be used, or would do harm
	Warning                     // it can be used and is probably not what was meant
	Note                        // worth knowing; an assumption the answer rests on
)

// String is the lower-case word used in every output format.
func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	case Note:
		return "note"
	}
	return fmt.Sprintf("severity(%d)", int(s))
}

// Diagnostic is one mistake of the user, or one remark.
type Diagnostic struct {
	Severity Severity
	Rule     string    // stable name of the kind of fault, such as "unknown-key"
	Message  string    // one sentence without a full stop: what is wrong and what to do
	Span     Span      // the exact characters that are meant; zero when there is no place
	Related  []Related // other places that explain it, such as the first of two duplicates
	Fix      *Fix      // set only where the correction is certain
}

// Related is another place that explains a diagnostic.
type Related struct {
	Span    Span
	Message string
}

// Fix is a certain correction: one or more edits that belong together.
type Fix struct {
	Message string
	Edits   []Edit
}

// Edit replaces the bytes of Span in its source by Text.
type Edit struct {
	Span Span
	Text string
}

// Apply makes edits in a text and leaves everything outside of them byte for byte as it is. The
// edits must not overlap; what is inserted where another edit begins comes before it.
func Apply(content string, edits []Edit) string {
	sorted := slices.Clone(edits)
	slices.SortStableFunc(sorted, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End))
	})
	var out strings.Builder
	at := 0
	for _, e := range sorted {
		out.WriteString(content[at:e.Span.Start] + e.Text)
		at = e.Span.End
	}
	out.WriteString(content[at:])
	return out.String()
}

// String is "file:line:column: severity: message [rule]", without what is not known.
func (d Diagnostic) String() string {
	var b strings.Builder
	if !d.Span.IsZero() {
		b.WriteString(d.Span.String() + ": ")
	}
	b.WriteString(d.Severity.String() + ": " + d.Message)
	if d.Rule != "" {
		b.WriteString(" [" + d.Rule + "]")
	}
	return b.String()
}

// List is any number of diagnostics. The zero List is empty and ready to use.
type List []Diagnostic

// Add appends one diagnostic.
func (l *List) Add(d Diagnostic) { *l = append(*l, d) }

// Errorf appends an error of the named rule at span.
func (l *List) Errorf(span Span, rule, format string, args ...any) {
	l.Add(Diagnostic{Severity: Error, Rule: rule, Span: span, Message: fmt.Sprintf(format, args...)})
}

// Warnf appends a warning of the named rule at span.
func (l *List) Warnf(span Span, rule, format string, args ...any) {
	l.Add(Diagnostic{Severity: Warning, Rule: rule, Span: span, Message: fmt.Sprintf(format, args...)})
}

// HasErrors reports whether the list holds a diagnostic of severity Error.
func (l List) HasErrors() bool { return l.Count(Error) > 0 }

// Count is the number of diagnostics of one severity.
func (l List) Count(s Severity) int {
	n := 0
	for _, d := range l {
		if d.Severity == s {
			n++
		}
	}
	return n
}

// Sort orders the list by file, place, severity and message and drops exact repetitions, so that
// the same input always gives the same output.
func (l *List) Sort() {
	slices.SortStableFunc(*l, compare)
	*l = slices.CompactFunc(*l, func(a, b Diagnostic) bool { return compare(a, b) == 0 })
}

func compare(a, b Diagnostic) int {
	return cmp.Or(
		strings.Compare(sourceName(a), sourceName(b)),
		cmp.Compare(a.Span.Start, b.Span.Start),
		cmp.Compare(a.Span.End, b.Span.End),
		cmp.Compare(a.Severity, b.Severity),
		strings.Compare(a.Rule, b.Rule),
		strings.Compare(a.Message, b.Message),
	)
}

func sourceName(d Diagnostic) string {
	if d.Span.Source == nil {
		return ""
	}
	return d.Span.Source.name
}

// Err turns the errors of the list into one error for callers that only know errors, or nil.
func (l List) Err() error {
	var errs []error
	for _, d := range l {
		if d.Severity == Error {
			errs = append(errs, errors.New(d.String()))
		}
	}
	return errors.Join(errs...)
}
