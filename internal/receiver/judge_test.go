package receiver_test

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"postback/internal/diag"
	"postback/internal/postback"
	"postback/internal/receiver"
	"postback/internal/yamldoc"
)

// reply is what a server answers.
type reply struct {
	status int
	header map[string]string
	body   string
	broken bool // the connection breaks within the body
}

// answered is what the real client makes of a reply.
func answered(t *testing.T, r reply) *postback.Outcome {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for name, value := range r.header {
			w.Header().Set(name, value)
		}
		if r.broken {
			w.Header().Set("Content-Length", fmt.Sprint(len(r.body)+1))
		}
		w.WriteHeader(max(r.status, 200))
		_, _ = w.Write([]byte(r.body))
	}))
	defer server.Close()
	endpoint, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	client := postback.NewClient(postback.Options{Endpoint: endpoint})
	defer client.Close()
	return client.Fire(t.Context(), &postback.Request{URL: []byte("https://receiver.test/")})
}

const (
	cakeURL     = "https://trk.network.test/p.ashx?o=1&f=pb"
	tuneURL     = "https://network.go2cloud.org/aff_lsr?offer_id=1"
	everflowURL = "https://trk.network.test/?nid=1&transaction_id=2"
	ga4URL      = "https://www.google-analytics.com/mp/collect?api_secret=1"
	debugURL    = "https://www.google-analytics.com/debug/mp/collect?api_secret=1"
	adsURL      = "https://googleads.googleapis.com/v23/customers/1:uploadCallConversions"
	metaURL     = "https://graph.facebook.com/v21.0/1/events"
	tiktokURL   = "https://business-api.tiktok.com/open_api/v1.3/event/track/"
	taboolaURL  = "https://trc.taboola.com/actions-handler/log/3/s2s-action?click-id=1&name=a"
	msURL       = "https://campaign.api.bingads.microsoft.com/Api/Advertiser/CampaignManagement/v13/CampaignManagementService.svc"
	hubspotURL  = "https://api.hubapi.com/crm/v3/objects/calls"
	kayzenURL   = "https://api-events.eventstracker.io/v1/ev?tp=ringba"

	htmlPage = "<!DOCTYPE html><html><head><title>502</title></head><body><center>nginx &nbsp; <br></center></body></html>"
	soap     = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><ApplyOfflineConversionsResponse xmlns="x"><PartialErrors xmlns:i="y">%s</PartialErrors></ApplyOfflineConversionsResponse></s:Body></s:Envelope>`
)

func cakeXML(code, words string) string {
	return `<?xml version="1.0" encoding="utf-8"?><result><code>` + code + `</code><msg>` + words + `</msg></result>`
}

// TestJudgeReceivers: what each receiver answers, through the real client, and what that means.
func TestJudgeReceivers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		url      string
		reply    reply
		want     postback.Verdict
		evidence string
	}{
		{cakeURL, reply{body: cakeXML("0", "SUCCESS")}, postback.Accepted, "<code>0</code>"},
		{cakeURL, reply{body: "\ufeff" + cakeXML(" 0\n", "SUCCESS")}, postback.Accepted, "<code>0</code>"},
		{cakeURL, reply{body: "SUCCESS"}, postback.Accepted, "SUCCESS"},
		{cakeURL, reply{body: cakeXML("7", "Invalid offer &amp; more")}, postback.Rejected, "<msg>Invalid offer & more</msg>"},
		{cakeURL, reply{body: cakeXML("0.0", "odd")}, postback.Rejected, "<msg>odd</msg>"},
		{cakeURL, reply{body: htmlPage}, postback.Rejected, ""},
		{cakeURL, reply{}, postback.Rejected, ""},
		{cakeURL, reply{status: 500, body: cakeXML("0", "SUCCESS")}, postback.Rejected, ""},
		{cakeURL, reply{body: "\x00\xff\x1b[2J"}, postback.Rejected, ""},

		{tuneURL, reply{body: "success=true;"}, postback.Accepted, "success=true"},
		{tuneURL, reply{body: "success=false; err_msg=Invalid Trans. ID #7;"}, postback.Rejected, "err_msg=Invalid Trans. ID #7"},
		{tuneURL, reply{body: "success=false; err_msg=Duplicate conversion;"}, postback.Duplicate, "err_msg=Duplicate conversion"},
		{tuneURL, reply{body: htmlPage}, postback.Unverified, ""},
		{tuneURL, reply{}, postback.Unverified, ""},
		{tuneURL, reply{status: 503, body: "success=true;"}, postback.Rejected, ""},

		{everflowURL, reply{body: `{"result":"success"}`}, postback.Unverified, ""},
		{everflowURL, reply{status: 400}, postback.Rejected, ""},

		{kayzenURL, reply{body: "OK"}, postback.Unverified, ""},
		{kayzenURL, reply{status: 202}, postback.Unverified, ""},
		{kayzenURL, reply{status: 401}, postback.Rejected, ""},

		{ga4URL, reply{status: 204}, postback.Unverified, ""},
		{ga4URL, reply{body: `{"validationMessages":[]}`}, postback.Unverified, ""},
		{debugURL, reply{body: "{\n  \"validationMessages\": [ ]\n}\n"}, postback.Accepted, `"validationMessages":[]`},
		{debugURL, reply{body: `{"validationMessages":[{"fieldPath":"events","description":"Event name [a b] is invalid.","validationCode":"NAME_INVALID"}]}`}, postback.Rejected, `"description":"Event name [a b] is invalid."`},
		{debugURL, reply{body: `[]`}, postback.Unverified, ""},
		{debugURL, reply{status: 204}, postback.Unverified, ""},
		{debugURL, reply{body: htmlPage}, postback.Unverified, ""},

		{adsURL, reply{body: `{"results":[{"callerId":"+1"}]}`}, postback.Accepted, `{"results":[{"callerId":"+1"}]}`},
		{adsURL, reply{body: `{"partialFailureError":{"code":3,"message":"The conversion precedes the call."},"results":[{}]}`}, postback.Rejected, `"message":"The conversion precedes the call."`},
		{adsURL, reply{body: htmlPage}, postback.Unverified, ""},
		{adsURL, reply{}, postback.Unverified, ""},
		{adsURL, reply{status: 401, body: `{"error":{}}`}, postback.Rejected, ""},

		{metaURL, reply{body: `{"events_received":1,"messages":[],"fbtrace_id":"A"}`}, postback.Accepted, `"events_received":1`},
		{metaURL, reply{body: `{"events_received":0}`}, postback.Unverified, ""},
		{metaURL, reply{body: `{`}, postback.Unverified, ""},
		{metaURL, reply{status: 400, body: `{"error":{"message":"Invalid parameter","code":100}}`}, postback.Rejected, `"message":"Invalid parameter"`},

		{tiktokURL, reply{body: `{"code":0,"message":"OK"}`}, postback.Accepted, `"code":0`},
		{tiktokURL, reply{body: `{"code":"0"}`}, postback.Accepted, `"code":"0"`},
		{tiktokURL, reply{body: `{"code":0.0,"message":"odd"}`}, postback.Rejected, `"message":"odd"`},
		{tiktokURL, reply{body: `{"code":40001,"message":"no permission"}`}, postback.Rejected, `"message":"no permission"`},
		{tiktokURL, reply{body: `{"code":0} {"code":1}`}, postback.Unverified, ""},
		{tiktokURL, reply{body: htmlPage}, postback.Unverified, ""},

		{taboolaURL, reply{status: 204}, postback.Accepted, ""},
		{taboolaURL, reply{status: 200}, postback.Unverified, ""},
		{taboolaURL, reply{status: 400, body: "bad"}, postback.Rejected, ""},

		{msURL, reply{body: fmt.Sprintf(soap, "")}, postback.Accepted, "<ApplyOfflineConversionsResponse></ApplyOfflineConversionsResponse>"},
		{msURL, reply{body: fmt.Sprintf(soap, "<BatchError><Code>1</Code><Message>too early</Message></BatchError>")}, postback.Rejected, "<Message>too early</Message>"},
		{msURL, reply{body: htmlPage}, postback.Unverified, ""},

		{hubspotURL, reply{status: 201, body: `{"id":"1"}`}, postback.Accepted, ""},
		{hubspotURL, reply{status: 207, body: `{"errors":[{"message":"no such contact"}]}`}, postback.Rejected, `"message":"no such contact"`},
		{hubspotURL, reply{status: 400, body: `{"message":"bad property","category":"VALIDATION_ERROR"}`}, postback.Rejected, `"message":"bad property"`},

		{"https://x.affise.com/postback?clickid=1", reply{body: `{"status":1}`}, postback.Unverified, ""},
		{"https://trk.network.test/postback?cid=1&payout=2", reply{body: "OK"}, postback.Unverified, ""},
		{"https://x.rdtk.io/postback?clickid=1", reply{body: `{"status":"OK"}`}, postback.Unverified, ""},
		{"https://trk.network.test/click.php?cnv_id=1&payout=2", reply{body: "OK"}, postback.Unverified, ""},
		{"https://trk.network.test/ab12/postback?subid=1&status=lead", reply{body: "Success"}, postback.Unverified, ""},
		{"https://hooks.zapier.com/hooks/catch/1/2/", reply{body: `{"status":"success"}`}, postback.Unverified, ""},
		{"https://hooks.zapier.com/hooks/catch/1/2/", reply{status: 429}, postback.Rejected, ""},
		{"https://hook.eu1.make.com/abc", reply{body: "Accepted"}, postback.Unverified, ""},
	}
	for _, test := range tests {
		o := answered(t, test.reply)
		new(receiver.Table).Judge(nil, []byte(test.url), o)
		if o.Expected == nil || o.Expected.By != postback.ByURL || o.Expected.Matched == "" {
			t.Errorf("%s is not recognised: %+v", test.url, o.Expected)
			continue
		}
		if o.Verdict != test.want || o.Evidence != test.evidence {
			t.Errorf("%s answered %+v: %s by %q (%s), want %s by %q", test.url, test.reply, o.Verdict, o.Evidence, o.Remark, test.want, test.evidence)
		}
		if o.Verdict == postback.Unverified && o.Remark == "" {
			t.Errorf("%s answered %+v: it is not said why that is unverified", test.url, test.reply)
		}
	}
}

// TestJudgeUnknown: nothing is claimed of an answer from nobody knows whom.
func TestJudgeUnknown(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"https://receiver.test/p?id=1", "%zz", "", "https://receiver.test/postback?cid=1"} {
		o := answered(t, reply{body: cakeXML("0", "SUCCESS")})
		new(receiver.Table).Judge(nil, []byte(address), o)
		if o.Verdict != postback.Unverified || o.Expected != nil || o.Evidence+o.Remark != "" {
			t.Errorf("%q: %s by %+v", address, o.Verdict, o.Expected)
		}
	}
}

// TestJudgeNoAnswer: where there is none the verdict stays, and it is still said who was expected.
func TestJudgeNoAnswer(t *testing.T) {
	t.Parallel()
	for _, verdict := range []postback.Verdict{postback.TimedOut, postback.Failed, postback.Unsent} {
		o := &postback.Outcome{Verdict: verdict, Status: 200, Body: []byte("SUCCESS")}
		new(receiver.Table).Judge(nil, []byte(cakeURL), o)
		if o.Verdict != verdict || o.Expected.Receiver != "cake" || o.Evidence != "" {
			t.Errorf("%s became %s", verdict, o.Verdict)
		}
	}
	o := answered(t, reply{body: cakeXML("0", "SUCCESS"), broken: true})
	new(receiver.Table).Judge(nil, []byte(cakeURL), o)
	if o.Verdict != postback.Failed {
		t.Errorf("an answer that breaks off is %s", o.Verdict)
	}
	refusal := answered(t, reply{status: 409, body: "Duplicate", broken: true})
	new(receiver.Table).Judge(expecting(t, "[{verdict: duplicate, status: 409}]"), nil, refusal)
	if refusal.Verdict != postback.Duplicate || refusal.Expected.By != postback.ByConditions {
		t.Errorf("a refusal whose words are lost is %s", refusal.Verdict)
	}
}

// expecting is what a pixel with that expect wants.
func expecting(t testing.TB, yaml string) *receiver.Expect {
	t.Helper()
	documents, faults := yamldoc.Parse(diag.NewSource("expect", []byte(yaml)))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	conditions := receiver.DecodeExpect(documents[0], &faults)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return &receiver.Expect{Conditions: conditions}
}

// TestJudgeConditions: every kind of condition, met and not met.
func TestJudgeConditions(t *testing.T) {
	t.Parallel()
	answer := reply{
		status: 201, header: map[string]string{"X-Result": "done", "Content-Type": "application/json"},
		body: ` {"code": 0, "big": 12345678901234567890, "f": 1.50, "s": "a b", "t": true, "n": null, "a/b": {"~": [1, {"x": "y"}]}, "o": {"b":1,"a":"<"}} `,
	}
	tests := []struct {
		yaml  string
		holds bool
	}{
		{"{status: 201}", true},
		{"{status: 200}", false},
		{"{status: [200, 201]}", true},
		{"{status: 2xx}", true},
		{"{status: [3xx, 4xx]}", false},
		{"{header: {x-result: done}}", true},
		{"{header: {X-Result: [a, done]}}", true},
		{"{header: {X-Result: Done}}", false},
		{"{header: {X-Result: {matches: ^d}}}", true},
		{"{header: {X-Other: {exists: false}}}", true},
		{"{header: {X-Other: {exists: true}}}", false},
		{"{header: {X-Other: x}}", false},
		{"{header: {X-Other: {not_equals: x}}}", true},
		{`{body_contains: '"code": 0'}`, true},
		{"{body_contains: nothing}", false},
		{`{body_matches: '"code":\s*0'}`, true},
		{"{body_matches: ^x}", false},
		{"{body_equals: x}", false},
		{"{json: {/code: 0}}", true},
		{"{json: {/code: 0.0}}", false},
		{"{json: {/code: '0'}}", true},
		{"{json: {/big: 12345678901234567890}}", true},
		{"{json: {/big: 12345678901234567891}}", false},
		{"{json: {/f: 1.5}}", false},
		{"{json: {/f: 1.50}}", true},
		{"{json: {/s: a b}}", true},
		{"{json: {/s: {contains: ' '}}}", true},
		{"{json: {/s: {contains: [x, b]}}}", true},
		{"{json: {/s: {matches: '^b'}}}", false},
		{"{json: {/t: true}}", true},
		{"{json: {/n: 'null'}}", true},
		{"{json: {/n: {exists: true}}}", true},
		{"{json: {/none: {exists: false}}}", true},
		{"{json: {/code: {exists: false}}}", false},
		{"{json: {/a~1b/~0/0: 1}}", true},
		{"{json: {/a~1b/~0/1/x: y}}", true},
		{"{json: {/a~1b/~0/01: 1}}", false},
		{"{json: {/a~1b/~0/2: {exists: true}}}", false},
		{"{json: {/a~1b/~0/-: {exists: true}}}", false},
		{`{json: {/o: '{"a":"<","b":1}'}}`, true},
		{"{json: {/code: {not_equals: [0, 1]}}}", false},
		{"{json: {/code: {not_equals: [1, 2], equals: 0}}}", true},
		{"{json: {/none: {not_equals: 0}}}", true},
		{"{xml: {/result: {exists: true}}}", false},
		{"{status: 201, json: {/code: 0}, header: {X-Result: done}}", true},
		{"{status: 201, json: {/code: 1}, header: {X-Result: done}}", false},
	}
	for _, test := range tests {
		o := answered(t, answer)
		new(receiver.Table).Judge(expecting(t, test.yaml), nil, o)
		want := postback.Rejected
		if test.holds {
			want = postback.Accepted
		}
		if o.Verdict != want {
			t.Errorf("%s: %s, %s", test.yaml, o.Verdict, o.Remark)
		}
		if !test.holds && !strings.HasPrefix(o.Remark, "expected ") {
			t.Errorf("%s: it is not said what was expected: %q", test.yaml, o.Remark)
		}
	}
}

// TestJudgeOrder: the first expectation that holds counts, and the status decides when none does.
func TestJudgeOrder(t *testing.T) {
	t.Parallel()
	const list = `
- {verdict: duplicate, body_contains: DUP, remark: had it}
- {verdict: rejected, body_matches: '(?i)error', quote: {body_matches: 'code \d+'}}
- {verdict: accepted, body_contains: OK, quote: {header: x-id}}
- {verdict: unverified, status: 202}
`
	tests := []struct {
		reply            reply
		verdict          postback.Verdict
		evidence, remark string
	}{
		{reply{body: "OK DUP"}, postback.Duplicate, "DUP", "had it"},
		{reply{body: "ERROR OK code 12"}, postback.Rejected, "code 12", ""},
		{reply{body: "ERROR"}, postback.Rejected, "ERROR", ""},
		{reply{body: "OK", header: map[string]string{"X-Id": "7"}}, postback.Accepted, "X-Id: 7", ""},
		{reply{body: "OK", status: 500}, postback.Accepted, "OK", ""},
		{reply{status: 202}, postback.Unverified, "", ""},
		{reply{status: 204}, postback.Unverified, "", ""},
		{reply{status: 404}, postback.Rejected, "", ""},
	}
	for _, test := range tests {
		o := answered(t, test.reply)
		new(receiver.Table).Judge(expecting(t, list), nil, o)
		if o.Verdict != test.verdict || o.Evidence != test.evidence || o.Remark != test.remark {
			t.Errorf("%+v: %s by %q, %q", test.reply, o.Verdict, o.Evidence, o.Remark)
		}
		if o.Success() != (test.reply.status < 300) {
			t.Errorf("%+v: the platform's own verdict is %t", test.reply, o.Success())
		}
	}
}

func gzipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.String()
}

func deflated(text string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.String()
}

func encoded(coding string) map[string]string { return map[string]string{"Content-Encoding": coding} }

func typed(contentType string) map[string]string {
	return map[string]string{"Content-Type": contentType}
}

// TestJudgeOddBodies: compression and character sets are undone within bounds, and what was not read is
// never taken for proof.
func TestJudgeOddBodies(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 80<<10)
	good := cakeXML("0", "fine")
	utf16 := func(order string) string {
		var b strings.Builder
		for _, c := range []byte(good) {
			if order == "little" {
				b.Write([]byte{c, 0})
			} else {
				b.Write([]byte{0, c})
			}
		}
		return b.String()
	}
	const accept = "{xml: {/result/code: 0}}"
	tests := []struct {
		name   string
		yaml   string
		reply  reply
		want   postback.Verdict
		remark string
	}{
		{"gzip", accept, reply{header: encoded("gzip"), body: gzipped(good)}, postback.Accepted, ""},
		{"deflate", accept, reply{header: encoded("Deflate"), body: deflated(good)}, postback.Accepted, ""},
		{"identity", accept, reply{header: encoded("identity"), body: good}, postback.Accepted, ""},
		{"gzip that is none", accept, reply{header: encoded("gzip"), body: good}, postback.Unverified, "the answer says it is compressed as gzip and is not"},
		{"gzip that breaks off", accept, reply{header: encoded("gzip"), body: gzipped(good)[:20]}, postback.Unverified, "the compressed answer breaks off"},
		{"gzip of nothing", accept, reply{header: encoded("gzip")}, postback.Rejected, "expected xml /result/code equals 0"},
		{"another compression", accept, reply{header: encoded("br"), body: "x"}, postback.Unverified, "the answer is compressed in a way that is not read (br), so that xml /result/code equals 0 cannot be told"},
		{"another compression, status", "{status: 200}", reply{header: encoded("br"), body: "x"}, postback.Accepted, ""},
		{"a gzip bomb", "{body_contains: end}", reply{header: encoded("gzip"), body: gzipped(strings.Repeat(" ", 4<<20) + "end")}, postback.Unverified, "decompresses to more than is read"},
		{"what was read of a gzip bomb", "{body_contains: start}", reply{header: encoded("gzip"), body: gzipped("start" + strings.Repeat(" ", 4<<20))}, postback.Accepted, ""},

		{"UTF-16 with a mark", accept, reply{body: "\xff\xfe" + utf16("little")}, postback.Accepted, ""},
		{"UTF-16 with the other mark", accept, reply{body: "\xfe\xff" + utf16("big")}, postback.Accepted, ""},
		{"UTF-16 by its type", accept, reply{header: typed("text/xml; charset=UTF-16LE"), body: utf16("little")}, postback.Accepted, ""},
		{"Latin-1 by its type", "{body_contains: gelöscht}", reply{header: typed("text/plain; charset=ISO-8859-1"), body: "gel\xf6scht"}, postback.Accepted, ""},
		{"XML of another character set", accept, reply{body: strings.Replace(good, "utf-8", "windows-1252", 1)}, postback.Accepted, ""},
		{"a type that is none", accept, reply{header: typed("text/xml; charset"), body: good}, postback.Accepted, ""},

		{"cut off behind the element", accept, reply{body: good + long}, postback.Accepted, ""},
		{"cut off before the element", accept, reply{body: "<result><a>" + long + "</a><code>0</code></result>"}, postback.Unverified, "the answer was cut off, so that xml /result/code equals 0 cannot be told"},
		{"cut off within the element", accept, reply{body: "<result><code>0" + strings.Repeat(" ", 80<<10) + "</code></result>"}, postback.Unverified, "cut off"},
		{"JSON that was cut off", "{json: {/code: 0}}", reply{body: `{"code":0,"x":"` + long + `"}`}, postback.Unverified, "cut off"},
		{"absence in JSON that was cut off", "{json: {/error: {exists: false}}}", reply{body: `{"code":0,"x":"` + long + `"}`}, postback.Unverified, "cut off"},
		{"text before the cut", "{body_contains: OK}", reply{body: "OK" + long}, postback.Accepted, ""},
		{"text behind the cut", "{body_contains: OK}", reply{body: long + "OK"}, postback.Unverified, "cut off"},
		{"a pattern at the cut", "{body_matches: x$}", reply{body: long + "y"}, postback.Unverified, "cut off"},
		{"a pattern before the cut", "{body_matches: ^OK}", reply{body: "OK" + long}, postback.Accepted, ""},
		{"no pattern before the cut", "{body_matches: OK}", reply{body: long}, postback.Unverified, "cut off"},
		{"the whole body, cut off", "{body_equals: OK}", reply{body: "OK" + strings.Repeat(" ", 80<<10)}, postback.Unverified, "cut off"},
		{"another condition fails", "{status: 201, body_contains: OK}", reply{body: long}, postback.Rejected, "expected status equals 201"},
		{"a refusal that was cut off", "[{verdict: duplicate, body_contains: DUP}]", reply{status: 400, body: long}, postback.Rejected, "cut off"},

		{"an entity bomb", accept, reply{body: `<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><result><code>&b;</code></result>`}, postback.Rejected, "expected xml"},
		{"an external entity", accept, reply{body: `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><result><code>&x;</code></result>`}, postback.Rejected, "expected xml"},
		{"nesting without end", accept, reply{body: strings.Repeat("<a>", 2000) + good}, postback.Rejected, "expected xml"},
		{"HTML", accept, reply{body: htmlPage}, postback.Rejected, "expected xml"},
		{"a namespace", accept, reply{body: `<n:result xmlns:n="x"><n:code n:a="1">0</n:code></n:result>`}, postback.Accepted, ""},
		{"the same name deeper", accept, reply{body: `<result><x><code>0</code></x><code>1</code></result>`}, postback.Rejected, "expected xml"},
		{"within another root", accept, reply{body: `<a><result><code>0</code></result></a>`}, postback.Rejected, "expected xml"},
		{"CDATA and a comment", accept, reply{body: `<result><code><!-- 1 --><![CDATA[0]]></code></result>`}, postback.Accepted, ""},
		{"an empty element", "{xml: {/result/code: ''}}", reply{body: `<result><code/></result>`}, postback.Accepted, ""},
	}
	for _, test := range tests {
		o := answered(t, test.reply)
		new(receiver.Table).Judge(expecting(t, test.yaml), nil, o)
		if o.Verdict != test.want || !strings.Contains(o.Remark, test.remark) {
			t.Errorf("%s: %s, %q, want %s, %q", test.name, o.Verdict, o.Remark, test.want, test.remark)
		}
	}
}

// TestJudgeByName: a receiver that the pixel names counts, and one of the definitions goes before the
// one that is built in.
func TestJudgeByName(t *testing.T) {
	t.Parallel()
	var own receiver.Table
	own.Add(&receiver.Receiver{Name: "cake", Address: receiver.Address{Hosts: []string{"trk.network.test"}}, Expect: []receiver.Expectation{{Verdict: postback.Duplicate}}})
	tests := []struct {
		table *receiver.Table
		name  string
		url   string
		want  postback.Verdict
		by    postback.ExpectedBy
	}{
		{&receiver.Table{}, "cake", tuneURL, postback.Accepted, postback.ByName},
		{&own, "cake", tuneURL, postback.Duplicate, postback.ByName},
		{&own, "", cakeURL, postback.Duplicate, postback.ByURL},
		{&own, "tune", cakeURL, postback.Unverified, postback.ByName},
		{&own, "", "https://other.test/p.ashx", postback.Unverified, ""},
	}
	for _, test := range tests {
		o := answered(t, reply{body: cakeXML("0", "SUCCESS")})
		var expect *receiver.Expect
		if test.name != "" {
			expect = &receiver.Expect{Receiver: test.name}
		}
		test.table.Judge(expect, []byte(test.url), o)
		by := postback.ExpectedBy("")
		if o.Expected != nil {
			by = o.Expected.By
		}
		if o.Verdict != test.want || by != test.by {
			t.Errorf("%q at %s: %s by %q, want %s by %q", test.name, test.url, o.Verdict, by, test.want, test.by)
		}
	}
}

// TestEvidenceIsBounded: a quotation is no place for a whole body, nor for half a character.
func TestEvidenceIsBounded(t *testing.T) {
	t.Parallel()
	o := answered(t, reply{body: cakeXML("1", strings.Repeat("é", 20<<10))})
	new(receiver.Table).Judge(nil, []byte(cakeURL), o)
	if len(o.Evidence) > 5<<10 || !strings.HasPrefix(o.Evidence, "<msg>é") || strings.ToValidUTF8(o.Evidence, "") != o.Evidence {
		t.Errorf("evidence of %d bytes: %.20s…", len(o.Evidence), o.Evidence)
	}
}
