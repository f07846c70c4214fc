package cli

import (
	"errors"
	"io"
	"io/fs"
	"slices"

	"github.com/spf13/cobra"

	"postback/internal/diag"
	"postback/internal/journal"
	"postback/internal/report"
)

func (a *app) journalCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "journal",
		Short: "Look into the journals that replay and fire keep",
		Long: `A journal is the record of which postbacks were begun and how they ended. Its promise:
` + guarantee + `
"postback help journal" says how it works.`,
	}
	members := []*cobra.Command{a.journalShowCommand(), a.journalVerifyCommand(), a.journalExportCommand(), a.journalCompactCommand()}
	for _, member := range members {
		member.Args, member.ValidArgsFunction = oneJournal, filesOf("journal")
	}
	return group(c, members...)
}

func (a *app) journalShowCommand() *cobra.Command {
	o := &presentation{}
	c := &cobra.Command{
		Use:   "show FILE",
		Short: "Show what a journal holds: how many postbacks ended how, and what is unknown",
		Example: `  postback journal show calls.ndjson.journal
  postback journal show calls.ndjson.journal --format json`,
		RunE: func(_ *cobra.Command, args []string) error { return a.journalShow(args[0], o) },
	}
	addListFormat(c, o)
	return c
}

func (a *app) journalShow(path string, o *presentation) error {
	if err := o.check(listFormats()); err != nil {
		return err
	}
	summary, err := journal.Read(path, nil)
	if err != nil {
		return unreadable(err)
	}
	if o.format == "json" {
		return outputError(report.JournalSummaryJSON(a.env.Stdout, summary))
	}
	return outputError(report.JournalSummary(a.env.Stdout, summary, a.style(a.env.Stdout)))
}

func (a *app) journalVerifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "verify FILE",
		Short: "Read a whole journal and check every checksum in it",
		Long: `Verify reads a whole journal and checks every checksum in it. It changes nothing. The
exit code is 1 when the journal is damaged. A write that was not finished at its end
is no damage: it is what a kill or a loss of power leaves.`,
		Example: "  postback journal verify calls.ndjson.journal",
		RunE:    func(_ *cobra.Command, args []string) error { return a.journalVerify(args[0]) },
	}
}

func (a *app) journalVerify(path string) error {
	summary, err := journal.Read(path, nil)
	var corrupt *journal.CorruptError
	if errors.As(err, &corrupt) {
		return fail(CodeNo, err)
	}
	if err != nil {
		return unreadable(err)
	}
	a.talk("%s is sound: %s in %s", path, entries(summary.Total()), report.Count(len(summary.Sessions), "session"))
	if summary.Torn > 0 && !summary.InUse {
		a.talk("the last %s are of a write that was not finished; the next run drops them", report.Count(int(summary.Torn), "byte"))
	}
	return nil
}

// entries counts the entries of a journal.
func entries(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return report.Count(n, "entrie")
}

// exportOptions is everything that journal export can be told.
type exportOptions struct {
	presentation
	state string
}

func (a *app) journalExportCommand() *cobra.Command {
	o := &exportOptions{}
	c := &cobra.Command{
		Use:   "export FILE",
		Short: "Write the entries of a journal as NDJSON or CSV",
		Long: `Export writes the entries of a journal in the order in which they were claimed. A
postback that was tried more than once has several. Of a damaged journal, what
stands before the damage is written.`,
		Example: `  postback journal export calls.ndjson.journal --state unknown
  postback journal export calls.ndjson.journal --format csv -o entries.csv`,
		RunE: func(_ *cobra.Command, args []string) error { return a.journalExport(args[0], o) },
	}
	addFormat(c.Flags(), &o.format, report.EntryFormats())
	c.Flags().StringVarP(&o.output, "output", "o", "", "write to a `file`, which appears only when it is complete (default stdout)")
	c.Flags().StringVar(&o.state, "state", "", "only entries of this `state`: "+listWords(stateNames()))
	return c
}

func stateNames() []string {
	var names []string
	for _, s := range journal.States() {
		names = append(names, s.String())
	}
	return names
}

func (a *app) journalExport(path string, o *exportOptions) error {
	if err := o.check(report.EntryFormats()); err != nil {
		return err
	}
	if names := stateNames(); o.state != "" && !slices.Contains(names, o.state) {
		return aboutFlag("state", failf(CodeUsage, "--state %q%s", o.state, diag.OrOneOf(o.state, names)))
	}
	var damaged error
	err := a.writeOutput(o.output, func(w io.Writer) error {
		writer := report.NewEntryWriter(o.format, w)
		var unwritten error
		_, damaged = journal.Read(path, func(e *journal.Entry) error {
			if o.state == "" || o.state == e.State.String() {
				unwritten = writer.Entry(e)
			}
			return unwritten
		})
		if unwritten != nil {
			damaged = nil
			return unwritten
		}
		return writer.Flush()
	})
	if err != nil {
		return err
	}
	return unreadable(damaged)
}

func (a *app) journalCompactCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "compact FILE",
		Short: "Rewrite a journal with the last word on each postback only",
		Long: `Compact rewrites a journal with the last word on each postback and puts it in the
place of the old one when it is complete. It forbids exactly what the old one forbade.`,
		Example: "  postback journal compact calls.ndjson.journal",
		RunE:    func(_ *cobra.Command, args []string) error { return a.journalCompact(args[0]) },
	}
}

func (a *app) journalCompact(path string) error {
	if _, err := journal.Read(path, nil); err != nil { // creates nothing, and finds most of what is wrong
		return unreadable(err)
	}
	before, after, err := journal.Compact(path, a.env.Version)
	if err != nil {
		return journalFailure(err)
	}
	a.talk("%s: %s instead of %s", path, report.Count(int(after), "byte"), report.Count(int(before), "byte"))
	return nil
}

// oneJournal wants the name of a file.
func oneJournal(c *cobra.Command, args []string) error {
	if len(args) != 1 {
		return failf(CodeUsage, "%s takes the file of one journal", c.CommandPath())
	}
	return nil
}

// unreadable says that a journal cannot be read.
func unreadable(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return failf(CodeInput, "no such journal: %w", err)
	}
	return fail(CodeInput, err)
}
