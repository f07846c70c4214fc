package cli

import (
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"postback/internal/call"
	"postback/internal/catalog"
	"postback/internal/config"
	"postback/internal/diag"
	"postback/internal/glob"
	"postback/internal/importer"
	"postback/internal/report"
	"postback/internal/validate"
)

// importOptions is everything that the commands of import can be told.
type importOptions struct {
	event   string
	name    string
	dialect string
	codes   []string
	match   string
	output  string
}

func (a *app) importCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "import",
		Short: "Turn the platform's API JSON, a URL, a curl command or a HAR file into definitions",
		Long: `Import writes definitions: YAML that every other command takes. Nothing is sent and
nothing is invented: where the source does not say what a definition needs, such as the
event, the output has a gap that validate refuses and a comment that says what is asked;
the exit code is 1 then. Assumptions are comments too.

Credentials are recognised by their names and become ${env:NAME}; their values are not
in the output. Brackets that hold no token of the platform are doubled, so that they are
sent as they are. Macros of other platforms become tokens where one is known.`,
	}
	return group(c, a.importRingbaCommand(), a.importURLCommand(), a.importCurlCommand(), a.importHARCommand(), a.importCallCommand())
}

func (a *app) importRingbaCommand() *cobra.Command {
	o := &importOptions{}
	c := &cobra.Command{
		Use:   "ringba FILE",
		Short: "Import pixels and campaigns from the JSON of the platform's API",
		Long: `Ringba reads what the platform's API gives: EventCallBacks, one, in a list or in an
envelope, and campaigns with eventCallBacks. FILE may be - for stdin.

Which eventCode stands for which event is not documented. A code that is spelled like
an event is taken for it; for any other, say what it means with --event-code.`,
		Example: `  postback import ringba eventcallbacks.json -o pixels.yaml
  postback import ringba - --event-code 4=converted <campaign.json`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.importFile(o, args[0], importer.Ringba)
		},
	}
	c.Flags().StringArrayVar(&o.codes, "event-code", nil, "`CODE=EVENT` says what an eventCode means; repeatable")
	o.addOutput(c)
	return c
}

func (a *app) importURLCommand() *cobra.Command {
	o := &importOptions{}
	c := &cobra.Command{
		Use:   "url URL...",
		Short: "Make a pixel of a URL",
		Long: `URL makes a pixel of each URL: one with tokens of the platform, out of its settings, or
one that another platform's manual prints, with macros such as {transaction_id} or #s2#.
With - URLs are read from stdin, one a line.`,
		Example: `  postback import url 'https://tracker.example/p?cid={click_id}&amount={payout}' -e converted
  pbpaste | postback import url - --name 'Acme - Converted' -o pixels.yaml`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.importURLs(o, args) },
	}
	o.addPixel(c)
	o.addOutput(c)
	return c
}

func (a *app) importCurlCommand() *cobra.Command {
	o := &importOptions{}
	c := &cobra.Command{
		Use:   "curl FILE | curl -- curl ARGUMENT...",
		Short: "Make a pixel of a curl command",
		Long: `Curl makes a pixel of each curl command in FILE, which may be - for stdin, or of the
command that follows --. All ways of quoting are understood, and lines that go on.
A variable of the shell becomes a variable of the definitions. What a pixel cannot do
is named; so is every option that is not known.`,
		Example: `  pbpaste | postback import curl - -e converted
  postback import curl -e payout -- curl -d id=7 https://tracker.example/p`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return a.importCurl(o, args, c.ArgsLenAtDash()) },
	}
	o.addPixel(c)
	o.addOutput(c)
	return c
}

func (a *app) importHARCommand() *cobra.Command {
	o := &importOptions{}
	c := &cobra.Command{
		Use:   "har FILE",
		Short: "Make a pixel of each request in a HAR file",
		Long: `Har makes a pixel of each request that a browser or a proxy recorded. FILE may be -
for stdin. Headers that whoever sends a request sets by itself are left out.`,
		Example: `  postback import har session.har --match '*/postback*' -e converted`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			chosen := func(url string) bool { return o.match == "" || glob.Match(o.match, url) }
			return a.importFile(o, args[0], func(src *diag.Source, options importer.Options) *importer.Result {
				return importer.HAR(src, chosen, options)
			})
		},
	}
	c.Flags().StringVar(&o.match, "match", "", "only requests whose URL matches the `glob`")
	o.addPixel(c)
	o.addOutput(c)
	return c
}

// addPixel adds the flags for sources that do not say what a pixel needs.
func (o *importOptions) addPixel(c *cobra.Command) {
	c.Flags().StringVarP(&o.event, "event", "e", "", "the `event` to fire on: "+strings.Join(call.EventNames(), ", "))
	c.Flags().StringVar(&o.name, "name", "", "the `name` of the pixel (default made of its URL)")
	c.Flags().StringVar(&o.dialect, "dialect", "", "translate the macros of this `platform` only: "+listWords(catalog.Dialects()))
}

func (o *importOptions) addOutput(c *cobra.Command) {
	c.Flags().StringVarP(&o.output, "output", "o", "", "write to a `file`, which appears only when it is complete (default stdout)")
}

