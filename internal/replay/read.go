package replay

import (
	"errors"
	"io"
)

// read reads and plans the calls, until the end or until the run drains.
func (r *run) read(planned chan<- *Call) {
	for {
		select {
		case r.window <- struct{}{}:
		case <-r.draining.Done():
			return
		}
		c, err := r.readCall()
		if r.draining.Err() != nil || errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			<-r.window
			if err := r.BadCall(err); err != nil {
				r.keep(err) // what stands before it is sent
				return
			}
			continue
		}
		select {
		case planned <- c:
		case <-r.draining.Done():
			return
		}
	}
}

// readCall is the next call that belongs to the run.
func (r *run) readCall() (*Call, error) {
	for {
		record, err := r.Records.Next()
		if err != nil {
			return nil, err
		}
		if r.Belongs != nil && !r.Belongs(record.AppendID(nil)) {
			continue
		}
		c, _ := r.calls.Get().(*Call)
		if c == nil {
			c = &Call{Planner: r.Program.NewPlanner()}
		}
		if r.Read != nil {
			c.read = r.Read()
		}
		return c, c.plan(record)
	}
}
