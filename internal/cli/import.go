package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"postback/internal/call"
	"postback/internal/catalog"
	"postback/internal/diag"
	"postback/internal/glob"
	"postback/internal/importer"
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
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: filesOf("json"),
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
		Example:           `  postback import har session.har --match '*/postback*' -e converted`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: filesOf("har"),
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
