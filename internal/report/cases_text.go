package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"postback/internal/diag"
	"postback/internal/golden"
)

// writeCasesText writes a block for each case that has not passed, and a line for each file.
func writeCasesText(w io.Writer, c *Cases, style Style) error {
	t := &casesText{&textWriter{w: bufio.NewWriter(w), style: style}}
	for i := range c.Files {
		t.file(&c.Files[i])
	}
	if c.Coverage != nil {
		t.coverage(c.Coverage)
	}
	return t.w.Flush()
}

type casesText struct{ *textWriter }

func (t *casesText) file(f *CaseFile) {
	for i := range f.Results {
		if r := &f.Results[i]; !r.Passed() {
			t.failed(r)
		}
	}
	all, failed, unusable := f.count()
	if bad := failed + unusable; bad > 0 {
		t.line(t.style.Palette.Bad("FAIL") + fmt.Sprintf("  %s  %d of %s", oneLine(f.Name), bad, Count(all, "case")))
		return
	}
	t.line(t.style.Palette.Good("ok") + fmt.Sprintf("    %s  %s", oneLine(f.Name), Count(all, "case")))
}

// failed tells what is wrong with one case.
func (t *casesText) failed(r *golden.Result) {
	t.line(t.style.Palette.Bold(oneLine(r.Case.Name.String())) + "  " + t.style.Palette.Faint(r.Case.Name.Whole().String()))
	for _, d := range r.Unusable {
		t.hanging("  "+t.style.Palette.Bad("cannot run")+": ", oneLine(t.style.Hide.String(d.Message)), unshaded)
		t.place("  ", d.Span)
	}
	for i := range r.Faults {
		t.fault(&r.Faults[i])
	}
	t.line("")
}

func (t *casesText) fault(f *golden.Fault) {
	prefix := "  "
	if f.Pixel != "" {
		prefix += t.style.Palette.Bad(oneLine(f.Pixel)) + ": "
	}
	t.hanging(prefix, oneLine(t.style.Hide.String(f.Message)), unshaded)
	if !f.Definition.IsZero() {
		t.place("    defined at ", f.Definition)
	}
	if f.Kind != golden.Unwritten && f.Kind != golden.Unexpected {
		t.place("    expected at ", f.Span)
	}
	for _, d := range f.Differences {
		t.difference(d)
	}
}

func (t *casesText) place(prefix string, span diag.Span) {
	if !span.IsZero() {
		t.line(t.style.Palette.Faint(prefix + span.String()))
	}
}

// difference shows a value as it is to be and as it is.
func (t *casesText) difference(d golden.Difference) {
	where := ""
	if !d.Span.IsZero() {
		where = "  " + t.style.Palette.Faint(d.Span.String())
	}
	t.line("    " + t.style.Palette.Caution(saidOf(d)) + where)
	names := 0
	for _, name := range []string{d.Name, d.To} {
		names = max(names, min(cells(oneLine(name)), maxNameCells))
	}
	if d.Change != golden.Added {
		t.value("- ", d.Name, names, hideValue(t.style.Hide, d.Part, d.Name, d.Want), d.WantTokens, t.style.Palette.Bad)
	}
	if d.Change != golden.Removed {
		t.value("+ ", nowCalled(d), names, hideValue(t.style.Hide, d.Part, nowCalled(d), d.Got), d.GotTokens, t.style.Palette.Good)
	}
}

// value writes one side of a difference; one of several lines has a line for each.
func (t *casesText) value(sign, name string, names int, value, tokens string, shade func(string) string) {
	if tokens != "" {
		tokens = "   " + t.style.Palette.Token(oneLine(tokens))
	}
	label := ""
	if name != "" {
		label = pad(oneLine(name), names) + "  "
	}
	shown := shownValue
	if strings.Contains(value, "\n") {
		shown = oneLine
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(value, "\n"), "\n") {
		t.hanging("      "+shade(sign)+label, shown(line)+tokens, unshaded)
		label, tokens = strings.Repeat(" ", cells(label)), ""
	}
}

// coverage lists what no case has reached.
func (t *casesText) coverage(c *golden.Coverage) {
	t.line("")
	t.line(coverageLine(c))
	for _, g := range c.Goals {
		if !g.Reached {
			t.hanging("  "+t.style.Palette.Faint(g.Span.String()+":")+" ", fmt.Sprintf("no case reaches %s", goalWords(g)), unshaded)
		}
	}
}

func goalWords(g golden.Goal) string {
	if g.Kind == golden.BranchGoal {
		return "the branch where " + oneLine(g.Name)
	}
	return "the " + string(g.Kind) + " " + oneLine(g.Name)
}
