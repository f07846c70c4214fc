package validate

import (
	"slices"
	"strings"

	"postback/internal/diag"
	"postback/internal/lazyre"
	"postback/internal/pixel"
)

// Names of the rules about ignores themselves.
const (
	ignoreWithoutReason = "ignore-without-reason"
	unusedIgnore        = "unused-ignore"
)

// ignore is one comment "# postback: ignore RULE reason", which silences the findings of that rule
// on its own line and, when it stands alone, on the next line that is no comment. Where a block of
// text begins there, it silences them in the block, which can hold no comments.
type ignore struct {
	rule, reason string
	span         diag.Span
	first, last  int // the lines it silences
	used         bool
}

// ignorePattern finds the comment in a line of YAML.
var ignorePattern = lazyre.New(`(?:^|\s)#\s*postback:\s*ignore(?:\s+(\S+))?(?:[ \t]+(.*?))?\s*$`)

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
		if m := ignorePattern.FindStringSubmatchIndex(text); m != nil {
			found = append(found, ignoreAt(source, line, m))
		}
		if !isComment(text) {
			line = blockEnd(source, line) // in the text of a block there are no comments
		}
	}
	return found
}

// ignoreAt is the ignore on a line of which the match of the pattern is given.
func ignoreAt(source *diag.Source, line int, match []int) *ignore {
	text, start := source.Line(line), source.LineStart(line)
	i := &ignore{rule: group(text, match, 1), reason: group(text, match, 2), first: line, last: line}
	i.span = source.Span(start+strings.IndexByte(text[match[0]:], '#')+match[0], start+len(strings.TrimRight(text, " \t")))
	if isComment(text) {
		i.last = nextContent(source, line)
	}
	i.last = blockEnd(source, i.last)
	return i
}

// isComment reports whether a line is nothing but a comment.
func isComment(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), "#") }

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
		text := source.Line(next)
		if strings.TrimSpace(text) != "" && !isComment(text) {
			return next
		}
	}
	return line
}

// blockBegin is the end of a line, without its comment, below which a block of text stands.
var blockBegin = lazyre.New(`:\s+[|>][-+0-9]*\s*(?:\s#.*)?$`)

// blockEnd is the last line of the block of text that begins on a line, or the line itself.
func blockEnd(source *diag.Source, line int) int {
	if !blockBegin.MatchString(source.Line(line)) {
		return line
	}
	end := line
	for next := line + 1; next <= source.LineCount(); next++ {
		text := source.Line(next)
		switch {
		case strings.TrimSpace(text) == "":
		case indentation(text) <= indentation(source.Line(line)):
			return end
		default:
			end = next
		}
	}
	return end
}

func indentation(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// refusesIgnores reports whether a rule is one whose findings keep definitions from being used.
func refusesIgnores(rule string) bool {
	r, _ := Lookup(rule)
	return r.Severity == diag.Error && IsLoading(rule)
}

// silence reports whether a comment with a reason asks to ignore the finding.
func silence(ignores []*ignore, d diag.Diagnostic) bool {
	if d.Span.IsZero() || refusesIgnores(d.Rule) {
		return false
	}
	line := d.Span.Position().Line
	for _, i := range ignores {
		if i.span.Source == d.Span.Source && i.rule == d.Rule && i.reason != "" && i.first <= line && line <= i.last {
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
	case refusesIgnores(i.rule):
		report(unusedIgnore, "%s cannot be ignored: with it the definitions cannot be used", i.rule)
	case i.reason == "":
		report(ignoreWithoutReason, "say why: # postback: ignore %s reason; without one it ignores nothing", i.rule)
	case !i.used && opt.wants(i.rule) && (opt.Calls || !needsCall(i.rule)):
		report(unusedIgnore, "this ignores nothing: there is no finding of %s here; remove it", i.rule)
	}
}
