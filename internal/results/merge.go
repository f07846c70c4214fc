package results

import (
	"fmt"
	"hash/maphash"
	"io"
)

// File is one file of results, or a journal.
type File struct {
	Name    string // as the user knows it
	Journal bool   // it is a journal, and Name its path
	io.Reader
}

// Merge adds up the results of one run, of which each file holds a shard. Problems are what makes
// the sum wrong: files that break off, shards that are missing or there twice, files of different
// runs, results that are there twice. The error is an *[Error] where a file of results cannot be read.
func Merge(files ...File) (tally *Tally, problems []string, err error) {
	m := &merger{tally: NewTally(), files: files, overlaps: map[[2]int]*overlap{}}
	sources, err := m.open()
	if err != nil {
		return nil, nil, err
	}
	for _, s := range sources {
		if err := s.add(); err != nil {
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
	keys     map[uint64]int // the file of each result; nil where the runs of the files are enough to tell
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

// source is a file that is to be added up.
type source interface {
	// open reads as far as it takes to tell whether the file says which run it is of.
	open() (says bool, err error)
	// add adds the file up.
	add() error
}

// open opens all files. When there are several and one of them does not say which part of a run it holds,
// every result has to be remembered to notice one that is there twice.
func (m *merger) open() (sources []source, err error) {
	allSay := true
	for i, f := range m.files {
		var s source
		c := contents{merger: m, index: i, name: f.Name}
		if f.Journal {
			s = &journalFile{contents: c}
		} else {
			s = &resultFile{contents: c, reader: NewReader(f, f.Name)}
		}
		says, err := s.open()
		if err != nil {
			return nil, err
		}
		allSay = allSay && says
		sources = append(sources, s)
	}
	if len(m.files) > 1 && !allSay {
		m.keys, m.seed = map[uint64]int{}, maphash.MakeSeed()
	}
	return sources, nil
}

func (m *merger) problemf(format string, args ...any) {
	m.problems = append(m.problems, fmt.Sprintf(format, args...))
}

// contents is what one file holds.
type contents struct {
	*merger
	index int
	name  string
}

// begin notes which run the file is of.
func (c *contents) begin(run *Run) { c.shards = append(c.shards, part{c.name, *run}) }

// count adds one result to the sum.
func (c *contents) count(r *Result) {
	if c.keys != nil {
		c.remember(r)
	}
	c.tally.Add(c.name, r)
}

// remember notices a result that another file holds too.
func (c *contents) remember(r *Result) {
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
