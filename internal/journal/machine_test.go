package journal

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"postback/internal/postback"
)

// TestNothingIsSentTwiceOrForgotten lets a journal live through claims, postbacks, kills, losses of
// power, full disks and a clock that is set in any order, and holds what it says against a slow model that just
// remembers everything.
func TestNothingIsSentTwiceOrForgotten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := &machine{disk: newDisk(), boot: 1, model: map[key]*past{}, now: time.Unix(1_800_000_000, 0)}
		m.open(t)
		t.Repeat(map[string]func(*rapid.T){
			"claim":   m.claim,
			"begin":   m.begin,
			"end":     m.end,
			"release": m.release,
			"sync":    m.sync,
			"fail":    m.planFailure,
			"close":   m.close,
			"kill":    m.kill,
			"power":   m.losePower,
			"clock":   m.setClock,
			"":        func(*rapid.T) {},
		})
		m.kill(t)
	})
}

// machine is a journal, the disk beneath it, and what is known to have happened.
type machine struct {
	disk    *disk
	boot    int
	journal *Journal
	model   map[key]*past
	now     time.Time

	claimed []*attempt // claims of the process that runs, not begun
	begun   []*attempt
}

// key is a postback: a call, a pixel and a request.
type key struct {
	call    string
	pixel   string
	request Digest
}

// past is all that happened to one postback.
type past struct{ attempts []*attempt }

// attempt is one claim and what came of it.
type attempt struct {
	key      key
	number   uint64
	accepted bool // Claim returned without an error
	begun    bool // a byte may have left
	begin    Begun
	state    State // Claimed until it has ended
	synced   bool  // the end is on disk
	blurred  bool  // a failure came in between, so that unknown is an honest answer too
}

func (m *machine) bootName() string { return fmt.Sprint("boot ", m.boot) }

func (m *machine) open(t *rapid.T) {
	j, err := open(m.disk, Options{InFlight: 3, now: func() time.Time { return m.now }}, m.bootName())
	if err != nil {
		t.Fatalf("cannot be opened again: %v", err)
	}
	m.journal, m.claimed, m.begun = j, nil, nil
	m.check(t)
	for _, h := range m.model { // what was open has been settled
		for _, a := range h.attempts {
			a.synced = true
		}
	}
}

// check holds every postback ever considered against the journal that has just been opened.
func (m *machine) check(t *rapid.T) {
	for k, h := range m.model {
		pixel, err := m.journal.Pixel("converted", k.pixel)
		if err != nil {
			t.Fatal(err)
		}
		state, same := m.journal.Look(Claim{[]byte(k.call), pixel, k.request})
		if allowed := h.allowed(); same && !slices.Contains(allowed, state) {
			t.Fatalf("%v is %v, and only %v can be, after %+v", k, state, allowed, h.dump())
		}
		if !same && m.others(k) == 0 {
			t.Fatalf("%v is taken for one with another request", k)
		}
	}
}

// others counts what was sent of the same call and pixel with another request.
func (m *machine) others(k key) int {
	n := 0
	for other := range m.model {
		if other != k && other.call == k.call && other.pixel == k.pixel {
			n++
		}
	}
	return n
}

func (h *past) dump() (all []attempt) {
	for _, a := range h.attempts {
		all = append(all, *a)
	}
	return all
}

// allowed are the states that a postback may have: what its strongest attempts left.
func (h *past) allowed() []State {
	var sent, unsent []State
	accepted := func(a *attempt) bool { return a.accepted }
	if !slices.ContainsFunc(h.attempts, accepted) {
		unsent = append(unsent, Fresh)
	}
	for _, a := range h.attempts {
		state := a.state
		switch {
		case state == Claimed && a.begun:
			state = Unknown
		case state == Claimed:
			state = Unsent
		}
		if state == Unsent {
			unsent = append(unsent, Unsent)
		} else {
			sent = append(sent, state)
		}
		if a.blurred && state == Unsent {
			unsent = append(unsent, Unknown)
		} else if a.blurred {
			sent = append(sent, Unknown)
		}
	}
	if len(sent) > 0 {
		return sent
	}
	return unsent
}

func (m *machine) keys() *rapid.Generator[key] {
	return rapid.Custom(func(t *rapid.T) key {
		return key{
			rapid.SampledFrom([]string{"RGB1", "RGB2", "RGB3", "RGB4", "é ☎"}).Draw(t, "call"),
			rapid.SampledFrom([]string{"A", "B"}).Draw(t, "pixel"),
			Digest(rapid.IntRange(1, 2).Draw(t, "request")),
		}
	})
}

