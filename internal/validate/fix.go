package validate

import (
	"slices"

	"postback/internal/diag"
)

// Fixed is a source with its certain corrections made.
type Fixed struct {
	Source  *diag.Source
	Content string // the whole text, corrected
	Count   int    // corrections made
}

// Fix makes the corrections that findings carry, source by source. Everything outside the edits
// stays byte for byte. Of corrections that overlap only the first is made: apply Fix again to what
// is found in its result. Sources without a correction are left out.
func Fix(found diag.List) []Fixed {
	var order []*diag.Source
	fixes := map[*diag.Source][]*diag.Fix{}
	for _, d := range found {
		source := d.Span.Source
		if d.Fix == nil || source == nil || !editsOnly(d.Fix, source) {
			continue
		}
		if fixes[source] == nil {
			order = append(order, source)
		}
		fixes[source] = append(fixes[source], d.Fix)
	}
	var all []Fixed
	for _, source := range order {
		all = append(all, fixSource(source, fixes[source]))
	}
	return all
}

// editsOnly reports whether all edits of the fix are in the source.
func editsOnly(fix *diag.Fix, source *diag.Source) bool {
	return !slices.ContainsFunc(fix.Edits, func(e diag.Edit) bool { return e.Span.Source != source })
}

func fixSource(source *diag.Source, fixes []*diag.Fix) Fixed {
	fixed := Fixed{Source: source}
	var edits []diag.Edit
	for _, fix := range fixes {
		if !overlaps(edits, fix.Edits) {
			edits = append(edits, fix.Edits...)
			fixed.Count++
		}
	}
	fixed.Content = diag.Apply(source.Content(), edits)
	return fixed
}

// overlaps reports whether some edit touches the range of one already taken.
func overlaps(taken, edits []diag.Edit) bool {
	for _, e := range edits {
		for _, t := range taken {
			if e.Span.Start < t.Span.End && t.Span.Start < e.Span.End || e.Span.Start == t.Span.Start {
				return true
			}
		}
	}
	return false
}
