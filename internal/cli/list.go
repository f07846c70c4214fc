package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"postback/internal/call"
	"postback/internal/catalog"
	"postback/internal/diag"
	"postback/internal/report"
	"postback/internal/validate"
)

// listFormats are the formats of reference tables; the first is the default.
func listFormats() []string { return []string{"text", "json"} }

func (a *app) listCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "list",
		Short: "Show the reference tables: events, tokens, rules and receivers",
	}
	return group(c, a.listEventsCommand(), a.listTokensCommand(), a.listRulesCommand(), a.listReceiversCommand())
}

func (a *app) listEventsCommand() *cobra.Command {
	var format presentation
	c := &cobra.Command{
		Use:   "events",
		Short: "Show the eight events, and how a call record shows that it reached them",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			table := report.Table{Columns: []string{"event", "platform name", "fires", "reached when"}}
			for _, e := range catalog.Events() {
				table.Rows = append(table.Rows, []string{e.Event.String(), e.Event.Title(), e.Fires, withAssumption(e.Evidence, e.Assumed)})
			}
			err := a.printTable(table, "events", format.format)
			a.talk("an explicit list under \"events\" in the record wins; a blocked call reaches none")
			return err
		},
	}
	addListFormat(c, &format)
	return c
}

// tokenFilter is the flags that narrow the list of tokens.
type tokenFilter struct {
	presentation
	event  string
	search string
}

func (a *app) listTokensCommand() *cobra.Command {
	o := &tokenFilter{}
	c := &cobra.Command{
		Use:   "tokens",
		Short: "Show the platform's tokens, at which events they have a value, and how sure that is",
		Example: `  postback list tokens
  postback list tokens --search duplicate
  postback list tokens --event converted`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.listTokens(o) },
	}
	addListFormat(c, &o.presentation)
	c.Flags().StringVarP(&o.event, "event", "e", "", "show for this `event` whether each token has a value, and how sure that is")
	c.Flags().StringVar(&o.search, "search", "", "only tokens with this `text` in their name or meaning")
	return c
}

func addListFormat(c *cobra.Command, p *presentation) {
	addFormat(c.Flags(), &p.format, listFormats())
}

func (a *app) listTokens(o *tokenFilter) error {
	if err := o.check(listFormats()); err != nil {
		return err
	}
	event, err := o.atEvent()
	if err != nil {
		return err
	}
	tokens := slices.DeleteFunc(append(catalog.Tokens(), openTokens()...), func(t catalog.Token) bool { return !o.matches(t) })
	switch {
	case len(tokens) == 0:
		a.talk("no token matches %q", o.search)
		return silently(CodeNo)
	case o.format == "json":
		return outputError(report.WriteTokensJSON(a.env.Stdout, tokens))
	}
	err = a.printTable(report.TokenTable(tokens, event), "tokens", o.format)
	if event == nil {
		a.talk("%s", report.TokenLegend())
	}
	return err
}

// atEvent is the event of --event, nil for none.
func (o *tokenFilter) atEvent() (*call.Event, error) {
	if o.event == "" {
		return nil, nil //nolint:nilnil // none is an answer
	}
	event, ok := call.ParseEvent(o.event)
	if !ok {
		return nil, aboutFlag("event", failf(CodeUsage, "unknown event %q%s", o.event, diag.OrOneOf(o.event, call.EventNames())))
	}
	return &event, nil
}

// openTokens stand for the categories in which any name is a token.
func openTokens() []catalog.Token {
	var tokens []catalog.Token
	for _, c := range catalog.Categories() {
		if c.Open {
			t, _ := catalog.Lookup(c.Name, "*")
			tokens = append(tokens, t)
		}
	}
	return tokens
}

func (o *tokenFilter) matches(t catalog.Token) bool {
	text := strings.ToLower(t.String() + " " + t.Meaning)
	return strings.Contains(text, strings.ToLower(o.search))
}

func (a *app) listRulesCommand() *cobra.Command {
	var format presentation
	c := &cobra.Command{
		Use:               "rules [NAME]",
		Short:             "Show the rules of validate, or everything about one of them",
		ValidArgsFunction: completeRuleName,
		Args:              cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.printTable(report.RuleTable(), "rules", format.format)
			}
			if format.format != listFormats()[0] {
				return failf(CodeUsage, "--format %q is not supported for a single rule; it is text", format.format)
			}
			rule, ok := validate.Lookup(args[0])
			if !ok {
				return noRule(args[0])
			}
			return outputError(report.RuleText(a.env.Stdout, rule, a.style(a.env.Stdout)))
		},
	}
	addListFormat(c, &format)
	return c
}

func withAssumption(fact, assumed string) string {
	if assumed == "" {
		return fact
	}
	return fact + " (assumes " + assumed + ")"
}

func (a *app) printTable(table report.Table, name, format string) error {
	switch format {
	case "text":
		return outputError(table.WriteText(a.env.Stdout, a.style(a.env.Stdout)))
	case "json":
		return outputError(table.WriteJSON(a.env.Stdout, name))
	}
	return (&presentation{format: format}).check(listFormats())
}
