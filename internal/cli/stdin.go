package cli

import (
	"context"
	"io"
)

// interruptible is standard input that an interrupt ends even while nothing arrives: a reader that
// waits cannot look at its context.
type interruptible struct {
	ctx    context.Context // kept, because an io.Reader has no other way to know it
	source io.Reader
	buffer []byte // read into by the goroutine that waits
}

// arrival is what one Read of the source gave.
type arrival struct {
	n   int
	err error
}

// Read implements [io.Reader]. After the context has ended it fails with the cause.
func (i *interruptible) Read(p []byte) (n int, err error) {
	if i.ctx.Err() != nil {
		return 0, context.Cause(i.ctx)
	}
	if len(i.buffer) < len(p) {
		i.buffer = make([]byte, len(p))
	}
	arrivals := make(chan arrival, 1)
	go func() {
		n, err := i.source.Read(i.buffer[:len(p)])
		arrivals <- arrival{n, err}
	}()
	select {
	case a := <-arrivals:
		return copy(p, i.buffer[:a.n]), a.err
	case <-i.ctx.Done():
		return 0, context.Cause(i.ctx)
	}
}
