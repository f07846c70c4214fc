package replay

import "time"

// write hands out the calls in their order when all their results are there.
func (r *run) write(order <-chan *Call) {
	broken := false
	for c := range order {
		c.pending.Wait()
		if !broken {
			if err := r.Write(c); err != nil {
				r.fail(err)
				broken = true
			}
			r.Progress.written(c)
		}
		r.calls.Put(c)
		<-r.window
	}
}

// keepSyncing has the journal on disk now and then until it is told to stop.
func (r *run) keepSyncing() (stop func()) {
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		ticker := time.NewTicker(syncEvery)
		defer ticker.Stop()
		for {
			select {
			case <-end:
				return
			case <-ticker.C:
			}
			if err := r.Journal.Sync(); err != nil {
				r.failJournal(err)
				return
			}
		}
	}()
	return func() {
		close(end)
		<-ended
	}
}
