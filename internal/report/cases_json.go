package report

import (
	"io"

	"postback/internal/golden"
)

// casesJSON is the documented shape of what came of cases.
type casesJSON struct {
	SchemaVersion int             `json:"schema_version"`
	Cases         []caseJSON      `json:"cases"`
	Summary       caseSummaryJSON `json:"summary"`
	Coverage      *coverageJSON   `json:"coverage,omitempty"`
}

type caseJSON struct {
	File     string          `json:"file"`
	Name     string          `json:"name"`
	Status   string          `json:"status"` // passed, failed, unusable
	Fired    int             `json:"fired"`
	Place    *placeJSON      `json:"place,omitempty"`
	Faults   []caseFaultJSON `json:"faults"`
	Findings []findingJSON   `json:"findings,omitempty"` // why the case could not run
}

type caseFaultJSON struct {
	Kind        golden.Kind          `json:"kind"`
	Pixel       string               `json:"pixel,omitempty"`
	Message     string               `json:"message"`
	Place       *placeJSON           `json:"place,omitempty"`
	Definition  *placeJSON           `json:"definition,omitempty"`
	Differences []caseDifferenceJSON `json:"differences,omitempty"`
}

type caseDifferenceJSON struct {
	Part       golden.Part   `json:"part"`
	Name       string        `json:"name,omitempty"`
	To         string        `json:"to,omitempty"`
	Change     golden.Change `json:"change"`
	Message    string        `json:"message"`
	Want       *string       `json:"want,omitempty"`
	Got        *string       `json:"got,omitempty"`
	Tokens     string        `json:"tokens,omitempty"`
	Definition *placeJSON    `json:"definition,omitempty"`
}

type caseSummaryJSON struct {
	Cases    int `json:"cases"`
	Passed   int `json:"passed"`
	Failed   int `json:"failed"`
	Unusable int `json:"unusable"`
}

type coverageJSON struct {
	Percent float64    `json:"percent"`
	Reached int        `json:"reached"`
	Goals   int        `json:"goals"`
	Missed  []goalJSON `json:"missed"`
}

type goalJSON struct {
	Kind  golden.GoalKind `json:"kind"`
	Name  string          `json:"name"`
	Place *placeJSON      `json:"place,omitempty"`
}

func writeCasesJSON(w io.Writer, c *Cases, style Style) error {
	all, failed, unusable := c.Count()
	out := casesJSON{
		SchemaVersion: SchemaVersion, Cases: []caseJSON{}, Coverage: coverageOf(c.Coverage),
		Summary: caseSummaryJSON{all, all - failed - unusable, failed, unusable},
	}
	for _, f := range c.Files {
		for i := range f.Results {
			out.Cases = append(out.Cases, caseOf(f.Name, &f.Results[i], style))
		}
	}
	encoded, err := encodeJSON(out)
	if err != nil {
		return err
	}
	_, err = w.Write(append(encoded, '\n'))
	return err
}

func caseOf(file string, r *golden.Result, style Style) caseJSON {
	out := caseJSON{File: file, Name: r.Case.Name.String(), Status: caseStatus(r), Fired: r.Firings, Place: spanPlace(r.Case.Span), Faults: []caseFaultJSON{}}
	for _, f := range r.Faults {
		fault := caseFaultJSON{Kind: f.Kind, Pixel: f.Pixel, Message: style.Hide.String(f.Message), Place: spanPlace(f.Span), Definition: spanPlace(f.Definition)}
		for _, d := range f.Differences {
			fault.Differences = append(fault.Differences, differenceOf(d, style))
		}
		out.Faults = append(out.Faults, fault)
	}
	for _, d := range r.Unusable {
		out.Findings = append(out.Findings, findingOf(d, style.Hide))
	}
	return out
}

func caseStatus(r *golden.Result) string {
	switch {
	case len(r.Unusable) > 0:
		return "unusable"
	case r.Passed():
		return "passed"
	}
	return "failed"
}

func differenceOf(d golden.Difference, style Style) caseDifferenceJSON {
	out := caseDifferenceJSON{
		Part: d.Part, Name: d.Name, To: d.To, Change: d.Change, Message: saidOf(d), Tokens: d.GotTokens,
		Definition: spanPlace(d.Span),
	}
	if d.Change != golden.Added {
		want := hideValue(style.Hide, d.Part, d.Name, d.Want)
		out.Want = &want
	}
	if d.Change != golden.Removed {
		got := hideValue(style.Hide, d.Part, nowCalled(d), d.Got)
		out.Got = &got
	}
	return out
}

func coverageOf(c *golden.Coverage) *coverageJSON {
	if c == nil {
		return nil
	}
	out := &coverageJSON{Percent: c.Percent(), Reached: c.Reached(), Goals: len(c.Goals), Missed: []goalJSON{}}
	for _, g := range c.Goals {
		if !g.Reached {
			out.Missed = append(out.Missed, goalJSON{g.Kind, g.Name, spanPlace(g.Span)})
		}
	}
	return out
}
