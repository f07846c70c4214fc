package golden

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/call"
	"postback/internal/plan"
)

// differ compiles two definitions and plans calls with both.
func differ(t testing.TB, before, after, calls string) (*Differ, error) {
	t.Helper()
	keys := call.NewKeys()
	compile := func(yaml string) *plan.Program {
		p, err := plan.Compile(loadSet(t, yaml), plan.Options{Keys: keys})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	d := NewDiffer(compile(before), compile(after))
	reader := call.NewReader(strings.NewReader(calls), call.ReaderOptions{Keys: keys})
	for {
		record, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return d, nil
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Add(record); err != nil {
			return d, err
		}
	}
}

// toldChanges are changes in a line each.
func toldChanges(c *Changes) []string {
	lines := []string{fmt.Sprintf("%d of %d", c.Changed, c.Calls)}
	for _, p := range c.Pixels {
		for _, e := range p.Entries {
			line := fmt.Sprintf("%s %d× %s", p.Pixel, e.Count, e.Kind)
			if e.Kind == Differed {
				line += fmt.Sprintf(" %s %s %s", e.Part, e.Name, e.Change)
			}
			if e.To != "" {
				line += " " + e.To
			}
			for _, s := range e.Samples {
				line += fmt.Sprintf("; %s: «%s» «%s»%s", s.CallID, s.Want, s.Got, s.Reason)
			}
			lines = append(lines, line)
		}
	}
	return lines
}

// TestDiffer: what becomes of requests, grouped.
func TestDiffer(t *testing.T) {
	t.Parallel()
	const calls = `{"inboundCallId":"R1","tag:User:x":"+1","tag:User:y":"+1"} {"inboundCallId":"R2","tag:User:x":"a","tag:User:y":"b"}`
	one := func(lines string) string { return "pixels:\n  - {name: P, fire_on: incoming, " + lines + "}\n" }
	tests := []struct {
		name, before, after string
		want                []string
	}{
		{"nothing", one(`url: "https://a.example/?x=[User:x]"`), one(`url: "https://a.example/?x=[tag:User:x]"`), []string{"0 of 2"}},
		{"another token", one(`url: "https://a.example/?x=[User:x]"`), one(`url: "https://a.example/?x=[User:y]"`), []string{"1 of 2", "P 1× changes parameter x changed; R2: «a» «b»"}},
		{
			"renamed", one(`url: "https://a.example/?caller=[User:x]&z=1"`), one(`url: "https://a.example/?from=[User:x]&z=1"`),
			[]string{"2 of 2", "P 2× changes parameter caller renamed from; R1: «+1» «+1»; R2: «a» «a»"},
		},
		{
			"a plus that is a space", one(`url: "https://a.example/?x=+1"`), one(`url: "https://a.example/?x=%2B1"`),
			[]string{"2 of 2", "P 2× changes parameter x changed; R1: « 1» «+1»; R2: « 1» «+1»"},
		},
		{
			"a space written otherwise", one(`url: "https://a.example/?x=a+b"`), one(`url: "https://a.example/?x=a%20b"`),
			[]string{"2 of 2", "P 2× changes parameter x reencoded; R1: «x=a+b» «x=a%20b»; R2: «x=a+b» «x=a%20b»"},
		},
		{
			"order", one(`url: "https://a.example/?x=1&y=2"`), one(`url: "https://a.example/?y=2&x=1"`),
			[]string{"2 of 2", "P 2× changes parameter  reordered; R1: «x, y» «y, x»; R2: «x, y» «y, x»"},
		},
		{
			"an empty pair", one(`url: "https://a.example/?x=1"`), one(`url: "https://a.example/?x=1&"`),
			[]string{"2 of 2", "P 2× changes url  reencoded; R1: «https://a.example/?x=1» «https://a.example/?x=1&»; R2: «https://a.example/?x=1» «https://a.example/?x=1&»"},
		},
		{"method, path, fragment and header", one(`url: "https://a.example/x#f", headers: {A: b}`), one(`url: "https://a.example/y", method: PUT, headers: {A: c, D: e}`), []string{
			"2 of 2", "P 2× changes method  changed; R1: «GET» «PUT»; R2: «GET» «PUT»", "P 2× changes endpoint  changed; R1: «https://a.example/x» «https://a.example/y»; R2: «https://a.example/x» «https://a.example/y»",
			"P 2× changes fragment  removed; R1: «f» «»; R2: «f» «»", "P 2× changes header A changed; R1: «b» «c»; R2: «b» «c»", "P 2× changes header D added; R1: «» «e»; R2: «» «e»",
		}},
		{
			"bodies", one(`url: "https://a.example/", body: '{"a":[[1,{"b":2}]],"c":"[User:x]"}', content_type: application/json`), one(`url: "https://a.example/", body: '{"a":[[2,{"b":2}]],"c":"[User:x]"}', content_type: application/json`),
			[]string{"2 of 2", "P 2× changes json /a/0 changed; R1: «1» «2»; R2: «1» «2»"},
		},
		{"a body of another kind", one(`url: "https://a.example/", body: a=1, content_type: application/x-www-form-urlencoded`), one(`url: "https://a.example/", body: a=1, content_type: text/plain`), []string{
			"2 of 2", "P 2× changes header Content-Type changed; R1: «application/x-www-form-urlencoded» «text/plain»; R2: «application/x-www-form-urlencoded» «text/plain»",
			"P 2× changes form a removed; R1: «1» «»; R2: «1» «»",
		}},
		{"a text", one(`url: "https://a.example/", body: a`), one(`url: "https://a.example/", body: b`), []string{"2 of 2", "P 2× changes body  changed; R1: «a» «b»; R2: «a» «b»"}},
		{"credentials", one(`url: "https://a.example/", basic_auth: {username: a}`), one(`url: "https://a.example/", basic_auth: {username: b}`), []string{"2 of 2", "P 2× changes basic_auth username changed; R1: «a» «b»; R2: «a» «b»"}},
		{
			"an authentication", one(`url: "https://a.example/"`),
			one(`url: "https://a.example/", authentication: t`) + "authentications: [{name: t, request: {url: 'https://a.example/', token: /t}}]\n",
			[]string{"2 of 2", "P 2× changes authentication  added; R1: «» «t»; R2: «» «t»"},
		},
		{
			"a filter", one(`url: "https://a.example/"`), one(`url: "https://a.example/", filters: [{tag: User:x, equals: a}]`),
			[]string{"1 of 2", `P 1× vanishes; R1: «» «»User:x equals a: it is "+1"`},
		},
		{
			"without the filter", one(`url: "https://a.example/", filters: [{tag: User:x, equals: a}]`), one(`url: "https://a.example/"`),
			[]string{"1 of 2", `P 1× appears; R1: «» «»User:x equals a: it is "+1"`},
		},
		{
			"another name", one(`url: "https://a.example/"`), strings.ReplaceAll(one(`url: "https://a.example/"`), "P", "Q"),
			[]string{"2 of 2", "P 2× vanishes; R1: «» «»there is no such pixel; R2: «» «»there is no such pixel", "Q 2× appears; R1: «» «»there is no such pixel; R2: «» «»there is no such pixel"},
		},
		{"broken", one(`url: "https://a.example/"`), one(`url: "https://[User:x].example/"`), []string{
			"2 of 2", `P 2× breaks; R1: «» «»a token stands in the host and gives the host "+1.example" for this call; --allow-host has to name it; R2: «» «»a token stands in the host and gives the host "a.example" for this call; --allow-host has to name it`,
		}},
		{"mended", one(`url: "https://[User:x].example/"`), one(`url: "https://a.example/"`), []string{
			"2 of 2", `P 2× appears; R1: «» «»a token stands in the host and gives the host "+1.example" for this call; --allow-host has to name it; R2: «» «»a token stands in the host and gives the host "a.example" for this call; --allow-host has to name it`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, err := differ(t, tt.before, tt.after, calls)
			if diff := cmp.Diff(tt.want, toldChanges(d.Changes())); diff != "" || err != nil {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
		})
	}
}

// TestDifferCampaigns: a call that only one of the definitions can plan is a change, and one that
// neither can is an error.
func TestDifferCampaigns(t *testing.T) {
	t.Parallel()
	const pixels = "pixels: [{name: P, fire_on: incoming, url: 'https://a.example/'}]\n"
	const spring, fall = pixels + "campaigns: [{name: Spring, pixels: [P]}]\n", pixels + "campaigns: [{name: Fall, pixels: [P]}]\n"
	d, err := differ(t, spring, fall, `{"inboundCallId":"R1","campaignName":"Spring"}`)
	want := []string{"1 of 1", `P 1× vanishes; R1: «» «»unknown campaign "Spring"; defined: Fall`}
	if diff := cmp.Diff(want, toldChanges(d.Changes())); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if _, err := differ(t, spring, fall, `{"inboundCallId":"R1","campaignName":"Winter"}`); err == nil || !strings.Contains(err.Error(), `unknown campaign "Winter"`) {
		t.Error(err)
	}
}

// TestDifferBounded: many calls with one change are one entry with three samples, and values that
// name parameters make no more entries than are kept.
func TestDifferBounded(t *testing.T) {
	t.Parallel()
	const n = 1000
	var calls strings.Builder
	for i := range n {
		fmt.Fprintf(&calls, `{"inboundCallId":"R%d","tag:User:x":"&p%d=1"}`+"\n", i, i)
	}
	one := func(url string) string {
		return "pixels:\n  - {name: P, fire_on: incoming, encoding: raw, url: 'https://a.example/?" + url + "'}\n"
	}
	d, err := differ(t, one("id=[Call:InboundCallId]"), one("ident=[Call:InboundCallId]"), calls.String())
	if entries := d.Changes().Pixels[0].Entries; err != nil || len(entries) != 1 || entries[0].Count != n || len(entries[0].Samples) != 3 {
		t.Errorf("%v: %q", err, toldChanges(d.Changes()))
	}
	d, err = differ(t, one("a=1"), one("a=1[User:x]"), calls.String())
	p := d.Changes().Pixels[0]
	last := p.Entries[len(p.Entries)-1]
	if err != nil || len(p.Entries) != entriesKept+1 || last.Count != n-entriesKept || last.Name != "…" || p.Calls != n {
		t.Errorf("%v: %d entries, the last %+v", err, len(p.Entries), last)
	}
}
