package results

import (
	"errors"
	"fmt"
	"hash/maphash"
	"io"
)

// File is one file of results.
type File struct {
	Name string // as the user knows it
	io.Reader
}

// Merge adds up the results of one run, of which each file holds a shard. Problems are what makes
// the sum wrong: files that break off, shards that are missing or there twice, files of different
// runs, results that are there twice. The error is an *[Error] where a file cannot be read.
func Merge(files ...File) (tally *Tally, problems []string, err error) {
	m := &merger{tally: NewTally(), seed: maphash.MakeSeed(), files: files, overlaps: map[[2]int]*overlap{}}
	if len(files) > 1 {
		m.keys = map[uint64]int{}
	}
	for i := range files {
		if err := m.file(i); err != nil {
			return nil, nil, err
		}
	}
	m.checkOverlaps()
	m.checkShards()
	return m.tally, m.problems, nil
}

// merger is a merge under way.
type merger struct {
	tally    *Tally
	problems []string
	shards   []part         // the runs that files begin with
	seed     maphash.Seed   // for keys
	keys     map[uint64]int // the file of each result that no run claims; nil for a single file
	files    []File
	overlaps map[[2]int]*overlap // by two files
}

// overlap is what two files both hold.
type overlap struct {
	count int
	first Result // without its outcome
}

// part is a file that says which run it belongs to.
type part struct {
	file string
	run  Run
}

func (m *merger) problemf(format string, args ...any) {
	m.problems = append(m.problems, fmt.Sprintf(format, args...))
}

// file adds one file up.
func (m *merger) file(i int) error {
	f := m.files[i]
	r := NewReader(f, f.Name)
	c := contents{merger: m, index: i, name: f.Name}
	for {
		entry, err := r.Next()
		if errors.Is(err, io.EOF) {
			c.close()
			return nil
		}
		if err != nil {
			return err
		}
		c.add(entry)
	}
}

// contents is what one file has held so far.
type contents struct {
	*merger
	index int
	name  string
	run   *Run
	end   *End
	seq   int
	gap   bool // one was reported
}

func (c *contents) add(entry any) {
	switch e := entry.(type) {
	case *Run:
		c.begin(e)
	case *Result:
		c.result(e)
	case *End:
		c.end = e
		if e.Resume != "" {
			c.tally.Resume = append(c.tally.Resume, e.Resume)
		}
	}
}

func (c *contents) begin(run *Run) {
	if c.run != nil || c.seq > 0 {
		c.problemf("%s holds more than one run; give each a file of its own", c.name)
		return
	}
	c.run = run
	c.shards = append(c.shards, part{c.name, *run})
}

func (c *contents) result(r *Result) {
	if r.Seq != c.seq+1 && !c.gap {
		c.gap = true
		c.problemf("%s: result %d follows result %d: lines are missing or out of order", c.name, r.Seq, c.seq)
	}
	c.seq = r.Seq
	if c.run == nil && c.keys != nil {
		c.unclaimed(r)
	}
	c.tally.Add(c.name, r)
}

// unclaimed notices a result that another file holds too.
func (c *contents) unclaimed(r *Result) {
	var h maphash.Hash
	h.SetSeed(c.seed)
	for _, part := range []string{r.CallID, r.Event, r.Pixel} {
		_, _ = h.WriteString(part)
		_ = h.WriteByte(0)
	}
	key := h.Sum64()
	if other, there := c.keys[key]; there && other != c.index {
		pair := [2]int{other, c.index}
		if c.overlaps[pair] == nil {
			c.overlaps[pair] = &overlap{first: Result{CallID: r.CallID, Event: r.Event, Pixel: r.Pixel}}
		}
		c.overlaps[pair].count++
	}
	c.keys[key] = c.index
}

// close checks that the file is complete.
func (c *contents) close() {
	switch {
	case c.run == nil && c.seq == 0:
		c.problemf("%s holds no results", c.name)
	case c.run != nil && c.end == nil:
		c.problemf("%s breaks off: the line that ends a run is missing", c.name)
	case c.end != nil && c.end.Results != c.seq:
		c.problemf("%s says that it holds %d results and holds %d", c.name, c.end.Results, c.seq)
	case c.end != nil && c.end.Interrupted:
		c.problemf("%s is of a run that was interrupted", c.name)
	}
}

// checkOverlaps reports the results that are there twice, in the order of the files.
func (m *merger) checkOverlaps() {
	for second := range m.files {
		for first := range second {
			if o := m.overlaps[[2]int{first, second}]; o != nil {
				m.problemf("%s and %s both hold %d of the results, first pixel %q for %s of call %s",
					m.files[first].Name, m.files[second].Name, o.count, o.first.Pixel, o.first.Event, o.first.CallID)
			}
		}
	}
}

// checkShards makes sure that the files are all shards of one run.
func (m *merger) checkShards() {
	if len(m.shards) == 0 {
		return
	}
	first := m.shards[0]
	held := map[int]string{}
	for _, p := range m.shards {
		if why := first.run.sameAs(&p.run); why != "" {
			m.problemf("%s and %s are not of the same run: %s", first.file, p.file, why)
			return
		}
		if other, twice := held[p.run.Shard.Index]; twice {
			m.problemf("%s and %s are both shard %s", other, p.file, p.run.Shard)
		}
		held[p.run.Shard.Index] = p.file
	}
	for i := 1; i <= first.run.Shard.Count; i++ {
		if held[i] == "" {
			m.problemf("shard %d/%d is missing", i, first.run.Shard.Count)
		}
	}
}
