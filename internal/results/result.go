package results

import (
	"fmt"
	"time"

	"postback/internal/call"
	"postback/internal/postback"
)

// Result is what is read of one line of the type "firing", which holds more, or of an entry of a journal.
type Result struct {
	Seq      int      `json:"seq"`
	CallID   string   `json:"call_id"`
	Event    string   `json:"event"`
	Pixel    string   `json:"pixel"`
	Decision string   `json:"decision"` // fire, skip or fail
	URL      string   `json:"url"`      // without secrets
	Outcome  *Outcome `json:"outcome"`  // nil in a dry run and for a pixel that did not fire
	Line     []byte   `json:"-"`        // all of it, as it is written

	InJournal bool `json:"-"` // an entry, which has no URL
}

// Outcome is what came of a postback, as far as it counts.
type Outcome struct {
	Verdict   postback.Verdict `json:"verdict"`
	Status    int              `json:"status"`
	Reason    string           `json:"reason"`
	Failure   postback.Failure `json:"failure"`
	InDoubt   bool             `json:"in_doubt"`
	At        time.Time        `json:"at"` // when firing began; zero in results that do not say
	ElapsedMS float64          `json:"elapsed_ms"`
	Attempts  int              `json:"attempts"`
	Evidence  string           `json:"evidence"`
}

// Run is the line of the type "run" that begins the results of one run, or of one shard of it.
type Run struct {
	SchemaVersion int        `json:"schema_version"`
	Tool          string     `json:"tool"`            // name and version of the program
	Command       string     `json:"command"`         // "replay"
	Shard         call.Shard `json:"shard"`           // 1/1 for a run that is not split
	Definitions   string     `json:"definitions"`     // digest of the definitions
	Input         string     `json:"input,omitempty"` // digest of the call records, as far as it is known
	At            time.Time  `json:"at"`              // when the run began
}

// sameAs says why another shard's run is not a part of the same run; "" when it is one.
func (r *Run) sameAs(other *Run) string {
	switch {
	case r.Command != other.Command:
		return fmt.Sprintf("one was written by %s and the other by %s", r.Command, other.Command)
	case r.Definitions != other.Definitions:
		return "their definitions differ"
	case r.Input != other.Input:
		return "their call records differ"
	case r.Shard.Count != other.Shard.Count:
		return fmt.Sprintf("one is of %d shards and the other of %d", r.Shard.Count, other.Shard.Count)
	}
	return ""
}

// End is the line of the type "end" that completes the results of a run.
type End struct {
	Results     int    `json:"results"`          // how many lines of the type "firing" came before
	Interrupted bool   `json:"interrupted"`      // the run stopped before its last call
	Resume      string `json:"resume,omitempty"` // the command that goes on with it
}