// importing are the options as the importer takes them.
func (o *importOptions) importing() (importer.Options, error) {
	options := importer.Options{Name: o.name, Dialect: o.dialect, Codes: map[string]call.Event{}}
	if o.event != "" {
		event, ok := call.ParseEvent(o.event)
		if !ok {
			return options, aboutFlag("event", failf(CodeUsage, "unknown event %q%s", o.event, diag.OrOneOf(o.event, call.EventNames())))
		}
		options.Event = event.String()
	}
	if o.dialect != "" && !slices.Contains(catalog.Dialects(), o.dialect) {
		return options, aboutFlag("dialect", failf(CodeUsage, "unknown platform %q%s", o.dialect, diag.OrOneOf(o.dialect, catalog.Dialects())))
	}
	for _, assignment := range o.codes {
		code, name, found := strings.Cut(assignment, "=")
		event, ok := call.ParseEvent(name)
		if !found || !ok {
			return options, aboutFlag("event-code", failf(CodeUsage, "--event-code %q: write an eventCode, = and an event, as in 4=converted", assignment))
		}
		options.Codes[code] = event
	}
	return options, nil
}

// importFile imports what is in a file, or in stdin.
func (a *app) importFile(o *importOptions, path string, read func(*diag.Source, importer.Options) *importer.Result) error {
	options, err := o.importing()
	if err != nil {
		return err
	}
	src, err := a.importSource(path)
	if err != nil {
		return err
	}
	return a.imported(o, read(src, options))
}

// importSource reads a source whole.
func (a *app) importSource(path string) (*diag.Source, error) {
	if path == "-" {
		content, err := io.ReadAll(a.stdin)
		if err != nil {
			return nil, failf(CodeInput, "cannot read stdin: %w", err)
		}
		return diag.NewSource("<stdin>", content), nil
	}
	content, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, failf(CodeInput, "no such file: %s", path)
	}
	if err != nil {
		return nil, failf(CodeInput, "cannot read the source: %w", err)
	}
	return diag.NewSource(path, content), nil
}

func (a *app) importURLs(o *importOptions, args []string) error {
	options, err := o.importing()
	if err != nil {
		return err
	}
	var sources []*diag.Source
	for _, arg := range args {
		if arg != "-" {
			sources = append(sources, diag.NewSource("URL", []byte(arg)))
			continue
		}
		src, err := a.importSource(arg)
		if err != nil {
			return err
		}
		for line := range strings.Lines(src.Content()) {
			if strings.TrimSpace(line) != "" {
				sources = append(sources, diag.NewSource("<stdin>", []byte(strings.TrimSpace(line))))
			}
		}
	}
	return a.imported(o, importer.URLs(sources, options))
}

// importCurl imports a file of commands, or the command behind --, whose quotes the shell has
// resolved already.
func (a *app) importCurl(o *importOptions, args []string, dash int) error {
	switch {
	case dash == 0:
		options, err := o.importing()
		if err != nil {
			return err
		}
		return a.imported(o, importer.CurlArguments(args, options))
	case len(args) > 1:
		return failf(CodeUsage, "import curl takes one file, or a command behind --")
	}
	return a.importFile(o, args[0], importer.Curl)
}

// imported writes the definitions and what is to be known of them.
func (a *app) imported(o *importOptions, result *importer.Result) error {
	a.known.Add(result.Secrets...)
	if err := a.importFindings(result.Findings); err != nil {
		return err
	}
	if result.Findings.HasErrors() {
		a.talk("%s in the source; nothing was written", report.Count(result.Findings.Count(diag.Error), "error"))
		return silently(CodeInput)
	}
	err := a.writeOutput(o.output, func(w io.Writer) error {
		_, err := io.WriteString(w, result.YAML)
		return err
	})
	if err != nil {
		return err
	}
	return a.concludeImport(result)
}

// importFindings tells of faults and questions. Notes are comments in the output, so that they are
// told only to who wants to hear more.
func (a *app) importFindings(findings diag.List) error {
	if a.global.quiet && !findings.HasErrors() {
		return nil
	}
	least := diag.Warning
	switch {
	case findings.HasErrors():
		least = diag.Error
	case a.global.verbose:
		least = diag.Note
	}
	return a.diagnostics(slices.DeleteFunc(slices.Clone(findings), func(d diag.Diagnostic) bool { return d.Severity > least }))
}

// concludeImport says what was imported and what is left to do.
func (a *app) concludeImport(result *importer.Result) error {
	counts := []string{report.Count(result.Pixels, "pixel")}
	if result.Campaigns > 0 {
		counts = append(counts, report.Count(result.Campaigns, "campaign"))
	}
	a.talk("imported %s", strings.Join(counts, " and "))
	if result.Skipped > 0 {
		a.talk("left out %s that no pixel can make; -v says why", report.Count(result.Skipped, "request"))
	}
	set, loaded, err := config.Load([]string{"-"}, config.Options{Lookup: a.env.Lookup, Stdin: strings.NewReader(result.YAML)})
	if err != nil {
		return fail(CodeInput, err)
	}
	found := validate.NewSurvey(set).Run(loaded, validate.Options{})
	if n := found.Count(diag.Error) + found.Count(diag.Warning); n > 0 {
		a.talk("validate has %s on what the source says", report.Count(n, "finding"))
	}
	if open := result.Open(); open > 0 {
		a.talk("%s left; the comments in the output say where", report.Count(open, "question"))
		return silently(CodeNo)
	}
	return nil
}
