package cli

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"postback/internal/diag"
	"postback/internal/listen"
	"postback/internal/receiver"
	"postback/internal/report"
)

// answerOptions say how listen answers.
type answerOptions struct {
	files    []string // of definitions, for their receivers
	status   int
	as       string
	rules    string
	delay    duration
	slowBody duration
	reset    bool
	failRate share
	seed     uint64

	changed func(flag string) bool // whether a flag was given
}

func (o *answerOptions) add(flags *pflag.FlagSet) {
	flags.StringArrayVarP(&o.files, "file", "f", nil, "definitions with receivers of your own and secrets to hide: a `path` of a file or folder; repeatable")
	flags.IntVar(&o.status, "status", listen.DefaultStatus, "HTTP `status` of every answer")
	flags.StringVar(&o.as, "as", "", "answer as this `receiver` does (postback list receivers)")
	flags.StringVar(&o.rules, "rules", "", "answer by the rules in a `file`")
	flags.Var(&o.delay, "delay", "wait for this `duration` before answering")
	flags.Var(&o.slowBody, "slow-body", "wait for this `duration` after every byte of the answer's body")
	flags.BoolVar(&o.reset, "reset", false, "reset the connection once the request has arrived")
	flags.Var(&o.failRate, "fail-rate", "have this `share` of all requests fail: 0.25 or 25%")
	flags.Uint64Var(&o.seed, "seed", 0, "a `number` that decides which requests fail (default a new one each time)")
}

// answers is how listen answers, in the end.
type answers struct {
	respond  listen.Responder
	script   *listen.Script // nil without rules
	contract func(*listen.Received) *listen.Contract
	words    string // how it answers, for people
}

// unused are the rules that answered no request.
func (r *answers) unused() []listen.Rule {
	if r.script == nil {
		return nil
	}
	return r.script.Unused()
}

// answers builds the responder: rules come first, then failures, then everything else.
func (o *answerOptions) answers(a *app) (*answers, error) {
	made, err := o.usual(a)
	if err != nil {
		return nil, err
	}
	o.slow(made)
	o.fail(made)
	if o.rules == "" {
		return made, nil
	}
	rules, err := a.answerRules(o.rules)
	if err != nil {
		return nil, err
	}
	made.script = listen.NewScript(rules, made.respond)
	made.respond = made.script.Respond
	made.words = fmt.Sprintf("by %s of %s, otherwise %s", report.Count(len(rules), "rule"), o.rules, made.words)
	return made, nil
}

// usual answers with a status, or as a receiver.
func (o *answerOptions) usual(a *app) (*answers, error) {
	if o.changed("seed") && !o.changed("fail-rate") {
		return nil, aboutFlag("seed", failf(CodeUsage, "--seed decides which requests fail; it needs --fail-rate"))
	}
	if err := listen.CheckStatus(o.status); err != nil {
		return nil, aboutFlag("status", fail(CodeUsage, err))
	}
	receivers, err := o.receivers(a)
	if err != nil {
		return nil, err
	}
	if o.as == "" {
		return &answers{
			respond: listen.Always(listen.Plain(o.status, "")), contract: listen.Contracts(receivers), words: fmt.Sprint(o.status),
		}, nil
	}
	if o.changed("status") {
		return nil, aboutFlag("as", failf(CodeUsage, "--as and --status exclude each other; a rule can give single requests another status"))
	}
	r, ok := receivers.Lookup(o.as)
	if !ok {
		return nil, aboutFlag("as", failf(CodeUsage, "--as %q%s", o.as, diag.OrOneOf(o.as, receivers.Names())))
	}
	for _, assumed := range listen.Assumptions(r) {
		var kinds []string
		for _, kind := range assumed.Kinds {
			kinds = append(kinds, string(kind))
		}
		a.talk("assumed of %s (%s): %s", r.Name, strings.Join(kinds, ", "), assumed.Remark)
	}
	return &answers{respond: listen.Imitate(r), contract: listen.ContractOf(r), words: "as " + r.Name}, nil
}

// receivers are those that are built in, and those of the definitions.
func (o *answerOptions) receivers(a *app) (*receiver.Table, error) {
	if len(o.files) == 0 {
		return &receiver.Table{}, nil
	}
	set, err := (&selection{files: o.files}).load(a)
	if err != nil {
		return nil, err
	}
	return &set.Receivers, nil
}

// slow holds answers back.
func (o *answerOptions) slow(made *answers) {
	next := made.respond
	made.respond = func(got *listen.Received) listen.Response {
		response := next(got)
		response.Delay, response.SlowBody = time.Duration(o.delay), time.Duration(o.slowBody)
		return response
	}
	if o.delay > 0 {
		made.words += " after " + o.delay.String()
	}
}

// fail has some requests fail, or with --reset alone all.
func (o *answerOptions) fail(made *answers) {
	switch {
	case o.changed("fail-rate"):
		if !o.changed("seed") {
			o.seed = uint64(rand.Uint32()) //nolint:gosec // it is no secret, it is printed
		}
		made.respond = listen.Failing(float64(o.failRate), o.seed, o.failure(), made.respond)
		made.words += fmt.Sprintf(", failing %s of all (--seed %d)", o.failRate.String(), o.seed)
	case o.reset:
		made.respond, made.words = listen.Always(o.failure()), "with a reset connection"
	}
}

// failure is what a request gets that is to fail.
func (o *answerOptions) failure() listen.Response {
	failure := listen.Plain(listen.FailureStatus, "")
	failure.Delay, failure.Reset = time.Duration(o.delay), o.reset
	return failure
}

// readFile reads a file that a flag names, or stdin.
func (a *app) readFile(path string) (name string, content []byte, err error) {
	name, read := path, os.ReadFile
	if path == "-" {
		name, read = "<stdin>", func(string) ([]byte, error) { return io.ReadAll(a.stdin) }
	}
	content, err = read(path)
	if err != nil {
		return "", nil, fail(CodeInput, err)
	}
	return name, content, nil
}

// answerRules reads a file of rules.
func (a *app) answerRules(path string) ([]listen.Rule, error) {
	name, content, err := a.readFile(path)
	if err != nil {
		return nil, err
	}
	rules, faults := listen.ReadRules(diag.NewSource(name, content))
	return rules, a.refuseFaults(faults)
}

// expectations reads what ought to arrive; nil when nothing is named.
func (a *app) expectations(path string) (*listen.Expectations, error) {
	if path == "" {
		return nil, nil //nolint:nilnil // to expect nothing is valid
	}
	name, content, err := a.readFile(path)
	if err != nil {
		return nil, err
	}
	list, err := report.ReadExpected(bytes.NewReader(content), name)
	if err != nil {
		return nil, fail(CodeInput, err)
	}
	return listen.NewExpectations(list), nil
}

// refuseFaults prints faults; with an error among them the run ends here.
func (a *app) refuseFaults(faults diag.List) error {
	if err := a.diagnostics(faults); err != nil {
		return err
	}
	if faults.HasErrors() {
		return silently(CodeInput)
	}
	return nil
}
