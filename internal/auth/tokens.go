package auth

import (
	"context"
	"sync"
	"time"

	"postback/internal/postback"
)

// Tokens fetches tokens and keeps them. It is safe for concurrent use.
type Tokens struct {
	sender postback.Firer
	learn  func(token string)

	mu   sync.Mutex
	kept map[string]*entry // by the key of the grant
}

// NewTokens returns an empty store. Requests for tokens go through sender. Learn is told of every
// token before anybody else is, so that it is never printed.
func NewTokens(sender postback.Firer, learn func(token string)) *Tokens {
	return &Tokens{sender: sender, learn: learn, kept: map[string]*entry{}}
}

// entry is a token, or the failure to obtain one; until done is closed it is still being fetched.
type entry struct {
	done    chan struct{}
	token   string
	err     error
	expires time.Time // the zero time for never
}

// What is kept, and for how long.
const (
	maxKept      = 1024             // grants, which are many only where they hold values of calls
	maxMargin    = 10 * time.Second // how long before its end a token is no longer used, at most
	marginShare  = 10               // and at most this part of its lifetime
	failurePause = time.Second      // how long a failure stands, so that nobody is asked again at once
)

// get returns a token for the grant that is not the one that was refused, "" for none. However many
// ask at once, it is fetched once; the end of ctx ends the waiting and not the fetching, which others
// may wait for.
func (t *Tokens) get(ctx context.Context, g *Grant, refused string) (string, error) {
	e := t.entry(ctx, g, refused)
	select {
	case <-e.done:
		return e.token, e.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// entry returns what is kept for a grant or is on its way, or begins to fetch it.
func (t *Tokens) entry(ctx context.Context, g *Grant, refused string) *entry {
	key := g.key()
	t.mu.Lock()
	defer t.mu.Unlock()
	if e := t.kept[key]; e != nil && e.usable(refused) {
		return e
	}
	if len(t.kept) >= maxKept {
		t.forget()
	}
	e := &entry{done: make(chan struct{})}
	t.kept[key] = e
	go t.fill(context.WithoutCancel(ctx), e, g)
	return e
}

// usable reports whether an entry is worth waiting for.
func (e *entry) usable(refused string) bool {
	select {
	case <-e.done:
	default:
		return true
	}
	fresh := e.expires.IsZero() || time.Now().Before(e.expires)
	return fresh && (e.err != nil || e.token != refused)
}

// forget drops everything that is not on its way. It is called with the lock held.
func (t *Tokens) forget() {
	for key, e := range t.kept {
		select {
		case <-e.done:
			delete(t.kept, key)
		default:
		}
	}
}

// fill fetches what the entry is for. The time limit is that of the sender.
func (t *Tokens) fill(ctx context.Context, e *entry, g *Grant) {
	defer close(e.done)
	begun := time.Now()
	token, lifetime, err := t.fetch(ctx, g)
	switch {
	case err != nil:
		e.err, e.expires = err, time.Now().Add(failurePause)
	case lifetime > 0:
		e.expires = begun.Add(lifetime - min(maxMargin, lifetime/marginShare))
	}
	if err == nil {
		t.learn(token)
		e.token = token
	}
}
