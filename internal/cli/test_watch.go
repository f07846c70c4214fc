package cli

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"
)

// quiet is how long files have to rest before the cases run again: editors write in several steps.
const quiet = 100 * time.Millisecond

// watchTests runs the cases now and whenever a file changes that they depend on, until it is
// interrupted.
func (a *app) watchTests(ctx context.Context, o *testOptions) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fail(CodeInput, err)
	}
	defer func() { _ = watcher.Close() }()
	for {
		run, err := a.testOnce(o)
		if !isVerdict(err) {
			return err
		}
		a.explain(nil, err, codeOf(ctx, nil, err))
		for path := range run.read {
			_ = watcher.Add(filepath.Dir(path)) // what is not there cannot be watched, and is looked for again
		}
		a.talk("watching; interrupt to end")
		if err := awaitChange(ctx, watcher, run.read); err != nil {
			return err
		}
	}
}

// isVerdict reports whether a run ended in a way that a change of files may mend.
func isVerdict(err error) bool {
	var f *failure
	return err == nil || errors.As(err, &f) && (f.code == CodeNo || f.code == CodeInput)
}

// awaitChange returns when a file has changed and nothing more has for a while.
func awaitChange(ctx context.Context, watcher *fsnotify.Watcher, read map[string]bool) error {
	var rest <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case err := <-watcher.Errors:
			return fail(CodeInput, err)
		case <-rest:
			return nil
		case event := <-watcher.Events:
			name := filepath.Clean(event.Name)
			if read[name] || read[filepath.Dir(name)] {
				rest = time.After(quiet)
			}
		}
	}
}
