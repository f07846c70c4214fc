package cli

import (
	"fmt"
	"io"
	"slices"

	"github.com/spf13/pflag"

	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/redact"
	"postback/internal/report"
	"postback/internal/validate"
)

// globalFlags are the flags of every command.
type globalFlags struct {
	config      string
	color       string
	quiet       bool
	verbose     bool
	showSecrets bool
}

const configFlag = "config"

// colorChoices are the values of --color; the first is the default.
func colorChoices() []string { return []string{"auto", "always", "never"} }

func (g *globalFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&g.config, configFlag, "", "settings `file` (default ./.postback.yaml, then the user's postback/config.yaml)")
	flags.StringVar(&g.color, "color", colorChoices()[0], "`when` to use colour: auto, always or never")
	flags.BoolVarP(&g.quiet, "quiet", "q", false, "no messages but errors")
	flags.BoolVarP(&g.verbose, "verbose", "v", false, "show the exchange: > sent, < received, * about it")
	flags.BoolVar(&g.showSecrets, "show-secrets", false, "print secrets instead of ***")
}

func (g *globalFlags) check() error {
	if !slices.Contains(colorChoices(), g.color) {
		return aboutFlag("color", failf(CodeUsage, "--color %q%s", g.color, diag.OrOneOf(g.color, colorChoices())))
	}
	return nil
}

// hide is the redactor for everything that is printed from here on.
func (a *app) hide() *redact.Redactor {
	if a.global.showSecrets {
		return redact.Reveal()
	}
	return a.known
}

// keepSecrets remembers what no output shows: the values of variables, and the credentials that the
// definitions hold themselves.
func (a *app) keepSecrets(set *pixel.Set, survey *validate.Survey) {
	for _, v := range set.Variables {
		if v.Value != "" { // known or left as it is written
			a.known.Add(redact.Secret{Name: v.Scheme + ":" + v.Name, Value: v.Value})
		}
	}
	a.known.Add(survey.LiteralSecrets()...)
}

func (a *app) style(w io.Writer) report.Style {
	return report.Style{Palette: a.palette(w), Hide: a.hide(), Width: terminalWidth(w), Version: a.env.Version}
}

func (a *app) palette(w io.Writer) *report.Palette { return report.NewPalette(a.colored(w)) }

// colored decides about colour for one stream, by the conventions of no-color.org and
// bixense.com/clicolors.
func (a *app) colored(w io.Writer) bool {
	set := func(name string) bool {
		value, ok := a.env.Lookup(name)
		return ok && value != ""
	}
	force := func(name string) bool {
		value, _ := a.env.Lookup(name)
		return value != "" && value != "0"
	}
	term, _ := a.env.Lookup("TERM")
	switch {
	case a.global.color != "auto":
		return a.global.color == "always"
	case set("NO_COLOR"):
		return false
	case force("FORCE_COLOR") || force("CLICOLOR_FORCE"):
		return true
	case term == "dumb":
		return false
	}
	return isTerminal(w)
}

// talk prints a message to stderr unless the user wants none.
func (a *app) talk(format string, args ...any) {
	if !a.global.quiet {
		_, _ = fmt.Fprintf(a.env.Stderr, format+"\n", args...)
	}
}
