package results

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"postback/internal/postback"
)

// Reason is all postbacks that failed alike.
type Reason struct {
	Verdict postback.Verdict
	Text    string // the status and its words, or what went wrong
	Count   int
	Samples []Sample // the first few
}

// Sample is one postback, as far as it helps to look it up.
type Sample struct {
	File      string
	Seq       int
	InJournal bool // Seq is the number of an entry, and not of a result
	CallID    string
	Event     string
	Pixel     string
	Verdict   postback.Verdict
	ElapsedMS float64
	Evidence  string // what in the answer led to the verdict
}

func sampleOf(file string, r *Result) Sample {
	return Sample{
		File: file, Seq: r.Seq, InJournal: r.InJournal, CallID: r.CallID, Event: r.Event, Pixel: r.Pixel,
		Verdict: r.Outcome.Verdict, Evidence: r.Outcome.Evidence, ElapsedMS: r.Outcome.ElapsedMS,
	}
}

// Limits of what is kept, so that memory does not grow with the number of results.
const (
	maxSamples = 3    // of one reason
	maxReasons = 200  // further ones are counted together
	maxGroups  = 1000 // further pixels or hosts are counted together
	maxSlowest = 10
	maxInDoubt = 100 // further ones are only counted
)

// others is the name of what exceeds a limit.
const others = "(others)"

// isBad reports whether a postback did not count, as far as is known.
func isBad(v postback.Verdict) bool {
	switch v {
	case postback.Rejected, postback.TimedOut, postback.Failed, postback.Unsent:
		return true
	}
	return false
}

// reasons are all reasons of a group of results, by verdict and text.
type reasons map[string]*Reason

func (s reasons) add(file string, r *Result) {
	text := r.Outcome.Reason
	if r.Outcome.Status > 0 {
		text = strings.TrimSpace(strconv.Itoa(r.Outcome.Status) + " " + text)
	}
	key := string(r.Outcome.Verdict) + " " + text
	if s[key] == nil && len(s) >= maxReasons {
		key, text = string(r.Outcome.Verdict), others
	}
	if s[key] == nil {
		s[key] = &Reason{Verdict: r.Outcome.Verdict, Text: text}
	}
	s[key].Count++
	if len(s[key].Samples) < maxSamples {
		s[key].Samples = append(s[key].Samples, sampleOf(file, r))
	}
}

// sorted returns the most frequent reason first.
func (s reasons) sorted() []*Reason {
	return slices.SortedFunc(maps.Values(s), func(a, b *Reason) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Text, b.Text), cmp.Compare(a.Verdict, b.Verdict))
	})
}
