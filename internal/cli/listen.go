package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"postback/internal/listen"
	"postback/internal/page"
	"postback/internal/redact"
	"postback/internal/report"
)

// listenOptions is everything that listen can be told.
type listenOptions struct {
	format      string
	output      string
	har         string
	address     string
	public      bool
	maxRequests int
	maxBody     size
	noPage      bool
	expect      string
	answerOptions
}

// defaultListenAddress is where listen waits when nobody says otherwise.
const defaultListenAddress = "127.0.0.1:8080"

func listenHelp() string {
	return `Listen takes requests on the loopback interface, prints each one with its parameters
decoded and with what it lacks of its receiver's contract, and answers it. It ends at
an interrupt, or after --max-requests.

How it answers: by the first rule of --rules that matches; else as the receiver named
by --as, which refuses what that receiver refuses and knows what it had before; else
with --status. A share of --fail-rate gets the status 500 instead, or with --reset a
connection that is reset. A rules file looks like this:

  rules:
    - match: {method: POST, path: "/v1/*", query: {event: conv*}, body_contains: RGB}
      times: 2
      answer: {status: 429, headers: {Retry-After: "1"}, body: slow down, delay: 1s}
    - match: {headers: {X-Key: "wrong*"}}
      answer: {reset: true}
    - answer: {status: 200, body: success=true;, slow_body: 50ms}

While it listens, ` + listen.PagePath + ` of the same address is a page that shows requests as they
arrive. Only this machine can see it.

With --expect, requests are compared with those that render wrote, and one that is
missing, differs, comes twice or is not expected ends the run with exit code 1.

With a COMMAND it listens on a free port, runs the command with POSTBACK_TO set to
its own URL, so that "postback fire" sends to it, and ends with the command's exit
code.

Formats:
` + report.ReceivedFormatHelp()
}

func (a *app) listenCommand() *cobra.Command {
	o := &listenOptions{maxBody: listen.DefaultMaxBody}
	c := &cobra.Command{
		Use:   "listen [flags] [-- COMMAND [ARG...]]",
		Short: "Receive postbacks on this machine, show them decoded and answer as told",
		Long:  listenHelp(),
		Example: `  postback listen
  postback listen --as tune --fail-rate 20% --seed 1
  postback listen --format har -o received.har -- postback fire -c call.json
  postback render -c call.json --format ndjson -o expected.ndjson
  postback listen --expect expected.ndjson -- postback fire -c call.json`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if c.ArgsLenAtDash() != 0 && len(args) > 0 {
				return failf(CodeUsage, "listen takes no arguments; put -- before a command to run")
			}
			if len(args) > 0 && !c.Flags().Changed("address") {
				o.address = listen.DefaultAddress
			}
			o.changed = c.Flags().Changed
			return a.listen(c.Context(), o, args)
		},
	}
	o.add(c.Flags())
	return c
}

func (o *listenOptions) add(flags *pflag.FlagSet) {
	addFormat(flags, &o.format, report.ReceivedFormats())
	flags.StringVarP(&o.output, "output", "o", "", "write to a `file`, which appears only when it is complete (default stdout)")
	flags.StringVar(&o.har, "report-har", "", "also write an HTTP Archive to a `file`")
	flags.StringVar(&o.address, "address", defaultListenAddress, "`host:port` to listen on; port 0 takes a free one")
	flags.BoolVar(&o.public, "public", false, "allow an address that other machines can reach")
	flags.IntVar(&o.maxRequests, "max-requests", 0, "stop after this `number` of requests")
	flags.Var(&o.maxBody, "max-body", "refuse bodies over this `size`")
	flags.BoolVar(&o.noPage, "no-page", false, "have no page at "+listen.PagePath+", so that it is a path like any other")
	flags.StringVar(&o.expect, "expect", "", "compare requests with those of a `file` that render --format ndjson wrote")
	o.answerOptions.add(flags)
}

// listenRun is one run of listen.
type listenRun struct {
	app      *app
	answers  *answers
	expected *listen.Expectations // nil when nothing is expected
	output   *receivedOutput
	page     *page.Page // nil when there is none
	hide     *redact.Redactor
	cancel   context.CancelCauseFunc
}

func (a *app) listen(ctx context.Context, o *listenOptions, command []string) error {
	if err := (&presentation{format: o.format}).check(report.ReceivedFormats()); err != nil {
		return err
	}
	answers, err := o.answers(a)
	if err != nil {
		return err
	}
	expected, err := a.expectations(o.expect)
	if err != nil {
		return err
	}
	output, err := o.receivedOutput(a)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	l := &listenRun{app: a, answers: answers, expected: expected, output: output, hide: a.hide(), cancel: cancel}
	server, err := listen.Listen(ctx, l.options(o))
	if err != nil {
		return errors.Join(failf(CodeUsage, "%w", err), output.finish(false))
	}
	return l.conclude(l.run(ctx, server, command))
}

// options are those of the server.
func (l *listenRun) options(o *listenOptions) listen.Options {
	options := listen.Options{
		Address: o.address, Public: o.public, MaxBody: int64(o.maxBody), MaxRequests: o.maxRequests,
		Responder: l.answers.respond, Contract: l.answers.contract, Expected: l.expected, OnRequest: l.received,
	}
	if !o.noPage {
		l.page = page.New(listen.PagePath)
		options.Page = l.page
	}
	return options
}

// run serves until it is time to end.
func (l *listenRun) run(ctx context.Context, server *listen.Server, command []string) error {
	l.greet(server, len(command) > 0)
	if len(command) > 0 {
		return l.app.serveWhile(ctx, server, command)
	}
	if err := server.Serve(ctx); err != nil {
		return fail(CodeOutput, err)
	}
	return outputFailure(ctx)
}

// outputFailure is the error of a writer that ended the run; an interrupt is none.
func outputFailure(ctx context.Context) error {
	var f *failure
	if errors.As(context.Cause(ctx), &f) {
		return f
	}
	return nil
}

// greet says where the receiver is and how it answers.
func (l *listenRun) greet(server *listen.Server, forCommand bool) {
	l.app.talk("listening on %s, answering %s", server.URL(), l.answers.words)
	if l.page != nil && !forCommand {
		l.app.talk("requests can be watched at %s%s", server.URL(), listen.PagePath)
	}
	l.showState()
}

// received writes one request everywhere. A receiver that cannot show what it gets ends.
func (l *listenRun) received(r *listen.Received) {
	if l.app.global.verbose {
		if err := report.ReceivedExchange(l.app.env.Stderr, r, l.app.style(l.app.env.Stderr)); err != nil {
			l.cancel(outputError(err))
		}
	}
	if err := l.output.each(func(w report.ReceivedWriter) error { return w.Received(r) }); err != nil {
		l.cancel(err)
	}
	if l.page == nil {
		return
	}
	l.page.Add(r.Size(), func() []byte { return report.LiveRequest(r, l.hide) })
	l.showState()
}

// showState shows on the page where expectations stand.
func (l *listenRun) showState() {
	if l.page == nil || l.expected == nil {
		return
	}
	l.page.SetState(func() []byte { return report.LiveStanding(l.expected.Standing(), l.hide) })
}
