package cli

import (
	"fmt"
	"strconv"
	"strings"

	"postback/internal/postback"
	"postback/internal/results"
)

// failOn is the value of --fail-on: how many postbacks have to go wrong for exit codes 4 and 5.
// It implements pflag.Value.
type failOn struct {
	mode    failMode
	percent float64 // for failShare
}

type failMode string

const (
	failNever failMode = "never"
	failAny   failMode = "any"
	failAll   failMode = "all"
	failShare failMode = ">N%"
)

// String is the value as it is written.
func (f *failOn) String() string {
	if f.mode == failShare {
		return fmt.Sprintf(">%g%%", f.percent)
	}
	return string(f.mode)
}

// Type is the word that help shows for the value.
func (f *failOn) Type() string { return "share" }

// Set reads never, any, all or >N%.
func (f *failOn) Set(s string) error {
	switch mode := failMode(s); mode {
	case failNever, failAny, failAll:
		f.mode = mode
		return nil
	}
	share, found := strings.CutPrefix(s, ">")
	percent, err := strconv.ParseFloat(strings.TrimSuffix(share, "%"), 64)
	isShare := percent >= 0 && percent < 100 // which NaN is not
	if !found || !strings.HasSuffix(share, "%") || err != nil || !isShare {
		return fmt.Errorf("not one of never, any, all, or a share such as >5%%")
	}
	f.mode, f.percent = failShare, percent
	return nil
}

// matters reports whether bad of all postbacks are enough to fail the run.
func (f *failOn) matters(bad, all int) bool {
	const whole = 100
	switch f.mode {
	case failNever:
		return false
	case failAll:
		return bad == all
	case failShare:
		return float64(bad)*whole > f.percent*float64(all)
	default:
		return bad > 0
	}
}

// code is the exit code for the verdicts of all postbacks: 4, 5 or none.
func (f *failOn) code(verdicts results.Counts) Code {
	rejected, lost, all := verdicts[postback.Rejected], verdicts.Lost(), verdicts.Fired()
	switch {
	case all == 0 || !f.matters(rejected+lost, all):
		return CodeOK
	case lost > 0:
		return CodeNotDelivered
	case rejected > 0:
		return CodeRefused
	}
	return CodeOK
}
