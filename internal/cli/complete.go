package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"postback/internal/call"
	"postback/internal/catalog"
	"postback/internal/config"
	"postback/internal/journal"
	"postback/internal/pixel"
	"postback/internal/plan"
	"postback/internal/receiver"
	"postback/internal/validate"
)

// completer gives what may stand in place of a word that is being typed on a command line.
type completer = func(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective)

// completions are the flags whose values can be completed; what they mean is the same on every
// command.
func (a *app) completions() map[string]completer {
	return map[string]completer{
		"pixel":       a.completePixel,
		"campaign":    a.completeCampaign,
		"event":       completeEvent,
		"set":         a.completeToken,
		"file":        filesOf("yaml", "yml"),
		"call":        filesOf("json", "ndjson", "jsonl", "csv", "gz"),
		"only":        completeRule,
		"disable":     completeRule,
		"color":       words(colorChoices()...),
		"on-bad-call": words(badCallChoices()...),
		"fail-on":     words("never", "any", "all"),
		"as":          words((&receiver.Table{}).Names()...),
		"journal":     filesOf("journal"),
		"durability":  words(journal.Durabilities()...),
		"on-unknown":  words(wordsOf(unknownChoices())...),
		"on-rejected": words(wordsOf(rejectedChoices())...),
		"on-changed":  words(wordsOf(changedChoices())...),
		"progress":    words(progressChoices()...),
		"state":       words(stateNames()...),
		"dialect":     words(catalog.Dialects()...),
	}
}

// addCompletions adds the completions to every flag that has one, and of what --format takes.
func (a *app) addCompletions(c *cobra.Command) {
	for flag, complete := range a.completions() {
		if c.LocalFlags().Lookup(flag) != nil {
			_ = c.RegisterFlagCompletionFunc(flag, complete) // it is registered once
		}
	}
	if format := c.LocalFlags().Lookup(formatFlag); format != nil {
		_ = c.RegisterFlagCompletionFunc(formatFlag, words(format.Annotations[choicesAnnotation]...))
	}
	for _, sub := range c.Commands() {
		a.addCompletions(sub)
	}
}

// completeRuleName completes the name of one rule, as an argument.
func completeRuleName(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return completeRule(c, args, typed)
}

// words completes one of some words.
func words(list ...string) completer {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return list, cobra.ShellCompDirectiveNoFileComp
	}
}

// filesOf completes folders, and files with one of these extensions.
func filesOf(extensions ...string) completer {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return extensions, cobra.ShellCompDirectiveFilterFileExt
	}
}

// definitions are those that the command line, the environment or the settings name, as far as they
// can be read: a completion has no place for messages.
func (a *app) definitions(c *cobra.Command) *pixel.Set {
	_ = a.applySettings(c)
	s := selection{}
	s.files, _ = c.Flags().GetStringArray("file")
	files, err := s.definitionFiles()
	if err != nil || slices.Contains(files, "-") {
		return &pixel.Set{}
	}
	set, _, err := config.Load(files, config.Options{KeepVariables: true})
	if err != nil {
		return &pixel.Set{}
	}
	return set
}

func (a *app) completePixel(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	var names []string
	for _, p := range a.definitions(c).Pixels {
		names = append(names, cobra.CompletionWithDesc(p.Name.String(), "fires on "+p.FireOn.String()))
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

func (a *app) completeCampaign(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	return a.definitions(c).CampaignNames(), cobra.ShellCompDirectiveNoFileComp
}

// completeEvent completes the last of a list with commas.
func completeEvent(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	before := typed[:strings.LastIndexByte(typed, ',')+1]
	var names []string
	for _, event := range call.EventNames() {
		if !slices.Contains(strings.Split(before, ","), event) {
			names = append(names, before+event)
		}
	}
	if before == "" {
		names = append(names, cobra.CompletionWithDesc(allEvents, "every event that the call reached"))
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// completeRule completes the last of a list with commas.
func completeRule(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	before := typed[:strings.LastIndexByte(typed, ',')+1]
	var names []string
	for _, name := range validate.Names() {
		names = append(names, before+name)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// completeToken completes the token of an assignment: first those that the definitions use.
func (a *app) completeToken(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	var names []string
	add := func(token fmt.Stringer) {
		if name := strings.Trim(token.String(), "[]") + "="; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if program, err := plan.Compile(a.definitions(c), plan.Options{}); err == nil {
		for _, token := range program.Tokens() {
			add(token)
		}
	}
	for _, token := range catalog.Tokens() {
		add(token)
	}
	return names, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveKeepOrder
}
