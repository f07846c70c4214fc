package cli

import (
	"flag"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"postback/internal/browser"
)

var screenshots = flag.String("screenshots", "", "a folder for pictures of the pages that tests look at")

// hostile is what a page must show and not obey.
const hostile = `"><img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`

// send sends a request that has to be answered.
func send(t *testing.T, method, address, contentType, body string) {
	t.Helper()
	request, err := http.NewRequest(method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Hostile", "</script><b>x</b>")
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
}

// expectedRequests is what render would write of three requests.
const expectedRequests = `{"type":"firing","seq":1,"event":"incoming","pixel":"Incoming","decision":"fire","method":"GET","url":"https://a.example/actions-handler/log/3/s2s-action?click-id=c1&name=incoming"}
{"type":"firing","seq":2,"event":"converted","pixel":"Conversion","decision":"fire","method":"POST","url":"https://a.example/v1/conversions","headers":{"Content-Type":"application/json"},"body":"{\"caller\":\"+16615550142\",\"sum\":44.90}"}
{"type":"firing","seq":3,"event":"payout","pixel":"Payout <b>bold</b>","decision":"fire","method":"GET","url":"https://a.example/payout"}
`

// sendSample sends five requests: right, wrong, hostile, and one that lacks what Taboola requires.
func sendSample(t *testing.T, receiver string) {
	t.Helper()
	send(t, "GET", receiver+"/actions-handler/log/3/s2s-action?click-id=c1&name=incoming", "", "")
	send(t, "POST", receiver+"/v1/conversions", "application/json", `{"caller":"+16615550142","sum":44.9,"note":"a"}`)
	send(t, "GET", receiver+"/aff_lsr?offer_id=1207&security_token=s3cr3t&city="+url.QueryEscape("Kansas City")+"&empty=&bad=%zz", "", "")
	send(t, "POST", receiver+"/"+url.PathEscape(hostile)+"?"+url.QueryEscape(hostile)+"="+url.QueryEscape(hostile), "text/html", hostile)
	send(t, "GET", receiver+"/actions-handler/log/3/s2s-action?name=sale", "", "")
}

// TestListenPage looks at the page in a browser: requests come live, can be filtered and opened, what
// is hostile is shown and does nothing, and nothing is asked of anybody else.
func TestListenPage(t *testing.T) {
	t.Parallel()
	receiver, _ := listening(t, io.Discard, "--expect", file(t, "expected.ndjson", expectedRequests))
	tab := browser.Open(t, receiver+"/_postback", browser.Wide())
	tab.WaitFor(`document.querySelector("#connection").innerText === "live"`)
	if text := tab.Text("#empty"); !strings.Contains(text, "No request yet") || !strings.Contains(text, receiver) {
		t.Errorf("before any request the page says %q", text)
	}
	sendSample(t, receiver)
	tab.WaitFor(`document.querySelectorAll(".request").length === 5 && document.querySelector("#count").innerText === "5 requests"`)
	for selector, want := range map[string]string{
		".path":       "/actions-handler/log/3/s2s-action\n/" + hostile + "\n/aff_lsr\n/v1/conversions\n/actions-handler/log/3/s2s-action",
		".seq":        "#5\n#4\n#3\n#2\n#1",
		".status":     "200\n200\n200\n200\n200",
		".badges":     "taboola\n1 fault\nunexpected\nunexpected\ntune\nunexpected\ndiffers\ntaboola\nas expected",
		"#tally":      "3 expected: 1 arrived, 1 different, 1 missing · 3 unexpected",
		"#missing li": "differsConversion · converted\nmissingPayout <b>bold</b> · payout",
	} {
		if got := tab.Text(selector); got != want {
			t.Errorf("%s shows %q, want %q", selector, got, want)
		}
	}
	openCard(t, tab, 4, hostile, "text/html", "X-Hostile", "</script><b>x</b>")
	openCard(t, tab, 3, "security_token", "***", "Kansas City", "empty", "not valid percent-encoding")
	openCard(t, tab, 2, "body /note: nothing is expected, and it has a", "/caller", "+16615550142")
	openCard(t, tab, 5, "click-id is missing: id of the click, case-sensitive", "https://developers.taboola.com")
	if strings.Contains(tab.Text("body"), "s3cr3t") {
		t.Error("the page shows a secret")
	}
	if tab.Is(`document.title !== "postback listen" || document.querySelector("main img, main script, main b")`) {
		t.Error("what came with a request became a part of the page")
	}
	tab.CheckAlone(receiver + "/_postback")
}

// openCard opens the card of a request and looks for words in it.
func openCard(t *testing.T, tab *browser.Tab, seq int, words ...string) {
	t.Helper()
	const total = 5
	card := ".request:nth-child(" + string(rune('0'+total+1-seq)) + ")"
	tab.Do(chromedp.Click(card + " summary"))
	tab.WaitFor(`document.querySelector("` + card + ` .copy")`)
	text := tab.Text(card)
	for _, word := range words {
		if !strings.Contains(text, word) {
			t.Errorf("request %d does not show %q:\n%s", seq, word, text)
		}
	}
	tab.Do(chromedp.Click(card + " summary"))
}

// TestListenPageKeyboard: all of it can be used without a mouse.
func TestListenPageKeyboard(t *testing.T) {
	t.Parallel()
	receiver, _ := listening(t, io.Discard)
	sendSample(t, receiver)
	tab := browser.Open(t, receiver+"/_postback", browser.Wide())
	tab.WaitFor(`document.querySelector("#count").innerText === "5 requests"`) // what came before is there
	tab.Do(chromedp.KeyEvent("/"), chromedp.KeyEvent("s2s sale"))
	tab.WaitFor(`document.querySelector("#count").innerText === "1 of 5 requests"`)
	if got := tab.Text(".request:not([hidden]) .seq"); got != "#5" {
		t.Errorf("the filter leaves %q", got)
	}
	send(t, "GET", receiver+"/later", "", "")
	tab.WaitFor(`document.querySelector("#count").innerText === "1 of 6 requests"`) // filtered as it comes
	tab.Do(chromedp.KeyEvent(" nothing"))
	tab.WaitFor(`!document.querySelector("#nothing").hidden`)
	tab.Do(chromedp.KeyEvent("\u001b"))
	tab.WaitFor(`document.querySelector("#count").innerText === "6 requests"`)

	const focused = `document.activeElement.closest(".request")?.querySelector(".seq").innerText`
	for _, step := range []struct{ key, want string }{{"j", "#6"}, {"j", "#5"}, {"j", "#4"}, {"k", "#5"}} {
		tab.Do(chromedp.KeyEvent(step.key))
		tab.WaitFor(focused + ` === "` + step.want + `"`)
	}
	tab.Do(chromedp.KeyEvent("\r"))
	tab.WaitFor(`document.activeElement.closest("details").open`)
	tab.Do(chromedp.KeyEvent("c"))
	tab.WaitFor(`/copied|Ctrl/.test(document.activeElement.closest(".request").querySelector(".actions").innerText)`)
	tab.CheckAlone(receiver + "/_postback")
}

// TestListenPageCopies: with and without the right to the clipboard the command can be had.
func TestListenPageCopies(t *testing.T) {
	t.Parallel()
	receiver, _ := listening(t, io.Discard)
	send(t, "GET", receiver+"/v1?a=it's&api_key=s3cr3t", "", "")
	tab := browser.Open(t, receiver+"/_postback", browser.Wide())
	tab.WaitFor(`document.querySelector(".request")`)
	tab.Do(chromedp.Click(".request summary"))
	tab.WaitFor(`document.querySelector(".copy")`)
	tab.Is(`navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }`)
	tab.Do(chromedp.Click(".copy"))
	tab.WaitFor(`document.querySelector(".actions").innerText.includes("copied")`)
	want := `copied.startsWith("curl --globoff --path-as-is ") && copied.endsWith(" '` + receiver + `/v1?a=it'\\''s&api_key=***'")`
	if !tab.Is(want) {
		t.Errorf("not a command: %s is false", want)
	}
	tab.Is(`navigator.clipboard.writeText = () => Promise.reject(new Error("no"))`)
	tab.Do(chromedp.Click(".copy"))
	tab.WaitFor(`getSelection().toString().startsWith("curl --globoff")`)
}

// TestListenPageLooks takes pictures of the page for somebody to look at, and checks that nothing
// sticks out at the side.
func TestListenPageLooks(t *testing.T) {
	t.Parallel()
	receiver, _ := listening(t, io.Discard, "--expect", file(t, "expected.ndjson", expectedRequests), "--delay", "1ms")
	sendSample(t, receiver)
	for name, view := range map[string]browser.View{
		"light": browser.Wide(), "dark": {Width: 1280, Height: 900, Dark: true}, "narrow": {Width: 360, Height: 740}, "narrow-dark": {Width: 360, Height: 740, Dark: true},
	} {
		tab := browser.Open(t, receiver+"/_postback", view)
		tab.WaitFor(`document.querySelector("#count").innerText === "5 requests"`)
		tab.Is(`document.querySelectorAll("details").forEach((d, i) => { d.open = i === 0 || i === 2 || i === 3 })`)
		tab.WaitFor(`document.querySelectorAll(".copy").length === 3`)
		if tab.Is(`document.documentElement.scrollWidth > innerWidth`) {
			t.Errorf("%s: the page is wider than its window", name)
		}
		tab.Screenshot(*screenshots, "listen-"+name)
	}
}
