package results

import (
	"cmp"
	"net/url"
	"slices"

	"postback/internal/journal"
)

// Tally is what results add up to.
type Tally struct {
	Counts       Counts
	NotFired     map[string]int // by decision: dry runs, skips and pixels that cannot be rendered
	Latencies    Latencies
	Timeline     Timeline
	InDoubt      []Sample // the first hundred postbacks that may or may not have been received
	InDoubtCount int      // all of them
	Slowest      []Sample // the ten slowest answers, the slowest first
	UnderWay     int      // postbacks that a process that still runs has begun or is about to
	Resume       []string // the commands that go on with what was interrupted
	Unfinished   []Unfinished
	Notes        []string // what else there is to know of the files

	pixels, hosts map[string]*Group
	reasons       reasons
}

// Unfinished is a journal of a run that did not send everything. The next one goes on with it.
type Unfinished struct {
	Path   string
	Header journal.Header
}

// NewTally returns an empty tally.
func NewTally() *Tally {
	return &Tally{
		Counts: Counts{}, NotFired: map[string]int{},
		pixels: map[string]*Group{}, hosts: map[string]*Group{}, reasons: reasons{},
	}
}

// Add counts one result of a file. It keeps nothing of it but a few samples.
func (t *Tally) Add(file string, r *Result) {
	if r.Outcome == nil {
		t.NotFired[r.Decision]++
		return
	}
	t.Counts[r.Outcome.Verdict]++
	t.Timeline.add(r)
	group(t.pixels, r.Pixel).add(file, r)
	group(t.hosts, hostOf(r)).add(file, r)
	if r.Outcome.Status > 0 {
		t.Latencies.add(r.Outcome.ElapsedMS)
		t.addSlow(file, r)
	}
	if isBad(r.Outcome.Verdict) {
		t.reasons.add(file, r)
	}
	if r.Outcome.InDoubt {
		t.InDoubtCount++
		if len(t.InDoubt) < maxInDoubt {
			t.InDoubt = append(t.InDoubt, sampleOf(file, r))
		}
	}
}

// group returns the group of that name, or that of all others when there are too many.
func group(groups map[string]*Group, name string) *Group {
	if groups[name] == nil && len(groups) >= maxGroups {
		name = others
	}
	if groups[name] == nil {
		groups[name] = newGroup(name)
	}
	return groups[name]
}

func hostOf(r *Result) string {
	if r.InJournal {
		return "(not in a journal)"
	}
	u, err := url.Parse(r.URL)
	if err != nil || u.Host == "" {
		return "(no host)"
	}
	return u.Host
}

// addSlow keeps the result if it is one of the slowest. Of equally slow ones the first stay.
func (t *Tally) addSlow(file string, r *Result) {
	if len(t.Slowest) == maxSlowest && r.Outcome.ElapsedMS <= t.Slowest[maxSlowest-1].ElapsedMS {
		return
	}
	i, _ := slices.BinarySearchFunc(t.Slowest, r.Outcome.ElapsedMS, func(s Sample, ms float64) int {
		if s.ElapsedMS >= ms {
			return -1
		}
		return 1
	})
	t.Slowest = slices.Insert(t.Slowest, i, sampleOf(file, r))
	t.Slowest = t.Slowest[:min(len(t.Slowest), maxSlowest)]
}

// Pixels are the groups of all pixels that fired, in alphabetical order.
func (t *Tally) Pixels() []*Group { return sorted(t.pixels) }

// Hosts are the groups of all receivers, in alphabetical order.
func (t *Tally) Hosts() []*Group { return sorted(t.hosts) }

func sorted(groups map[string]*Group) []*Group {
	list := make([]*Group, 0, len(groups))
	for _, g := range groups {
		list = append(list, g)
	}
	slices.SortFunc(list, func(a, b *Group) int { return cmp.Compare(a.Name, b.Name) })
	return list
}

// Reasons are the reasons for which postbacks did not count, the most frequent first.
func (t *Tally) Reasons() []*Reason { return t.reasons.sorted() }
