package cli

import (
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"postback/internal/call"
)

// shardFlag is --shard: which part of all calls is this machine's.
type shardFlag struct{ text string }

const (
	shardName = "shard"
	shardAuto = "auto"
)

func (s *shardFlag) add(flags *pflag.FlagSet) {
	flags.StringVar(&s.text, shardName, "", "only the calls of one part of all, such as `2/4` for the second of four; auto asks the CI service which (default all, or what Kubernetes says)")
}

// splitter is a service that runs a job as several copies and tells each of them which it is.
type splitter struct {
	name         string
	index, count string // environment variables
	first        int    // the index of the first copy
	trusted      bool   // both variables are only set by who wants calls to be split
}

// splitters are the services whose variables are known. JOB_COMPLETIONS is not set by Kubernetes
// but by who writes the job, so the two together are as good as the flag. CI services set theirs
// for copies that may do entirely different things.
func splitters() []splitter {
	return []splitter{
		{"Kubernetes", "JOB_COMPLETION_INDEX", "JOB_COMPLETIONS", 0, true},
		{"GitLab", "CI_NODE_INDEX", "CI_NODE_TOTAL", 1, false},
		{"CircleCI", "CIRCLE_NODE_INDEX", "CIRCLE_NODE_TOTAL", 0, false},
		{"Buildkite", "BUILDKITE_PARALLEL_JOB", "BUILDKITE_PARALLEL_JOB_COUNT", 0, false},
		{"Semaphore", "SEMAPHORE_JOB_INDEX", "SEMAPHORE_JOB_COUNT", 1, false},
	}
}

// shard reads the flag, and where it leaves the decision to the environment, that. It says so when
// calls are left out because of the environment.
func (a *app) shard(s *shardFlag) (call.Shard, error) {
	if s.text != "" && s.text != shardAuto {
		shard, err := call.ParseShard(s.text)
		if err != nil {
			return call.Shard{}, aboutFlag(shardName, failf(CodeUsage, "--shard: %w", err))
		}
		return shard, nil
	}
	for _, service := range splitters() {
		if s.text != shardAuto && !service.trusted {
			continue
		}
		shard, found, err := a.shardOf(service)
		if err != nil {
			return call.Shard{}, err
		}
		if found {
			a.talk("shard %s, as %s and %s say", shard, service.index, service.count)
			return shard, nil
		}
	}
	if s.text == shardAuto {
		return call.Shard{}, failf(CodeUsage, "--shard auto: none of the variables is set that would say which part this is: %s", strings.Join(splitterVariables(), ", "))
	}
	return call.Shard{}, nil
}

// shardOf asks the variables of one service.
func (a *app) shardOf(service splitter) (shard call.Shard, found bool, err error) {
	index, hasIndex := a.env.Lookup(service.index)
	count, hasCount := a.env.Lookup(service.count)
	if !hasIndex || !hasCount {
		return call.Shard{}, false, nil
	}
	i, badIndex := strconv.Atoi(index)
	n, badCount := strconv.Atoi(count)
	i += 1 - service.first
	if badIndex != nil || badCount != nil || i < 1 || n < i {
		return call.Shard{}, false, failf(CodeUsage, "%s=%q and %s=%q name no part of the calls", service.index, index, service.count, count)
	}
	return call.Shard{Index: i, Count: n}, true, nil
}

func splitterVariables() []string {
	var names []string
	for _, service := range splitters() {
		names = append(names, service.index+" and "+service.count)
	}
	return names
}
