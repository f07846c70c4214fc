package call

import (
	"errors"
	"io"
	"math/rand/v2"
)

// Selection says which records of an input a [Reader] gives. The zero value gives all.
type Selection struct {
	Keep   func(*Record) bool // whether a record counts; nil for all
	Limit  int                // the most records, from the first on; 0 for all
	Sample int                // so many records, drawn at random and in their order; 0 for all
	Seed   uint64             // the same one draws the same records
}

// selects reports whether records may be left out.
func (s *Selection) selects() bool { return s.Keep != nil || s.Limit > 0 || s.Sample > 0 }

// Next returns the next record, which is valid until Next is called again. At the end the error
// is io.EOF. Any other error is an *[Error]; when it is Resumable the next call goes on behind
// the bad record, else it returns the same error.
func (r *Reader) Next() (*Record, error) {
	switch {
	case r.opt.Select.Sample > 0:
		return r.drawn()
	case r.opt.Select.Limit > 0 && r.given == r.opt.Select.Limit && r.err == nil:
		r.err = io.EOF
	}
	return r.kept()
}

// kept is the next record that counts.
func (r *Reader) kept() (*Record, error) {
	for {
		rec, err := r.read()
		if err != nil {
			return nil, err
		}
		if r.opt.Select.Keep == nil || r.opt.Select.Keep(rec) {
			r.given++
			return rec, nil
		}
	}
}

// drawn is the next record of the sample, which is drawn when the first one is asked for: it takes the
// whole input, and memory for the sample.
func (r *Reader) drawn() (*Record, error) {
	if !r.isDrawn {
		if err := r.draw(); err != nil {
			return nil, err
		}
		r.isDrawn = true
	}
	if len(r.sample) == 0 {
		return nil, io.EOF
	}
	rec := r.sample[0]
	r.sample = r.sample[1:]
	return rec, nil
}

// draw goes through the rest of the input and keeps every set of records of the sample's size with the
// same probability. After an error that is resumable it goes on where it was.
func (r *Reader) draw() error {
	if r.random == nil {
		r.random = rand.New(rand.NewPCG(r.opt.Select.Seed, 0))
	}
	for {
		rec, err := r.kept()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		r.sample = append(r.sample, nil)
		if len(r.sample) <= r.opt.Select.Sample {
			r.sample[len(r.sample)-1] = rec.Clone()
			continue
		}
		out := r.random.IntN(r.given)
		if out < r.opt.Select.Sample { // the record replaces another one, and comes last
			copy(r.sample[out:], r.sample[out+1:])
			r.sample[r.opt.Select.Sample-1] = rec.Clone()
		}
		r.sample = r.sample[:r.opt.Select.Sample]
	}
}
