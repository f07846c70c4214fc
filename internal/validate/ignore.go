package validate

import (
	"regexp"
	"slices"
	"strings"

	"postback/internal/diag"
	"postback/internal/pixel"
)

// Names of the rules about ignores themselves.
const (
	ignoreWithoutReason = "ignore-without-reason"
	unusedIgnore        = "unused-ignore"
)

// ignore is one comment "# postback: ignore RULE reason", which silences the findings of that rule
// on its own line and, when it stands alone, on the next line that is no comment.
type ignore struct {
	rule, reason string
	span         diag.Span
	lines        [2]int // the lines it silences, the last included
	used         bool
}

// ignorePattern finds the comment in a line of YAML.
var ignorePattern = regexp.MustCompile(`(?:^|\s)#\s*postback:\s*ignore(?:\s+(\S+))?(?:[ \t]+(.*?))?\s*$`)

// applyIgnores drops the findings that comments silence, and reports the comments that silence
// nothing or do not say why.
func applyIgnores(set *pixel.Set, found diag.List, opt Options) diag.List {
	var ignores []*ignore
	for _, source := range set.Sources {
		ignores = append(ignores, ignoresOf(source)...)
	}
	if len(ignores) == 0 {
		return found
	}
	var kept diag.List
	for _, d := range found {
		if !silence(ignores, d) {
			kept.Add(d)
		}
	}
	for _, i := range ignores {
		i.judge(&kept, opt)
	}
	return kept
}

func ignoresOf(source *diag.Source) []*ignore {
	var found []*ignore
	if !strings.Contains(source.Content(), "postback:") {
		return nil
	}
	for line := 1; line <= source.LineCount(); line++ {
		text := source.Line(line)
		m := ignorePattern.FindStringSubmatchIndex(text)
		if m == nil {
			continue
		}
		i := &ignore{rule: group(text, m, 1), reason: group(text, m, 2), lines: [2]int{line, line}}
		start := source.LineStart(line)
		i.span = source.Span(start+m[0]+len(text[m[0]:m[1]])-len(strings.TrimLeft(text[m[0]:m[1]], " \t")), start+len(strings.TrimRight(text, " \t")))
		if strings.HasPrefix(strings.TrimSpace(text), "#") {
			i.lines[1] = nextContent(source, line)
		}
		found = append(found, i)
	}
	return found
}

// group is a submatch, or "" when it took no part.
func group(text string, match []int, n int) string {
	if match[2*n] < 0 {
		return ""
	}
	return text[match[2*n]:match[2*n+1]]
}

// nextContent is the first line behind the given one that is neither empty nor a comment.
func nextContent(source *diag.Source, line int) int {
	for next := line + 1; next <= source.LineCount(); next++ {
		text := strings.TrimSpace(source.Line(next))
		if text != "" && !strings.HasPrefix(text, "#") {
			return next
		}
	}
	return line
}

// silence reports whether a comment with a reason asks to ignore the finding.
func silence(ignores []*ignore, d diag.Diagnostic) bool {
	if d.Span.IsZero() {
		return false
	}
	line := d.Span.Position().Line
	for _, i := range ignores {
		if i.span.Source == d.Span.Source && i.rule == d.Rule && i.reason != "" && (line == i.lines[0] || line == i.lines[1]) {
			i.used = true
			return true
		}
	}
	return false
}

// judge reports what is wrong with the comment itself.
func (i *ignore) judge(found *diag.List, opt Options) {
	report := func(rule, format string, args ...any) {
		if opt.wants(rule) {
			found.Warnf(i.span, rule, format, args...)
		}
	}
	switch {
	case i.rule == "":
		report(ignoreWithoutReason, "say which rule is ignored and why: # postback: ignore RULE reason")
	case !slices.Contains(Names(), i.rule):
		report(unusedIgnore, "there is no rule %s%s", i.rule, diag.DidYouMean(i.rule, Names()))
	case i.reason == "":
		report(ignoreWithoutReason, "say why: # postback: ignore %s reason; without one it ignores nothing", i.rule)
	case !i.used && opt.wants(i.rule):
		report(unusedIgnore, "this ignores nothing: there is no finding of %s here; remove it", i.rule)
	}
}
