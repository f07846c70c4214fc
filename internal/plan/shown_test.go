package plan

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"postback/internal/config"
	"postback/internal/redact"
)

// TestShownURL: what a program shows of a URL after Hide is what the redactor makes of the whole
// URL, whatever secrets there are and wherever they turn up.
func TestShownURL(t *testing.T) {
	t.Parallel()
	piece := rapid.SampledFrom([]string{
		"[Call:X]", "[User:y]", "[Call:X|User:y]", "${env:K}", "${env:L}", "&", "&", "=", "=", "token=", "&api_key=", "&sig=", "u=http://", "k3y", "part", "ab",
		"%3D", "%26", "/", "?", "#", ":", "@", "x", "é", "+", "a3N5", "=", "***",
	})
	value := rapid.SampledFrom([]string{
		"", "x", "s3cr3t-k3y", "part", "ed-secret", "token=abc", "&sig=1", "http://u:p@h/", "http://u", ":p@h", "ab", "=", "%3D", "czNjcjN0LWszeQ==", "${env:Z}", "é +", "***",
	})
	secret := rapid.SampledFrom([]string{"s3cr3t-k3y", "parted-secret", "ab", "a&b", "k3yx", "=abc", "é +", "", "****"})
	shown := 0
	rapid.Check(t, func(rt *rapid.T) {
		url := "https://a.example/" + strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(rt, "url"), "")
		encoding := rapid.SampledFrom([]string{"component", "form", "raw"}).Draw(rt, "encoding")
		secrets := map[string]string{"K": secret.Draw(rt, "K"), "L": secret.Draw(rt, "L")}
		yaml := fmt.Sprintf("pixels: [{name: P, fire_on: incoming, encoding: %s, url: %q}, {name: Q, fire_on: incoming, encoding: %s, url: %q}]",
			encoding, url, encoding, "https://b.example/?first=1&"+url)
		lookup := func(name string) (string, bool) { return secrets[name], secrets[name] != "" }
		set, faults, err := config.Load([]string{"-"}, config.Options{Lookup: lookup, Stdin: strings.NewReader(yaml)})
		if err != nil || faults.HasErrors() {
			rt.Skip("not a template")
		}
		p, err := Compile(set, Options{})
		if err != nil {
			t.Fatal(err)
		}
		hide := redact.New(redact.Secret{Name: "env:K", Value: secrets["K"]}, redact.Secret{Name: "env:L", Value: secrets["L"]})
		p.ShowOnly(hide, quoted)
		planner := p.NewPlanner()
		for range 2 {
			json := fmt.Sprintf(`{"Call:X":%q,"tag:User:y":%q}`, value.Draw(rt, "x"), value.Draw(rt, "y"))
			firings, err := planner.Plan(record(t, p, json))
			if err != nil {
				rt.Fatal(err)
			}
			for i := range firings {
				f := &firings[i]
				if f.bound.shown != nil {
					shown++
				}
				if got, want := string(f.AppendShownURL([]byte("> "), hide)), "> "+hide.URL(string(f.URL())); got != want && f.Decision == Fire {
					rt.Fatalf("%s shows\n%s, not\n%s", f.URL(), got, want)
				}
				if got, ok := f.AppendQuotedURL([]byte("> "), hide); ok && string(got) != string(quoted([]byte("> "), f.AppendShownURL(nil, hide))) {
					rt.Fatalf("%s is quoted as %s", f.AppendShownURL(nil, hide), got)
				}
				other := redact.New()
				if got, want := string(f.AppendShownURL(nil, other)), other.URL(string(f.URL())); got != want {
					rt.Fatalf("for another redactor: %s, not %s", got, want)
				}
			}
		}
	})
	if shown == 0 {
		t.Error("no URL was hidden ahead")
	}
}

// quoted is a way of quoting that texts show: of a quotation mark and what a URL cannot hold.
func quoted(dst, text []byte) []byte {
	return append(dst, bytes.ReplaceAll(text, []byte(`"`), []byte(`\"`))...)
}
