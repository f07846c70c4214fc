package cli

import (
	"bytes"
	"strings"
	"testing"

	"postback/internal/call"
)

func TestShard(t *testing.T) {
	t.Parallel()
	type variables = map[string]string
	tests := map[string]struct {
		flag      string
		variables variables
		want      call.Shard
		talk, err string
	}{
		"nothing":            {"", nil, call.Shard{}, "", ""},
		"flag":               {"2/4", variables{"JOB_COMPLETION_INDEX": "0", "JOB_COMPLETIONS": "2"}, call.Shard{Index: 2, Count: 4}, "", ""},
		"bad flag":           {"5/4", nil, call.Shard{}, "", `--shard: "5/4" is no shard; write 2/4 for the second of four`},
		"kubernetes":         {"", variables{"JOB_COMPLETION_INDEX": "1", "JOB_COMPLETIONS": "2"}, call.Shard{Index: 2, Count: 2}, "shard 2/2, as JOB_COMPLETION_INDEX and JOB_COMPLETIONS say\n", ""},
		"only the index":     {"", variables{"JOB_COMPLETION_INDEX": "1"}, call.Shard{}, "", ""},
		"bad index":          {"", variables{"JOB_COMPLETION_INDEX": "2", "JOB_COMPLETIONS": "2"}, call.Shard{}, "", `JOB_COMPLETION_INDEX="2" and JOB_COMPLETIONS="2" name no part of the calls`},
		"no number":          {"auto", variables{"CI_NODE_INDEX": "one", "CI_NODE_TOTAL": "2"}, call.Shard{}, "", `CI_NODE_INDEX="one" and CI_NODE_TOTAL="2" name no part of the calls`},
		"CI is not asked":    {"", variables{"CI_NODE_INDEX": "1", "CI_NODE_TOTAL": "2"}, call.Shard{}, "", ""},
		"gitlab":             {"auto", variables{"CI_NODE_INDEX": "1", "CI_NODE_TOTAL": "2"}, call.Shard{Index: 1, Count: 2}, "shard 1/2, as CI_NODE_INDEX and CI_NODE_TOTAL say\n", ""},
		"circle":             {"auto", variables{"CIRCLE_NODE_INDEX": "0", "CIRCLE_NODE_TOTAL": "3"}, call.Shard{Index: 1, Count: 3}, "shard 1/3, as CIRCLE_NODE_INDEX and CIRCLE_NODE_TOTAL say\n", ""},
		"nobody to be asked": {"auto", nil, call.Shard{}, "", "--shard auto: none of the variables is set that would say which part this is: JOB_COMPLETION_INDEX and JOB_COMPLETIONS, CI_NODE_INDEX and CI_NODE_TOTAL"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var stderr bytes.Buffer
			a := &app{env: Env{Stderr: &stderr, Lookup: func(name string) (string, bool) {
				value, ok := tt.variables[name]
				return value, ok
			}}}
			got, err := a.shard(&shardFlag{tt.flag})
			if got != tt.want || stderr.String() != tt.talk {
				t.Errorf("got %v and %q, want %v and %q", got, stderr.String(), tt.want, tt.talk)
			}
			if tt.err == "" && err != nil || tt.err != "" && (err == nil || !strings.HasPrefix(err.Error(), tt.err)) {
				t.Errorf("got %v, want %s", err, tt.err)
			}
		})
	}
}
