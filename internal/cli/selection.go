package cli

import (
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"postback/internal/call"
	"postback/internal/config"
	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/plan"
	"postback/internal/report"
	"postback/internal/template"
	"postback/internal/validate"
)

// selection is the flags that choose definitions, calls, events and pixels. They mean the same
// for every command that has them.
type selection struct {
	files      []string
	call       string
	events     []string
	campaign   string
	pixels     []string
	sets       []string
	allowHosts []string
	timeZone   string
	allowEmpty bool
	choice

	known []string // the names of all pixels, once the definitions are compiled
}

// allEvents is the event that stands for every event a call reached.
const allEvents = "all"

func (s *selection) add(flags *pflag.FlagSet) {
	s.addFiles(flags)
	s.addCalls(flags)
	flags.BoolVar(&s.allowEmpty, "allow-empty", false, "selecting nothing is no failure")
}

// addCalls adds the flags that choose calls and what is planned for them.
func (s *selection) addCalls(flags *pflag.FlagSet) {
	flags.StringVarP(&s.call, "call", "c", "", "call record(s): a `file`, or - for stdin")
	s.addWhere(flags)
	s.addCircumstances(flags)
	flags.StringArrayVar(&s.pixels, "pixel", nil, "only pixels whose name matches the `glob`; repeatable")
}

func (s *selection) addFiles(flags *pflag.FlagSet) {
	flags.StringArrayVarP(&s.files, "file", "f", nil, "definitions: a `path` of a file or folder; repeatable (default postback.yaml, then pixels.yaml)")
}

// addCircumstances adds the flags that say what a call record is planned with.
func (s *selection) addCircumstances(flags *pflag.FlagSet) {
	flags.StringSliceVarP(&s.events, "event", "e", []string{allEvents}, "`events` to consider, repeatable or with commas: "+
		strings.Join(call.EventNames(), ", ")+"; all is every event that the record shows the call reached")
	flags.StringVar(&s.campaign, "campaign", "", "`name` or id of the campaign (default the one the record names, or the only one)")
	flags.StringArrayVar(&s.sets, "set", nil, "`TOKEN=VALUE` overrides a token, as in 'tag:User:gclid=abc'; repeatable")
	flags.StringArrayVar(&s.allowHosts, "allow-host", nil, "`glob` of hosts, the only ones that are sent to and that a token in a URL's host may give; repeatable")
	flags.StringVar(&s.timeZone, "time-zone", "", "the account's time `zone` for local dates, such as America/Los_Angeles")
}

// load reads the definitions and reports everything that is wrong with them.
func (s *selection) load(a *app) (*pixel.Set, error) {
	files, err := s.definitionFiles()
	if err != nil {
		return nil, err
	}
	set, faults, err := config.Load(files, config.Options{Lookup: a.env.Lookup, Stdin: a.stdin})
	if err != nil {
		return nil, fail(CodeInput, err)
	}
	a.keepSecrets(set, validate.NewSurvey(set))
	if !a.global.quiet || faults.HasErrors() {
		if err := a.diagnostics(faults); err != nil {
			return nil, err
		}
	}
	if faults.HasErrors() {
		a.talk("%s in the definitions; nothing was sent", report.Count(faults.Count(diag.Error), "error"))
		return nil, silently(CodeInput)
	}
	return set, nil
}

func (a *app) diagnostics(list diag.List) error {
	return report.Diagnostics(a.env.Stderr, list, a.style(a.env.Stderr))
}

func (s *selection) definitionFiles() ([]string, error) {
	if len(s.files) > 0 {
		return s.files, nil
	}
	for _, name := range []string{"postback.yaml", "pixels.yaml"} {
		if _, err := os.Stat(name); err == nil {
			return []string{name}, nil
		}
	}
	return nil, failf(CodeInput, "no definitions: give a file or folder with -f, or put a postback.yaml into this folder")
}

// compile prepares the definitions for the events, pixels and values that the flags select.
func (s *selection) compile(a *app, set *pixel.Set) (*plan.Program, error) {
	options, err := s.planOptions()
	if err != nil {
		return nil, err
	}
	program, err := plan.Compile(set, options)
	if err != nil {
		return nil, fail(CodeInput, err)
	}
	s.known = set.PixelNames()
	a.warnUnused(options.Overrides, program.Tokens())
	return program, nil
}

// planOptions are what the flags select.
func (s *selection) planOptions() (options plan.Options, err error) {
	options = plan.Options{Campaign: s.campaign, Pixels: s.pixels, AllowHosts: s.allowHosts}
	if options.Events, err = s.eventList(); err != nil {
		return options, aboutFlag("event", err)
	}
	if options.Overrides, err = s.overrides(); err != nil {
		return options, aboutFlag("set", err)
	}
	if s.timeZone != "" {
		if options.Zone, err = time.LoadLocation(s.timeZone); err != nil {
			return options, aboutFlag("time-zone", failf(CodeUsage, "--time-zone %q is not a time zone; write a name such as America/Los_Angeles", s.timeZone))
		}
	}
	options.Choice, err = s.parse(options.Zone)
	return options, err
}

// warnUnused tells of values given by --set that no selected pixel asks for: most are misspelt.
func (a *app) warnUnused(overrides []plan.Override, used []template.Token) {
	names := make([]string, len(used))
	for i, token := range used {
		names[i] = token.String()
	}
	for _, o := range overrides {
		isIt := func(token template.Token) bool { return token.Key() == o.Token.Key() }
		if !slices.ContainsFunc(used, isIt) {
			a.talk("--set %s: no pixel uses this token%s", o.Token, diag.DidYouMean(o.Token.String(), names))
		}
	}
}

// eventList is nil for "every event that the call reached".
func (s *selection) eventList() ([]call.Event, error) {
	if len(s.events) == 0 {
		return nil, failf(CodeUsage, "--event names no event; leave it out for every event that the call reached")
	}
	var events []call.Event
	for _, name := range s.events {
		if strings.EqualFold(strings.TrimSpace(name), allEvents) {
			if len(s.events) > 1 {
				return nil, failf(CodeUsage, "--event %s stands for itself; drop the other events", allEvents)
			}
			return nil, nil
		}
		event, ok := call.ParseEvent(name)
		if !ok {
			return nil, failf(CodeUsage, "unknown event %q%s", name, diag.OrOneOf(name, append(call.EventNames(), allEvents)))
		}
		events = append(events, event)
	}
	return unique(events), nil
}

func unique(events []call.Event) []call.Event {
	var set call.EventSet
	var list []call.Event
	for _, e := range events {
		if !set.Has(e) {
			set, list = set.With(e), append(list, e)
		}
	}
	return list
}

func (s *selection) overrides() ([]plan.Override, error) {
	var overrides []plan.Override
	for _, assignment := range s.sets {
		name, value, found := strings.Cut(assignment, "=")
		token, ok := template.ParseToken(strings.TrimSpace(name))
		if !found || !ok {
			return nil, failf(CodeUsage, "--set %q: write a token, = and its value, as in 'tag:User:gclid=abc'", name)
		}
		overrides = append(overrides, plan.Override{Token: token, Value: value})
	}
	return overrides, nil
}
