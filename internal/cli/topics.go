package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"postback/internal/diag"
	"postback/internal/redact"
	"postback/internal/report"
)

// topicCommands are the help topics: commands that only explain.
func topicCommands() []*cobra.Command {
	return []*cobra.Command{
		topic("exit-codes", "What the exit codes mean", "Exit codes:\n"+exitTable()+`
--fail-on moves 4 and 5 only: never turns them off, any (the default) needs one
bad postback, all needs every one to be bad, and >N% more than that share.

Verdicts: accepted, duplicate (counted before) and unverified (a 2xx that proves
nothing) are no failures. rejected is 4; timed_out, failed and unsent are 5.`),
		topic("formats", "The output formats", "Formats of render (fire: "+listWords(report.FiredFormats())+"):\n"+report.ResultFormatHelp()+report.RecordFormatHelp()+`
Formats of listen:
`+report.ReceivedFormatHelp()+`
Formats of validate:
`+report.FindingsFormatHelp()+`
Formats of test:
`+report.CasesFormatHelp()+`
Formats of diff:
`+report.ChangesFormatHelp()+`
Formats of compare:
`+report.ComparisonFormatHelp()+`
CSV of results has the columns
  `+strings.Join(report.CSVColumns(), ", ")+`.
A cell that holds several reasons, headers or warnings has a line for each.

JSON has schema_version, snake_case keys, durations in milliseconds, and money and
ids as the text they had in the call record. stdout is the result and stderr is
talk, so a pipe never sees a message.`),
		topic("expect", "How the answers of receivers are read", expectHelp()),
		journalTopic(),
		topic("environment", "Environment variables and the settings file", `Every flag can be given as an environment variable: POSTBACK_ and the flag's name
in capitals, with underscores. So POSTBACK_FORMAT=json stands for --format json.

Settings that are the same every day go into a file of flags without dashes:

  color: never
  file: [pixels/]
  render: {format: url}

What stands below the name of a command counts for that command alone.
The first of these is read: --config, POSTBACK_CONFIG, ./.postback.yaml,
$XDG_CONFIG_HOME/postback/config.yaml. The command line wins over the
environment, and the environment over the file.

Colour: --color always|never, then NO_COLOR, then FORCE_COLOR or CLICOLOR_FORCE,
then TERM=dumb; otherwise a stream has colour when it is a terminal.
The proxy variables HTTP_PROXY, HTTPS_PROXY and NO_PROXY are honoured by fire; with
--deny-private a proxy is refused, because it would choose the address itself.

Flags that make firing safer are worth a settings file:

  fire: {deny-private: true, allow-host: ["*.partner.example"]}`),
		topic("secrets", "How secrets stay secret", `Write secrets as ${env:NAME} or ${file:PATH} in the definitions, never into them,
and never as a flag. render shows the placeholder when there is no value; fire
refuses to send.

No output shows a secret: neither its value, raw, percent-encoded, JSON-escaped or
in base64, nor what stands under a name that looks like one. The mask is `+redact.Mask+`.
The curl format writes a shell variable instead, by way of jq where the request has
the value encoded. --show-secrets lifts the mask.

A parameter, header or JSON member is secret by its name when one of its words is
`+strings.Join(redact.SecretWords(), ", ")+`,
begins with auth, or is key behind one of `+strings.Join(redact.KeyWords(), ", ")+`;
but not when it ends in a harmless word such as type or id.`),
	}
}

// expectHelp explains expect and receivers, with definitions that can be used as they are.
func expectHelp() string {
	return `A 2xx status proves that a postback arrived, not that it counted. What the answer
says is read by the first of these:

  - the pixel's own conditions, or the receiver that it names, under expect:
  - the receiver to which the pixel's URL leads; see postback list receivers

Otherwise a 2xx status is unverified and any other rejected.

Conditions that all have to hold, or else the answer is rejected; a list of
conditions with their verdicts, the first that holds counts; a receiver's name:

  pixels:
    - name: Short
      fire_on: converted
      url: https://receiver.test/a?id=[Call:InboundCallId]
      expect: {status: 200, body_contains: accepted}
    - name: Full
      fire_on: converted
      url: https://receiver.test/b?id=[Call:InboundCallId]
      expect:
        - {verdict: duplicate, status: [2xx, 409], json: {/error/code: DUP}}
        - verdict: rejected
          json: {/error: {exists: true}}
          quote: {json: /error/message}
        - {verdict: accepted, status: 2xx, header: {X-Result: [ok, done]}}
        - {verdict: unverified, remark: the answer proves nothing}
    - name: Named
      fire_on: converted
      url: https://receiver.test/c?id=[Call:InboundCallId]
      expect: my-network
  receivers:
    - name: my-network
      match: {hosts: ["*.network.test"], path: "*/postback"}
      expect:
        - {verdict: accepted, xml: {/result/code: 0}}
        - {verdict: rejected, body_matches: '(?i)error', quote: {xml: /result/msg}}

Conditions are status, header, body_contains, body_equals, body_matches, json (by
pointer) and xml (by path, names without prefixes). A value is compared as text,
to the letter: 0 is not 0.0, and a JSON "0" is 0. In place of a value stands a list
of values, or equals, not_equals, contains, matches (RE2) or exists. Of an answer
that was cut off, what cannot be told is unverified, never accepted.

Receivers of your own go before those that are built in; one of the same name takes
its place. They may also have title, source, date, certainty, note, parameters,
fields, one_of, answers and duplicate_by, as postback list receivers NAME shows them.`
}

func topic(name, short, long string) *cobra.Command {
	return &cobra.Command{Use: name, Short: short, Long: long}
}

// helpCommand is cobra's, but for an unknown topic, which is an error here.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [command or topic]",
		Short: "Explain a command or a topic",
		ValidArgsFunction: func(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
			return helpTopics(c.Root()), cobra.ShellCompDirectiveNoFileComp
		},
		// Help is what one asks for when the settings are wrong, so it reads none.
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
		RunE: func(c *cobra.Command, args []string) error {
			found, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return failf(CodeUsage, "no help for %q%s", strings.Join(args, " "), diag.OrOneOf(strings.Join(args, " "), helpTopics(c.Root())))
			}
			found.InitDefaultHelpFlag()
			return found.Help()
		},
	}
}

func helpTopics(root *cobra.Command) []string {
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() || c.IsAdditionalHelpTopicCommand() {
			names = append(names, c.Name())
		}
	}
	return names
}

// listWords joins words as a sentence does: a, b and c.
func listWords(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return fmt.Sprintf("%s and %s", strings.Join(words[:len(words)-1], ", "), words[len(words)-1])
}
