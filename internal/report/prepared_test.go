package report

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"postback/internal/call"
	"postback/internal/pixel"
	"postback/internal/plan"
	"postback/internal/redact"
	"postback/internal/template"
)

const preparedPixels = `
pixels:
  - name: Get "one"
    fire_on: incoming
    url: https://a.example/[Call:InboundCallId]?token=${env:K}&x=[User:x]&y=[User:y|User:x]&odd=${env:ODD}&q="&end=1
  - name: Get two
    fire_on: incoming
    encoding: raw
    url: https://a.example/[Call:InboundCallId]?t=2&x=[User:x]&y=[User:y|User:x]&${env:UNSET}&end=1
  - name: Text within JSON
    fire_on: incoming
    method: POST
    url: https://a.example/
    content_type: application/json
    headers: {X-Fixed: "a, b", X-Id: "[Call:InboundCallId]", Authorization: "Bearer ${env:K}"}
    body: '{"id":"[Call:InboundCallId]","x":"[User:x]","y":"[User:y|User:x]","q":"${env:QUOTE}","k":"${env:K}","é":1}'
  - name: Numbers within JSON
    fire_on: incoming
    method: POST
    url: https://a.example/
    content_type: application/json
    body: '{"id":"[Call:InboundCallId]","x":"[User:x]","y":"[User:y|User:x]","amount":[Call:ConversionAmount]}'
  - name: Form
    fire_on: incoming
    method: POST
    url: https://[User:host]/?x=[User:x]
    content_type: application/x-www-form-urlencoded
    body: x=[User:x]&token=[User:y]&k=${env:K}
  - name: Bytes
    fire_on: incoming
    method: PUT
    url: https://a.example/
    basic_auth: {username: "[User:x]", password: "${env:K}"}
    body: "[User:x] ${env:BYTES}"
  - {name: Text, fire_on: incoming, method: POST, url: "https://a.example/", body: "[User:x]; [User:y]"}
campaigns:
  - name: One
    pixels: [Get "one", Get two, Text within JSON, Numbers within JSON, Form, Bytes, Text]
  - name: Two
    pixels: [Get two, Get "one", Text within JSON]
`

// TestPreparedAsRendered: what a program that only shows prepares ahead changes no byte of what any
// format writes, call after call, with secrets hidden and not.
func TestPreparedAsRendered(t *testing.T) {
	t.Parallel()
	value := rapid.SampledFrom([]string{
		"", "x", "a b", `q"u\o`, "line\nline", "\u0085\u2028", "é", "\x7f", "plain-k3y", "token=abc", "a&b=c", "%41%", "'", ",", "44.9", "h.example",
	})
	set, hide := load(t, preparedPixels)
	rapid.Check(t, func(rt *rapid.T) {
		options := plan.Options{AllowHosts: []string{"h.example"}}
		if rapid.Bool().Draw(rt, "override") {
			token := template.Token{Category: "User", Name: "x"}
			options.Overrides = []plan.Override{{Token: token, Value: rapid.SampledFrom([]string{"set", "\xff", "\xc3"}).Draw(rt, "set")}}
		}
		var calls []string
		for i := range rapid.IntRange(1, 4).Draw(rt, "calls") {
			calls = append(calls, fmt.Sprintf(`{"inboundCallId":"RGB%d","campaignName":"%s","conversionAmount":%d,"tag:User:x":%s,"tag:User:y":%s,"tag:User:host":%s}`,
				i, rapid.SampledFrom([]string{"One", "Two"}).Draw(rt, "campaign"), i,
				appendJSONString(nil, []byte(value.Draw(rt, "x"))), appendJSONString(nil, []byte(value.Draw(rt, "y"))), appendJSONString(nil, []byte(value.Draw(rt, "host")))))
		}
		for _, hide := range []*redact.Redactor{hide, redact.Reveal()} {
			for _, format := range ResultFormats() {
				want := sheetOf(t, set, options, calls, format, hide, func(*plan.Program) {})
				got := sheetOf(t, set, options, calls, format, hide, func(p *plan.Program) { p.ShowOnly(hide, AppendQuoted) })
				if diff := cmp.Diff(want, got); diff != "" {
					rt.Fatalf("%s (-rendered +prepared):\n%s", format, diff)
				}
			}
		}
	})
}

// sheetOf is what a format makes of the pixels of some calls.
func sheetOf(t *testing.T, set *pixel.Set, options plan.Options, calls []string, format string, hide *redact.Redactor, prepare func(*plan.Program)) string {
	t.Helper()
	program, err := plan.Compile(set, options)
	if err != nil {
		t.Fatal(err)
	}
	prepare(program)
	sheet, err := NewSheet(format, plain(hide))
	if err != nil {
		t.Fatal(err)
	}
	planner, records := program.NewPlanner(), call.NewReader(strings.NewReader(strings.Join(calls, "\n")), call.ReaderOptions{Keys: program.Keys()})
	for range calls {
		record, err := records.Next()
		if err != nil {
			t.Fatal(err)
		}
		firings, err := planner.Plan(record)
		if err != nil {
			t.Fatal(err)
		}
		for i := range firings {
			sheet.Add(Result{Firing: &firings[i]})
		}
	}
	return string(sheet.text)
}

// TestCellsOfTables: a cell is written as encoding/csv writes it.
func TestCellsOfTables(t *testing.T) {
	t.Parallel()
	piece := rapid.SampledFrom([]string{"a", " ", ",", `"`, `\`, `\.`, "\n", "\r\n", "é", "\t", "https://a.example/?b=1&c=2", "·"})
	rapid.Check(t, func(rt *rapid.T) {
		cell := strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(rt, "cell"), "")
		var want bytes.Buffer
		rows := csv.NewWriter(&want)
		_ = rows.Write([]string{"x", someLines(cell)})
		rows.Flush()
		if got := string(appendCell([]byte("x"), []byte(cell))) + "\n"; got != want.String() {
			rt.Fatalf("%q is %q, not %q", cell, got, want.String())
		}
	})
}
