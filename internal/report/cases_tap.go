package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// writeCasesTAP writes the Test Anything Protocol, version 13: the one that every reader of TAP
// knows. What is wrong with a case follows it as a YAML block.
func writeCasesTAP(w io.Writer, c *Cases, style Style) error {
	out := bufio.NewWriter(w)
	all, _, _ := c.Count()
	fmt.Fprintf(out, "TAP version 13\n1..%d", all)
	if all == 0 {
		fmt.Fprint(out, " # SKIP no case ran")
	}
	fmt.Fprintln(out)
	number := 0
	for _, f := range c.Files {
		for i := range f.Results {
			r := &f.Results[i]
			number++
			description := tapText(f.Name + ": " + r.Case.Name.String())
			if r.Passed() {
				fmt.Fprintf(out, "ok %d - %s\n", number, description)
				continue
			}
			fmt.Fprintf(out, "not ok %d - %s\n  ---\n  message: |\n", number, description)
			for line := range strings.Lines(story(r, style)) {
				fmt.Fprintln(out, strings.TrimRight("    "+oneLine(strings.TrimSuffix(line, "\n")), " "))
			}
			fmt.Fprintln(out, "  ...")
		}
	}
	if c.Coverage != nil {
		fmt.Fprintf(out, "# %s\n", coverageLine(c.Coverage))
	}
	return out.Flush()
}

// tapText is a description, in which a # would begin a directive.
func tapText(s string) string {
	return strings.NewReplacer(`\`, `\\`, "#", `\#`).Replace(oneLine(s))
}
