package report

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var (
	tapPlan = regexp.MustCompile(`^1\.\.(\d+)( # SKIP .*)?$`)
	tapTest = regexp.MustCompile(`^(not )?ok (\d+) - ((?:[^#\\]|\\[#\\])+)$`)
)

// checkTAP reads the Test Anything Protocol, version 13, strictly and says what is wrong.
func checkTAP(text string) (faults []string) {
	addf := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if !strings.HasSuffix(text, "\n") || len(lines) < 2 || lines[0] != "TAP version 13" {
		return append(faults, "it does not begin with its version")
	}
	plan := tapPlan.FindStringSubmatch(lines[1])
	if plan == nil {
		return append(faults, "no plan in the second line")
	}
	tests, block, last := 0, false, ""
	for i, line := range lines[2:] {
		test := tapTest.FindStringSubmatch(line)
		switch {
		case block && line == "  ...":
			block = false
		case block:
			if line != "" && !strings.HasPrefix(line, "  ") {
				addf("line %d leaves the block: %q", i+3, line)
			}
		case line == "  ---":
			if block = true; !strings.HasPrefix(last, "not ok") && !strings.HasPrefix(last, "ok") {
				addf("line %d: a block behind %q", i+3, last)
			}
		case strings.HasPrefix(line, "# "):
		case test == nil:
			addf("line %d is no line of TAP: %q", i+3, line)
		default:
			if tests++; test[2] != strconv.Itoa(tests) {
				addf("line %d has the number %s, want %d", i+3, test[2], tests)
			}
		}
		last = line
	}
	if block {
		addf("a block is not closed")
	}
	if plan[1] != strconv.Itoa(tests) {
		addf("%s planned, %d run", plan[1], tests)
	}
	return faults
}

// TestTAPChecker: the checker finds what is wrong.
func TestTAPChecker(t *testing.T) {
	t.Parallel()
	const right = "TAP version 13\n1..2\nok 1 - a \\# b\nnot ok 2 - c\n  ---\n  message: |\n    x\n  ...\n# end\n"
	if faults := checkTAP(right); faults != nil {
		t.Fatal(faults)
	}
	for wrong, want := range map[[2]string]string{
		{"version 13", "version 12"}: "its version",
		{"1..2", "1-2"}:              "no plan",
		{"1..2", "1..3"}:             "3 planned, 2 run",
		{"ok 1", "ok 2"}:             "has the number 2",
		{"\\#", "#"}:                 "no line of TAP",
		{"  ...\n", ""}:              "leaves the block",
		{"not ok 2 - c\n", ""}:       "1 run",
		{"# end", "end"}:             "no line of TAP",
		{"not ok 2 - c", "# c"}:      "a block behind",
	} {
		if faults := strings.Join(checkTAP(strings.Replace(right, wrong[0], wrong[1], 1)), "\n"); !strings.Contains(faults, want) {
			t.Errorf("%q: no %q among %q", wrong, want, faults)
		}
	}
}
