package cli

import (
	"io"
	"maps"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"postback/internal/config"
	"postback/internal/diag"
	"postback/internal/golden"
	"postback/internal/report"
	"postback/internal/schema"
)

// schemaTopic is one thing of which there is a schema.
type schemaTopic struct {
	name, meaning string
	value         func(root *cobra.Command) schema.Value
}

const resultTopic = "result"

// schemaTopics are all of them; the first is the default.
func schemaTopics() []schemaTopic {
	static := func(v schema.Value) func(*cobra.Command) schema.Value {
		return func(*cobra.Command) schema.Value { return v }
	}
	return []schemaTopic{
		{"definitions", "pixels, campaigns and authentications", static(config.Schema())},
		{"tests", "golden cases, *_test.yaml", static(golden.Schema())},
		{"settings", "the settings file, .postback.yaml", settingsSchema},
		{resultTopic, "what --format json and ndjson write of results", static(report.ResultSchema())},
	}
}

func schemaNames() []string {
	var names []string
	for _, t := range schemaTopics() {
		names = append(names, t.name)
	}
	return names
}

func (a *app) schemaCommand() *cobra.Command {
	output, topics := "", ""
	for _, t := range schemaTopics() {
		topics += "  " + padName(t.name) + t.meaning + "\n"
	}
	c := &cobra.Command{
		Use:   "schema [definitions|tests|settings|result]",
		Short: "Print the JSON Schema of a file that this program reads or writes",
		Long: `Schema prints a JSON Schema (draft 7). With it an editor completes keys, explains them
and marks mistakes while one types. It is made of what the program itself reads by;
what only the whole of the definitions can tell, such as whether a pixel exists, is
for "postback validate".

There are schemas of:
` + topics + `
To use one in an editor, write it to a file and name that in the first line of a file
that it is for:

  # yaml-language-server: $schema=.postback/definitions.schema.json`,
		Example: `  postback schema -o .postback/definitions.schema.json
  postback schema tests -o .postback/tests.schema.json`,
		Args:      oneSchema,
		ValidArgs: schemaNames(),
		RunE: func(c *cobra.Command, args []string) error {
			return a.printSchema(c.Root(), output, append(args, schemaNames()...)[0])
		},
	}
	c.Flags().StringVarP(&output, "output", "o", "", "write to a `file`, which appears only when it is complete (default stdout)")
	return c
}

func oneSchema(_ *cobra.Command, args []string) error {
	if len(args) > 1 {
		return failf(CodeUsage, "schema prints one schema at a time")
	}
	for _, arg := range args {
		if _, ok := findSchema(arg); !ok {
			return failf(CodeUsage, "there is no schema of %q%s", arg, diag.OrOneOf(arg, schemaNames()))
		}
	}
	return nil
}

func findSchema(name string) (schemaTopic, bool) {
	for _, t := range schemaTopics() {
		if t.name == name {
			return t, true
		}
	}
	return schemaTopic{}, false
}

func (a *app) printSchema(root *cobra.Command, output, name string) error {
	topic, _ := findSchema(name)
	text, err := schema.Document("postback "+topic.name, topic.value(root))
	if err != nil {
		return err
	}
	return a.writeOutput(output, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}

// padName is a name with blanks behind it, so that what follows lines up.
func padName(name string) string {
	const width = 13
	for len(name) < width {
		name += " "
	}
	return name
}

// settingsSchema describes a settings file: every flag is a key, for all commands or in the section of
// one.
func settingsSchema(root *cobra.Command) schema.Value {
	settings := flagObject(root, "the settings", allFlagNames(root))
	settings.Help = "Flags without dashes, for what is the same every day."
	sections := settingSections(root)
	for _, name := range slices.Sorted(maps.Keys(sections)) {
		command, _, _ := root.Find([]string{name})
		section := flagObject(command, "the section "+name, sections[name])
		settings.Keys = append(settings.Keys, schema.Key{Name: name, Value: section, Help: "Flags of " + command.CommandPath() + " only."})
	}
	return settings
}

// flagObject has a key for each of the flags, as the command has them.
func flagObject(c *cobra.Command, what string, names []string) *schema.Object {
	o := &schema.Object{What: what}
	for _, name := range names {
		f := findFlag(c, name)
		_, usage := pflag.UnquoteUsage(f)
		if !o.Has(name) {
			o.Keys = append(o.Keys, schema.Key{Name: name, Value: flagValue(f), Help: usage})
		}
	}
	return o
}

// findFlag is the first flag of the name, on the command or below it.
func findFlag(c *cobra.Command, name string) *pflag.Flag {
	if f := c.Flag(name); f != nil {
		return f
	}
	for _, sub := range c.Commands() {
		if f := findFlag(sub, name); f != nil {
			return f
		}
	}
	return nil
}

func flagValue(f *pflag.Flag) schema.Value {
	if _, several := f.Value.(pflag.SliceValue); several {
		return schema.OneOrMore(schema.Text{})
	}
	if f.Value.Type() == "bool" {
		return schema.Bool{}
	}
	return schema.Text{}
}
