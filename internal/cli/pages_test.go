package cli

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postback/internal/browser"
)

// pageSite serves the pages that fire and report write about one run, in which a hostile receiver
// answers a hostile pixel.
func pageSite(t *testing.T) string {
	t.Helper()
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Hostile", "</pre><b>x</b>")
		if r.URL.Path == "/bad" {
			w.WriteHeader(http.StatusBadRequest)
		}
		_, _ = fmt.Fprint(w, hostile)
	}))
	t.Cleanup(receiver.Close)
	definitions := file(t, "pixels.yaml", `
pixels:
  - {name: Good, fire_on: incoming, url: "https://a.example/good?id=[Call:InboundCallId]&city=[User:city]&token=t0k3n-value"}
  - {name: '`+strings.ReplaceAll(hostile, "'", "''")+`', fire_on: incoming, url: "https://a.example/bad?q=[User:q]"}
`)
	folder := t.TempDir()
	evidence, lines, sum := filepath.Join(folder, "evidence.html"), filepath.Join(folder, "lines.ndjson"), filepath.Join(folder, "sum.html")
	record := `{"inboundCallId":"RGB1","tag:User:city":"Kansas City","tag:User:q":"\"><script>document.title='owned'</script>"}`
	fired := invoke(t, nil, record, "fire", "-f", definitions, "-c", "-", "--to", receiver.URL, "--report-html", evidence, "--format", "ndjson", "-o", lines)
	fired.expect(t, CodeRefused, "2 fired: 1 unverified, 1 rejected")
	invoke(t, nil, "", "report", lines, "--format", "html", "-o", sum).expect(t, CodeOK)
	site := httptest.NewServer(http.FileServerFS(os.DirFS(folder)))
	t.Cleanup(site.Close)
	return site.URL
}

// TestReportPages looks at what fire and report write in a browser: it is all there, nothing of it
// runs, nothing is fetched, and nothing sticks out at the side.
func TestReportPages(t *testing.T) {
	t.Parallel()
	site := pageSite(t)
	views := map[string]browser.View{
		"light": browser.Wide(), "dark": {Width: 1280, Height: 900, Dark: true}, "narrow": {Width: 360, Height: 740},
	}
	pages := map[string][]string{
		"/evidence.html": {"1\nunverified", "1\nrejected", "call RGB1", "Kansas City", "[User:city]", "***", "400 Bad Request", hostile},
		"/sum.html":      {"2\nfired", "1\nrejected", "Verdicts over time", "a.example", "Why postbacks did not count", "400 Bad Request", hostile},
	}
	for page, words := range pages {
		for name, view := range views {
			tab := browser.Open(t, site+page, view)
			tab.Is(`document.querySelectorAll("details").forEach((d) => { d.open = true })`)
			text := tab.Text("body")
			for _, word := range words {
				if !strings.Contains(text, word) {
					t.Errorf("%s does not show %q:\n%s", page, word, text)
				}
			}
			if strings.Contains(text, "t0k3n-value") {
				t.Errorf("%s shows a secret", page)
			}
			if tab.Is(`document.title === "owned" || document.querySelector("body img, body script, body b") !== null`) {
				t.Errorf("%s obeys what it shows", page)
			}
			if tab.Is(`document.documentElement.scrollWidth > innerWidth`) {
				t.Errorf("%s: %s is wider than its window", page, name)
			}
			tab.CheckAlone(site + page)
			tab.Screenshot(*screenshots, strings.Trim(strings.ReplaceAll(page, ".html", "-"), "/")+name)
		}
	}
}
