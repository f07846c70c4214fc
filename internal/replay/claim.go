package replay

// claim claims what is planned, batch after batch, and hands it on.
func (r *run) claim(planned <-chan *Call, order chan<- *Call) {
	claimer := newClaimer(&r.Options)
	for {
		c := r.next(planned)
		if c == nil {
			return
		}
		batch, err := r.collect(claimer, c, planned)
		if err == nil {
			err = r.Journal.Commit()
		}
		if err != nil {
			r.failJournal(err)
			return
		}
		for _, c := range batch {
			tasks := c.tasks // a call that has none may be written, and used anew, as soon as it is in order
			order <- c
			r.dispatch(tasks)
		}
		r.backlog.wait()
	}
}

// next is the next call that is planned; nil when there is none or the run drains.
func (r *run) next(planned <-chan *Call) *Call {
	if r.draining.Err() != nil {
		return nil
	}
	select {
	case c := <-planned:
		return c
	case <-r.draining.Done():
		return nil
	}
}

// collect takes as many calls as one batch of claims may be made for and are there already.
func (r *run) collect(claimer *claimer, c *Call, planned <-chan *Call) (batch []*Call, err error) {
	for claims := 0; ; {
		if err := claimer.add(c); err != nil {
			return nil, err
		}
		batch = append(batch, c)
		if claims += len(c.tasks); claims >= r.backlog.most || len(batch) == cap(planned) {
			return batch, nil
		}
		select {
		case next, more := <-planned:
			if c = next; more {
				continue
			}
		default:
		}
		return batch, nil
	}
}

// dispatch sends the tasks of a call on their ways.
func (r *run) dispatch(tasks []task) {
	r.backlog.add(len(tasks))
	r.tasks.Add(len(tasks))
	for i := range tasks {
		t := &tasks[i]
		t.lane = r.lane(hostOf(t.result.Firing.Request.URL))
		if why := t.lane.push(t); why != "" {
			r.release(t, why)
		}
	}
}
