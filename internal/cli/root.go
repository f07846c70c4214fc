package cli

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"postback/internal/diag"
)

// root builds the whole command tree.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "postback",
		Short: "Render, fire and check pay-per-call tracking pixels offline",
		Long: `postback tests the tracking pixels (postbacks) of a pay-per-call platform without
placing a call: it reads pixel definitions from YAML and a call record from JSON,
renders the request of every pixel that fires, and sends it or only shows it.`,
		SilenceErrors:     true,
		SilenceUsage:      true,
		DisableAutoGenTag: true,
		Args:              knownCommand,
		RunE:              func(c *cobra.Command, _ []string) error { return c.Help() },
		PersistentPreRunE: func(c *cobra.Command, _ []string) error { return a.prepare(c) },
	}
	root.SetArgs(a.env.Args)
	root.SetIn(a.env.Stdin)
	root.SetOut(a.env.Stdout)
	root.SetErr(a.env.Stderr)
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(
		a.renderCommand(), a.fireCommand(), a.replayCommand(), a.journalCommand(), a.explainCommand(), a.validateCommand(),
		a.testCommand(), a.diffCommand(), a.schemaCommand(), a.initCommand(), a.listenCommand(), a.reportCommand(),
		a.importCommand(), a.compareCommand(), a.listCommand(), a.versionCommand(),
	)
	root.AddCommand(topicCommands()...)
	root.SetHelpCommand(helpCommand())
	a.global.add(root.PersistentFlags())
	a.addCompletions(root)
	spanAliases(root)
	documentEnvironment(root)
	root.SetUsageTemplate(root.UsageTemplate() + "\nExit codes:\n" + exitTable())
	return root
}

// prepare completes the flags of the command that is about to run from environment and settings.
func (a *app) prepare(c *cobra.Command) error {
	if err := a.applySettings(c); err != nil {
		return fail(CodeUsage, err)
	}
	return a.global.check()
}

// knownCommand refuses words that are no command.
func knownCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return failf(CodeUsage, "unknown command %q%s", args[0], diag.OrOneOf(args[0], helpTopics(c)))
}

// flagError adds the flag that was probably meant to cobra's complaint.
func flagError(c *cobra.Command, err error) error {
	name, unknown := strings.CutPrefix(err.Error(), "unknown flag: --")
	if !unknown {
		return fail(CodeUsage, err)
	}
	return failf(CodeUsage, "unknown flag --%s%s", name, diag.DidYouMean("--"+name, flagNames(c)))
}

func flagNames(c *cobra.Command) []string {
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	return names
}

// group makes a command that only holds others. It names them when none of them is asked for,
// because cobra would otherwise take any word and succeed.
func group(c *cobra.Command, members ...*cobra.Command) *cobra.Command {
	c.AddCommand(members...)
	c.RunE = func(c *cobra.Command, args []string) error {
		var names []string
		for _, member := range members {
			names = append(names, member.Name())
		}
		if len(args) == 0 {
			return failf(CodeUsage, "%s what? one of %s", c.CommandPath(), strings.Join(names, ", "))
		}
		return failf(CodeUsage, "%s does not know %q%s", c.CommandPath(), args[0], diag.OrOneOf(args[0], names))
	}
	return c
}
