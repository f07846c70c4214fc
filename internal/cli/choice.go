package cli

import (
	"cmp"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"postback/internal/call"
	"postback/internal/config"
	"postback/internal/diag"
	"postback/internal/plan"
	"postback/internal/report"
)

// choice is the flags that choose among the calls of a file.
type choice struct {
	where        []string
	since, until string
	limit        int
	sample       int
	seed         uint64
}

// addWhere adds the flag that every command has that reads calls.
func (c *choice) addWhere(flags *pflag.FlagSet) {
	flags.StringArrayVar(&c.where, "where", nil, "only calls that meet the `condition`, as in 'InboundNumber:State equals CA' or 'hasConverted equals yes'; in braces it is\n"+
		"written as in a filter: '{tag: \"User:x\", equals: [a, b]}'; repeatable, and all must hold")
}

// addMany adds the flags that make sense for many calls.
func (c *choice) addMany(flags *pflag.FlagSet) {
	flags.StringVar(&c.since, "since", "", "only calls that began at this `time` or later, such as 2025-11-21 or 2025-11-21T19:55:05Z; without a zone it is in the\naccount's, or UTC; --from is the same")
	flags.StringVar(&c.until, "until", "", "only calls that began before this `time`; --to is the same where nothing is sent")
	flags.IntVar(&c.limit, "limit", 0, "at most this `number` of calls, from the first on")
	flags.IntVar(&c.sample, "sample", 0, "this `number` of calls, drawn at random")
	flags.Uint64Var(&c.seed, "seed", 1, "`number` that decides what --sample draws")
}

// spanAliases lets --from and --to stand for --since and --until, but for --to where that says where
// postbacks go.
func spanAliases(root *cobra.Command) {
	for _, c := range root.Commands() {
		if c.Flags().Lookup("since") == nil {
			continue
		}
		aliases := map[string]string{"from": "since"}
		if c.Flags().Lookup("to") == nil {
			aliases["to"] = "until"
		}
		c.Flags().SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
			return pflag.NormalizedName(cmp.Or(aliases[name], name))
		})
	}
}

// parse reads the conditions and the time span.
func (c *choice) parse(zone *time.Location) (parsed plan.Choice, err error) {
	for _, text := range c.where {
		filter, faults := config.ParseWhere(diag.NewSource("--where", []byte(text)))
		if faults.HasErrors() {
			return parsed, aboutFlag("where", failf(CodeUsage, "--where: %s", faults[0].Message))
		}
		parsed.Where = append(parsed.Where, filter)
	}
	if zone == nil {
		zone = time.UTC
	}
	for _, bound := range []struct {
		flag, text string
		value      *time.Time
	}{{"since", c.since, &parsed.Since}, {"until", c.until, &parsed.Until}} {
		if bound.text == "" {
			continue
		}
		at, ok := plan.ParseMoment(bound.text, zone)
		if !ok {
			return parsed, aboutFlag(bound.flag, failf(CodeUsage, "--%s %q is not a time; write 2025-11-21, 2025-11-21 19:55:05 or 2025-11-21T19:55:05Z", bound.flag, bound.text))
		}
		*bound.value = at
	}
	return parsed, c.check()
}

func (c *choice) check() error {
	switch {
	case c.limit < 0:
		return aboutFlag("limit", failf(CodeUsage, "--limit %d: give a number of calls", c.limit))
	case c.sample < 0:
		return aboutFlag("sample", failf(CodeUsage, "--sample %d: give a number of calls", c.sample))
	case c.limit > 0 && c.sample > 0:
		return failf(CodeUsage, "--limit and --sample exclude each other: one takes the first calls, the other any")
	}
	return nil
}

// reading is how the calls of a file are read for a program.
func (s *selection) reading(program *plan.Program) call.ReaderOptions {
	options := call.ReaderOptions{Name: s.callFile(), Keys: program.Keys()}
	options.Select = call.Selection{Limit: s.limit, Sample: s.sample, Seed: s.seed}
	if program.Chooses() {
		options.Select.Keep = program.NewSelector().Holds
	}
	return options
}

// noCalls says that there is nothing to do: either the file has no calls, or none of those that were
// read is chosen, which may be allowed.
func (s *selection) noCalls(read int, allowed bool) error {
	switch {
	case read == 0:
		return failf(CodeInput, "%s holds no call record", s.callFile())
	case allowed:
		return nil
	}
	return fail(CodeNo, fmt.Errorf("none of %s in %s is chosen", report.Count(read, "call"), s.callFile()))
}
