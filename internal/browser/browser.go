// Package browser has tests look at pages in a real browser, without a window. A test that opens
// one is skipped where there is none.
package browser

import (
	"context"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long a page may take for one thing on a machine that is busy.
const patience = time.Minute

// View is how a page is looked at.
type View struct {
	Width, Height int64
	Dark          bool
}

// Wide is the view of a desktop.
func Wide() View { return View{Width: 1280, Height: 900} }

// Tab is a page that is open in a browser.
type Tab struct {
	t   testing.TB
	ctx context.Context // of the browser: it ends with the test

	mu       sync.Mutex
	problems []string // what the console complained of
	fetched  []string // every URL that was asked for
}

// Open opens a page and waits until it is loaded. It notes from the beginning what the page asks
// for, and what the browser complains of.
func Open(t testing.TB, url string, view View) *Tab {
	t.Helper()
	tab := &Tab{t: t, ctx: start(t)}
	if err := chromedp.Listen(tab.ctx, tab.note); err != nil {
		t.Fatalf("the browser does not start: %v", err)
	}
	scheme := "light"
	if view.Dark {
		scheme = "dark"
	}
	preference := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(tab.ctx, emulation.SetEmulatedMedia, preference); err != nil {
		t.Fatalf("in the browser: %v", err)
	}
	tab.Do(chromedp.EmulateViewport(view.Width, view.Height), chromedp.Navigate(url))
	return tab
}

// start starts a browser that ends with the test.
func start(t testing.TB) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(find(t)), chromedp.UserDataDir(t.TempDir()), chromedp.WSURLReadTimeout(patience),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-quic", true), chromedp.DisableGPU)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // which it refuses to do without as root
	}
	allocated, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocated)
	t.Cleanup(func() {
		_ = chromedp.Cancel(ctx) // waits until the browser has written its last file
		cancel()
		stop()
	})
	return ctx
}

// find is where the browser is.
func find(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("there is no browser on this machine; with Debian's package chromium this test runs")
	return ""
}

// note keeps what the page asks for and what the browser complains of.
func (tab *Tab) note(event any) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	switch event := event.(type) {
	case *network.EventRequestWillBeSent:
		tab.fetched = append(tab.fetched, event.Request.URL)
	case *runtime.EventExceptionThrown:
		tab.problems = append(tab.problems, "exception: "+event.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		if event.Type == runtime.ConsoleAPICalledTypeError || event.Type == runtime.ConsoleAPICalledTypeWarning {
			tab.problems = append(tab.problems, "the page itself, in the console")
		}
	case *log.EventEntryAdded:
		if event.Entry.Level == log.EntryLevelError || event.Entry.Level == log.EntryLevelWarning {
			tab.problems = append(tab.problems, event.Entry.Text+" "+event.Entry.URL)
		}
	}
}

// Do does something with the page.
func (tab *Tab) Do(steps ...chromedp.Action[chromedp.Void]) {
	tab.t.Helper()
	for _, step := range steps {
		get(tab, step)
	}
}

// get does something with the page that has a result.
func get[T any](tab *Tab, action chromedp.Action[T]) T {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	result, err := chromedp.Run(ctx, action)
	if err != nil {
		tab.t.Fatalf("in the browser: %v", err)
	}
	return result
}

// Text is what a person reads of the elements that a CSS selector names, one a line.
func (tab *Tab) Text(selector string) string {
	tab.t.Helper()
	return get(tab, chromedp.Evaluate[string](`[...document.querySelectorAll(`+strconv.Quote(selector)+`)].map((e) => e.innerText).join("\n")`))
}

// Is is the value of a condition in JavaScript.
func (tab *Tab) Is(condition string) bool {
	tab.t.Helper()
	return get(tab, chromedp.Evaluate[bool]("!!("+condition+")"))
}

// WaitFor waits until a condition in JavaScript holds.
func (tab *Tab) WaitFor(condition string) {
	tab.t.Helper()
	get(tab, chromedp.Poll[bool]("!!("+condition+")", chromedp.WithPollingInterval(20*time.Millisecond), chromedp.WithPollingTimeout(patience)))
}

// Screenshot writes a picture of the whole page into a folder, unless that is "".
func (tab *Tab) Screenshot(folder, name string) {
	tab.t.Helper()
	if folder == "" {
		return
	}
	const quality = 100 // which makes it a PNG
	picture := get(tab, chromedp.FullScreenshot(quality))
	if err := os.WriteFile(folder+"/"+name+".png", picture, 0o644); err != nil { //nolint:gosec // it is for looking at
		tab.t.Fatal(err)
	}
}

// CheckAlone fails the test if the page asked for anything that does not begin with one of the
// origins, or if the browser complained of anything.
func (tab *Tab) CheckAlone(origins ...string) {
	tab.t.Helper()
	tab.mu.Lock()
	defer tab.mu.Unlock()
	for _, problem := range tab.problems {
		tab.t.Errorf("the browser complains: %s", problem)
	}
	for _, url := range tab.fetched {
		known := false
		for _, origin := range origins {
			known = known || strings.HasPrefix(url, origin)
		}
		if !known {
			tab.t.Errorf("the page asks for %s", url)
		}
	}
	if len(tab.fetched) == 0 {
		tab.t.Error("nothing was seen of what the page asked for")
	}
}