// claim does what replay does: it looks, and claims what may be sent.
func (m *machine) claim(t *rapid.T) {
	var attempts []*attempt
	for _, k := range rapid.SliceOfNDistinct(m.keys(), 1, 4, rapid.ID).Draw(t, "keys") {
		pixel, err := m.journal.Pixel("converted", k.pixel)
		if err != nil {
			m.failed(t, err)
			return
		}
		c := Claim{[]byte(k.call), pixel, k.request}
		if state, same := m.journal.Look(c); !same || state != Fresh && state != Unsent {
			continue
		}
		attempts = append(attempts, &attempt{key: k, state: Claimed, number: m.journal.Claim(c)})
		if state, same := m.journal.Look(c); state != Claimed || !same {
			t.Fatalf("%v is %v when it has been claimed", k, state)
		}
	}
	err := m.journal.Commit()
	for _, a := range attempts {
		h := m.model[a.key]
		if h == nil {
			h = &past{}
			m.model[a.key] = h
		}
		if sent := h.sent(); sent != nil {
			t.Fatalf("%v would be sent twice: %+v", a.key, *sent)
		}
		a.accepted, a.blurred = err == nil, err != nil
		h.attempts = append(h.attempts, a)
		if err == nil {
			m.claimed = append(m.claimed, a)
		}
	}
	m.failed(t, err)
}

// sent is the attempt of which a byte may have left, if there is one.
func (h *past) sent() *attempt {
	for _, a := range h.attempts {
		if a.begun && a.state != Unsent { // which a begun one without an end is not
			return a
		}
	}
	return nil
}

func (m *machine) begin(t *rapid.T) {
	if len(m.claimed) == 0 || len(m.begun) == 3 {
		t.Skip("nothing to begin")
	}
	a := m.claimed[0]
	m.claimed = m.claimed[1:]
	b, err := m.journal.Begin(a.number)
	a.begin, a.begun, a.blurred = b, err == nil, a.blurred || err != nil
	if err == nil {
		m.begun = append(m.begun, a)
	}
	m.failed(t, err)
}

func outcomes() map[State]*postback.Outcome {
	return map[State]*postback.Outcome{
		Answered: {Verdict: postback.Unverified, Status: 200, Attempts: 1, Elapsed: time.Millisecond},
		Rejected: {Verdict: postback.Rejected, Status: 400, Attempts: 1},
		Unknown:  {Verdict: postback.TimedOut, Failure: postback.FailureTimeout, InDoubt: true, Attempts: 1},
		Unsent:   {Verdict: postback.Failed, Failure: postback.FailureRefused, Attempts: 1},
	}
}

func (m *machine) end(t *rapid.T) {
	if len(m.begun) == 0 {
		t.Skip("nothing to end")
	}
	i := rapid.IntRange(0, len(m.begun)-1).Draw(t, "which")
	a := m.begun[i]
	m.begun = slices.Delete(m.begun, i, i+1)
	all := outcomes()
	s := rapid.SampledFrom(slices.Sorted(maps.Keys(all))).Draw(t, "state")
	err := m.journal.End(a.begin, all[s])
	a.state, a.blurred = s, a.blurred || err != nil
	m.failed(t, err)
}

func (m *machine) release(t *rapid.T) {
	if len(m.claimed) == 0 {
		t.Skip("nothing to release")
	}
	a := m.claimed[0]
	m.claimed = m.claimed[1:]
	m.failed(t, m.journal.Release(a.number))
}

func (m *machine) sync(t *rapid.T) {
	err := m.journal.Sync()
	if err == nil {
		m.allSynced()
	}
	m.failed(t, err)
}

// allSynced notes that what has ended so far is on disk.
func (m *machine) allSynced() {
	for _, h := range m.model {
		for _, a := range h.attempts {
			a.synced = a.synced || a.state != Claimed
		}
	}
}

// planFailure makes the disk full, or kills the process, within one of the next writes.
func (m *machine) planFailure(t *rapid.T) {
	m.disk.budget = rapid.IntRange(0, 400).Draw(t, "bytes")
	m.disk.full = rapid.Bool().Draw(t, "full")
}

func (m *machine) close(t *rapid.T) {
	err := m.journal.Close()
	if err == nil {
		m.allSynced()
	}
	if rapid.Bool().Draw(t, "restart") && err == nil {
		m.boot++
	}
	if err != nil && !isPlanned(err) {
		t.Fatal(err)
	}
	m.disk = m.disk.afterKill()
	m.open(t)
}

func isPlanned(err error) bool { return errors.Is(err, errKilled) || isFull(err) }

// failed ends the process when the journal failed, as replay does.
func (m *machine) failed(t *rapid.T, err error) {
	if err == nil {
		return
	}
	if !isPlanned(err) {
		t.Fatal(err)
	}
	m.kill(t)
}

func (m *machine) kill(t *rapid.T) {
	m.disk = m.disk.afterKill()
	m.open(t)
}

// setClock sets the clock of the machine, forward or back.
func (m *machine) setClock(t *rapid.T) {
	m.now = time.Unix(rapid.Int64Range(-1<<32, 1<<32).Draw(t, "now"), 0)
}

func (m *machine) losePower(t *rapid.T) {
	m.boot++
	for _, h := range m.model {
		for _, a := range h.attempts {
			a.blurred = a.blurred || !a.synced
		}
	}
	m.disk = m.disk.afterPowerLoss(func(size int) (int, bool) {
		n := rapid.SampledFrom([]int{0, size, size, size / 2, size - 1}).Draw(t, "survives")
		return max(n, 0), rapid.Bool().Draw(t, "grown")
	})
	m.open(t)
}
