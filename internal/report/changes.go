package report

import (
	"fmt"
	"io"
	"iter"
	"strings"

	"postback/internal/golden"
)

// Changes is what a change of definitions changes.
type Changes struct {
	*golden.Changes
	Before, After string // what was compared, as the user named it
}

func changesFormats() []format[func(io.Writer, *Changes, Style) error] {
	return []format[func(io.Writer, *Changes, Style) error]{
		{"text", "a block a pixel, for reading", writeChangesText},
		{"json", "one document with every change, its count and its samples", writeChangesJSON},
		{"markdown", "a table a pixel, for a comment on a pull request", writeChangesMarkdown},
		{"github", "notices of a GitHub workflow, and its summary page", writeChangesGitHub},
	}
}

// ChangesFormats are the names of all formats for changes; the first is the default.
func ChangesFormats() []string { return namesOf(changesFormats()) }

// ChangesFormatHelp explains every format in one line each.
func ChangesFormatHelp() string { return helpOf(changesFormats()) }

// WriteChanges writes changes in the named format, one of [ChangesFormats].
func WriteChanges(format string, w io.Writer, changes *Changes, style Style) error {
	write, err := openOf(changesFormats(), format)
	if err != nil {
		return err
	}
	return write(w, changes, style)
}

// Summary is all in one line: "9000 of 10000 calls change, in 1 pixel".
func (c *Changes) Summary() string {
	if c.Changed == 0 {
		return Count(c.Calls, "call") + ": nothing changes"
	}
	verb := "changes"
	if c.Changed > 1 {
		verb = "change"
	}
	return fmt.Sprintf("%d of %s %s, in %s", c.Changed, Count(c.Calls, "call"), verb, Count(len(c.Pixels), "pixel"))
}

// becomes says what becomes of a pixel's request in an entry, without its values.
func becomes(e *golden.Entry) string {
	switch e.Kind {
	case golden.Appears:
		return "appears"
	case golden.Vanishes:
		return "vanishes"
	case golden.Breaks:
		return "cannot be built"
	case golden.Differed:
	}
	what := thing(e.Part, e.Name)
	switch e.Change {
	case golden.Added:
		return what + " is added"
	case golden.Removed:
		return what + " is removed"
	case golden.Renamed:
		return what + " is renamed to " + oneLine(e.To)
	case golden.Reencoded:
		return what + " is written differently, and a receiver reads the same"
	case golden.Reordered:
		return "the " + plural(e.Part) + " stand in another order"
	case golden.Changed:
	}
	return what + " changes"
}

// side is what a value was before or is after, "" where it is not there, and what it came from.
type side struct {
	value, tokens string
	there         bool
}

// sides are the two sides of a sample.
func sidesOf(e *golden.Entry, s golden.Sample, style Style) (before, after side) {
	if e.Kind != golden.Differed {
		return before, after
	}
	if e.Change != golden.Added {
		before = side{shownValue(hideValue(style.Hide, e.Part, e.Name, s.Want)), s.WantTokens, true}
	}
	if e.Change != golden.Removed {
		after = side{shownValue(hideValue(style.Hide, e.Part, nameAfter(e), s.Got)), s.GotTokens, true}
	}
	return before, after
}

// callName is what a sample's call is called.
func callName(id string) string {
	if id == "" {
		return "a call without an id"
	}
	return oneLine(id)
}

// alike yields samples with the names of their calls; calls with the same values are one.
func alike(samples []golden.Sample) iter.Seq2[string, golden.Sample] {
	return func(yield func(string, golden.Sample) bool) {
		for len(samples) > 0 {
			first, calls, rest := samples[0], callName(samples[0].CallID), []golden.Sample(nil)
			for _, s := range samples[1:] {
				same := s
				if same.CallID = first.CallID; same == first {
					calls += ", " + callName(s.CallID)
				} else {
					rest = append(rest, s)
				}
			}
			if !yield(calls, first) {
				return
			}
			samples = rest
		}
	}
}

// heading names what is compared.
func (c *Changes) heading() string { return fmt.Sprintf("%s → %s", c.Before, c.After) }

// title names a pixel and how many calls it changes for.
func (c *Changes) title(p *golden.PixelChange) string {
	return fmt.Sprintf("%s of %s", Count(p.Calls, "request"), Count(c.Calls, "call"))
}

// joinThere puts what is not empty behind each other.
func joinThere(separator string, parts ...string) string {
	var there []string
	for _, p := range parts {
		if p != "" {
			there = append(there, p)
		}
	}
	return strings.Join(there, separator)
}
