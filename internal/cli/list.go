package cli

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"postback/internal/call"
	"postback/internal/catalog"
	"postback/internal/report"
	"postback/internal/validate"
)

// listFormats are the formats of reference tables; the first is the default.
func listFormats() []string { return []string{"text", "json"} }

func (a *app) listCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "list",
		Short: "Show the reference tables: events, tokens and rules",
	}
	return group(c, a.listEventsCommand(), a.listTokensCommand(), a.listRulesCommand())
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
		Short: "Show the platform's tokens, their format, and how sure that is",
		Example: `  postback list tokens
  postback list tokens --search duplicate
  postback list tokens --event converted`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.listTokens(o) },
	}
	addListFormat(c, &o.presentation)
	c.Flags().StringVarP(&o.event, "event", "e", "", "show whether each token has a value at this `event`")
	c.Flags().StringVar(&o.search, "search", "", "only tokens with this `text` in their name or meaning")
	return c
}

func addListFormat(c *cobra.Command, p *presentation) {
	c.Flags().StringVar(&p.format, "format", listFormats()[0], "output `format`: "+listWords(listFormats()))
}

func (a *app) listTokens(o *tokenFilter) error {
	table := report.Table{Columns: []string{"token", "example", "known", "meaning"}}
	var event call.Event
	if o.event != "" {
		var ok bool
		if event, ok = call.ParseEvent(o.event); !ok {
			return failf(CodeUsage, "unknown event %q%s", o.event, orOneOf(o.event, call.EventNames()))
		}
		table.Columns = []string{"token", "example", "known", "at " + event.String(), "meaning"}
	}
	for _, t := range append(catalog.Tokens(), openTokens()...) {
		if !o.matches(t) {
			continue
		}
		row := []string{t.String(), t.Example, t.Certainty.String()}
		if o.event != "" {
			row = append(row, t.At[event].Availability.String())
		}
		table.Rows = append(table.Rows, append(row, tokenMeaning(t)))
	}
	if len(table.Rows) == 0 {
		a.talk("no token matches %q", o.search)
		return silently(CodeNo)
	}
	return a.printTable(table, "tokens", o.format)
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

// tokenMeaning says what a token holds and how it is written, and what of that is assumed.
func tokenMeaning(t catalog.Token) string {
	format := t.Format
	if !t.FormatCertainty.Fact() {
		format += " (format is an assumption)"
	}
	parts := []string{strings.TrimSuffix(t.Meaning, "."), strings.TrimSuffix(format, ".")}
	if t.Doubtful != "" {
		parts = append(parts, "doubtful: "+strings.TrimSuffix(t.Doubtful, "."))
	}
	return strings.Join(parts, "; ")
}

func (a *app) listRulesCommand() *cobra.Command {
	var format presentation
	c := &cobra.Command{
		Use:   "rules [NAME]",
		Short: "Show the rules of validate, or everything about one of them",
		Args:  cobra.MaximumNArgs(1),
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
			_, err := io.WriteString(a.env.Stdout, report.RuleText(rule, a.palette(a.env.Stdout)))
			return outputError(err)
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
	return failf(CodeUsage, "--format %q is not supported here%s", format, orOneOf(format, listFormats()))
}
