package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"postback/internal/diag"
	"postback/internal/fixture"
	"postback/internal/report"
)

// importCallOptions is everything that import call can be told.
type importCallOptions struct {
	keep   []string
	seed   string
	output string
}

func (a *app) importCallCommand() *cobra.Command {
	o := &importCallOptions{}
	c := &cobra.Command{
		Use:   "call FILE",
		Short: "Make a real call record fit for a repository",
		Long: `Call writes the call records in FILE, or in stdin for -, with everything replaced that
tells of somebody: telephone numbers, names, addresses, e-mail addresses, IP addresses,
ids and links. Nothing else changes, not a space.

The same value becomes the same value everywhere, in the URLs of fired pixels too, and
in every run; --seed gives others. Area codes, states and the first digits of ZIP codes
stay, so that filters decide alike. What a field holds is told by its name; what looks
like a telephone number, an e-mail address or an IP address is replaced wherever it
stands. Read the result before you publish it: free text can tell of anything.`,
		Example: `  postback import call calls.json -o testdata/call.json
  postback import call - --keep campaignName,campaignId --keep User:utm_source <call.json`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: filesOf("json", "ndjson", "jsonl"),
		RunE:              func(_ *cobra.Command, args []string) error { return a.importCall(o, args[0]) },
	}
	c.Flags().StringSliceVar(&o.keep, "keep", nil, "leave these `fields` as they are: columns by id or title, tags as User:name; repeatable or with commas")
	c.Flags().StringVar(&o.seed, "seed", "", "any `text`; another one gives other replacements")
	c.Flags().StringVarP(&o.output, "output", "o", "", "write to a `file`, which appears only when it is complete (default stdout)")
	return c
}

func (a *app) importCall(o *importCallOptions, path string) error {
	src, err := a.importSource(path)
	if err != nil {
		return err
	}
	result, findings := fixture.Redact(src, fixture.Options{Seed: o.seed, Keep: o.keep})
	if findings.HasErrors() {
		return fail(CodeInput, findings.Err()) // without the lines of the source, which are not to be shown
	}
	err = a.writeOutput(o.output, func(w io.Writer) error {
		_, err := io.WriteString(w, result.Text)
		return err
	})
	if err != nil {
		return err
	}
	a.concludeCall(result)
	return nil
}

// concludeCall says what was replaced.
func (a *app) concludeCall(result *fixture.Result) {
	var counts []string
	for kind, n := range result.Counts {
		counts = append(counts, fmt.Sprintf("%s ×%d", kind, n))
	}
	slices.Sort(counts)
	if result.Found > 0 {
		counts = append(counts, report.Count(result.Found, "text")+" with such values in them")
	}
	if len(counts) == 0 {
		counts = []string{"nothing"}
	}
	a.talk("%s: replaced %s", report.Count(result.Records, "call record"), strings.Join(counts, ", "))
	if len(result.Fields) > 0 {
		a.talk("in %s; read the result before you publish it", strings.Join(result.Fields, ", "))
	}
	for _, name := range result.Unused {
		a.talk("--keep %s: the records do not have it%s", name, diag.DidYouMean(name, result.Fields))
	}
}
