package receiver_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"postback/internal/diag"
	"postback/internal/postback"
	"postback/internal/receiver"
	"postback/internal/yamldoc"
)

// everyCondition has each kind of condition, so that every part of an answer is looked at.
const everyCondition = `
- {verdict: duplicate, body_contains: DUP, json: {/a/0: {exists: false}}}
- {verdict: rejected, xml: {/result/msg: {matches: ^bad}}, quote: {xml: /result/msg}}
- {verdict: accepted, xml: {/result/code: [0, 1], /result/error: {exists: false}}}
- {verdict: rejected, json: {/code: {not_equals: 0}, /message: {contains: e}}, quote: {json: /message}}
- {verdict: accepted, json: {/code: 0, /e: {exists: false}}}
- {verdict: rejected, body_matches: '(?i)\berror\b[^;]*', header: {X-Result: bad}}
- {verdict: accepted, body_matches: '(?m)^OK$'}
- {verdict: duplicate, body_equals: "again"}
- {verdict: rejected, body_contains: no}
`

// FuzzJudge: no answer makes judging panic, and whatever is cut off an answer, what is left has the same
// verdict as the whole or none.
func FuzzJudge(f *testing.F) {
	expect := expecting(f, everyCondition)
	for _, body := range []string{
		"", "DUP", "OK\n", "again", "an error; no", cakeXML("0", "fine"), cakeXML("7", "bad &amp; worse"),
		`{"code":0,"a":[1]}`, `{"code":1,"message":"me"}`, htmlPage, "\xff\xfeO\x00K\x00", "<result><code>0</code><error/></result>",
		"<result><![CDATA[<code>0</code>]]></result>", gzipped("OK"), "é DUP é", "{\"code\":0}\x00", "<a:result b=c><code>1",
	} {
		f.Add([]byte(body), uint16(len(body)/2), "", "text/xml; charset=utf-8")
		f.Add([]byte(body), uint16(1), "gzip", "application/json; charset=latin1")
	}
	f.Fuzz(func(t *testing.T, body []byte, cut uint16, coding, contentType string) {
		whole := judged(expect, body, false, coding, contentType)
		if len(whole.Evidence) > 5<<10 {
			t.Errorf("%d bytes of evidence", len(whole.Evidence))
		}
		part := judged(expect, body[:min(int(cut), len(body))], true, coding, contentType)
		if part.Verdict != whole.Verdict && part.Verdict != postback.Unverified {
			t.Errorf("%q is %s, and its part %q is %s by %q (%s)", body, whole.Verdict, part.Body, part.Verdict, part.Evidence, part.Remark)
		}
	})
}

func judged(expect *receiver.Expect, body []byte, truncated bool, coding, contentType string) *postback.Outcome {
	o := &postback.Outcome{
		Verdict: postback.Unverified, Status: 200, Body: bytes.Clone(body), BodyTruncated: truncated,
		Header: http.Header{"Content-Encoding": {coding}, "Content-Type": {contentType}, "X-Result": {"bad"}},
	}
	new(receiver.Table).Judge(expect, nil, o)
	return o
}

// FuzzDecode: no text makes decoding panic or point outside the file, and what has no fault can judge
// and be imitated.
func FuzzDecode(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("data", "*.yaml"))
	if err != nil || len(files) == 0 {
		f.Fatal("no receivers", err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	f.Add([]byte("name: x\nexpect:\n- {verdict: a, status: [x, 1], json: {a: {}}, xml: {a: []}, quote: {json: 1, xml: 2}}\n"))
	f.Add([]byte("name: [x]\nmatch: {hosts: {}, query: [], has: }\nanswers: {good: {status: x}}\nparameters: [1, {pattern: '('}]\nduplicate_by: {}\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		source := diag.NewSource("fuzz.yaml", content)
		documents, faults := yamldoc.Parse(source)
		for _, document := range documents {
			r := receiver.Decode(document, &faults)
			receiver.DecodeExpect(document, &faults)
			if len(faults) == 0 {
				use(r)
			}
		}
		for _, d := range faults {
			if d.Span.Source != source || d.Span.Start < 0 || d.Span.End > len(content) || d.Message == "" || d.Rule == "" {
				t.Errorf("half a diagnostic: %+v", d)
			}
		}
	})
}

// use does with a receiver what it is for.
func use(r *receiver.Receiver) {
	var table receiver.Table
	table.Add(r)
	o := &postback.Outcome{Verdict: postback.Unverified, Status: 200, Body: []byte(`{"code":0}`)}
	table.Judge(&receiver.Expect{Receiver: r.Name}, []byte("https://a.test/p.ashx?o=1"), o)
	table.Judge(nil, []byte("https://a.test/p.ashx?o=1"), o)
	for _, kind := range receiver.Kinds() {
		r.Answer(kind)
	}
	r.Imitate(received("a=1&b=2", `{"a":[1]}`), func(string) bool { return true })
}
