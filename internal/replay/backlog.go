package replay

import "sync"

// backlog counts what has been claimed and not begun, so that no more is claimed than will be sent soon.
type backlog struct {
	mu    sync.Mutex
	fewer *sync.Cond
	count int
	most  int
}

func newBacklog(most int) *backlog {
	b := &backlog{most: most}
	b.fewer = sync.NewCond(&b.mu)
	return b
}

func (b *backlog) add(n int) {
	b.mu.Lock()
	b.count += n
	b.mu.Unlock()
}

func (b *backlog) done() {
	b.mu.Lock()
	if b.count--; b.count <= b.most {
		b.fewer.Signal()
	}
	b.mu.Unlock()
}

// wait waits until there is room for more.
func (b *backlog) wait() {
	b.mu.Lock()
	for b.count > b.most {
		b.fewer.Wait()
	}
	b.mu.Unlock()
}
