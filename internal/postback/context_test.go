package postback

import (
	"context"
	"sync"
	"testing"
	"time"
)

// TestEndOfAContextOfAnEarlierRequest: each request has its own context, which ends as soon as it has
// been answered, as with context.WithTimeout. That is no reason to give up its connection, nor to
// disturb the next one's request on it.
func TestEndOfAContextOfAnEarlierRequest(t *testing.T) {
	t.Parallel()
	r := serve(t, hit.ok)
	client := newClient(t, Options{})
	url := []byte("http://" + r.address)
	var ending sync.WaitGroup
	for range 200 {
		ctx, cancel := context.WithCancel(context.Background())
		if out := client.Fire(ctx, &Request{URL: url}); out.Status != 200 {
			t.Fatalf("%s", out.Reason)
		}
		ending.Go(cancel) // at some time during the next request
	}
	ending.Wait()
	if n := r.conns.Load(); n != 1 {
		t.Errorf("%d connections", n)
	}
}

// TestEndOfASharedContext ends a request on a connection that served others with the same context.
func TestEndOfASharedContext(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{})
	r := serve(t, func(h hit) bool {
		if h.onConn == 3 {
			close(arrived)
			until(h.conn)
			return false
		}
		return h.ok()
	})
	client := newClient(t, Options{Timeout: enough})
	type key struct{}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() { <-arrived; cancel() }()
	url := []byte("http://" + r.address)
	client.Fire(ctx, &Request{URL: url})
	client.Fire(context.WithValue(ctx, key{}, 1), &Request{URL: url}) // which ends with ctx
	out := client.Fire(ctx, &Request{URL: url})
	if out.Failure != FailureCancelled || !out.InDoubt || !out.Timing.Reused {
		t.Errorf("%s", out.Reason)
	}
	if n := idle(client); n != 0 {
		t.Errorf("%d connections are kept for the next request", n)
	}
}

// TestEndOfAContextWhileItsConnectionsAreIdle: they serve the next context.
func TestEndOfAContextWhileItsConnectionsAreIdle(t *testing.T) {
	t.Parallel()
	r := serve(t, hit.ok)
	client := newClient(t, Options{})
	url := []byte("http://" + r.address)
	ctx, cancel := context.WithCancel(context.Background())
	client.Fire(ctx, &Request{URL: url})
	cancel()
	time.Sleep(time.Millisecond) // long enough to do harm
	if out := client.Fire(context.Background(), &Request{URL: url}); out.Status != 200 || !out.Timing.Reused {
		t.Errorf("%s", out.Reason)
	}
}
