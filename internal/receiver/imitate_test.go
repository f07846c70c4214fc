package receiver_test

import (
	"net/url"
	"testing"

	"postback/internal/postback"
	"postback/internal/receiver"
)

func builtIn(t *testing.T, name string) *receiver.Receiver {
	t.Helper()
	r, ok := new(receiver.Table).Lookup(name)
	if !ok {
		t.Fatalf("there is no receiver %s", name)
	}
	return r
}

func received(query, body string) receiver.Received {
	values, _ := url.ParseQuery(query)
	return receiver.Received{Body: []byte(body), Query: func(name string) (string, bool) { return values.Get(name), values.Has(name) }}
}

// TestImitate: receivers answer as their data says.
func TestImitate(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, query, body string
		kind              receiver.Kind
		parameter         string
		status            int
		want              string
	}{
		{"cake", "o=1&t=2", "", receiver.Good, "", 200, `<?xml version="1.0" encoding="utf-8"?><result><code>0</code><msg>SUCCESS</msg></result>`},
		{"tune", "transaction_id=abc", "", receiver.Good, "", 200, "success=true;"},
		{"tune", "transaction_id=<b>&", "", receiver.Invalid, "transaction_id", 200, "success=false; err_msg=Invalid Trans. ID #&lt;b&gt;;"},
		{"taboola", "name=sale", "", receiver.Missing, "click-id", 400, ""},
		{"taboola", "name=sale&click-id=", "", receiver.Missing, "click-id", 400, ""},
		{"taboola", "name=sale&click-id={clickid}", "", receiver.Invalid, "click-id", 400, ""},
		{"taboola", "name=sale&click-id=abc", "", receiver.Good, "", 204, ""},
		{"everflow", "nid=1", "", receiver.Missing, "transaction_id", 200, ""},
		{"ga4", "", "", receiver.Missing, "api_secret", 204, ""},
		{"ga4-debug", "api_secret=1&measurement_id=G-1", `{"events":[{"name":"sale"}]}`, receiver.Good, "", 200, `{"validationMessages":[]}`},
		{
			"ga4-debug", "api_secret=1&measurement_id=G-1", `{"events":[{"name":"a \"sale\""}]}`, receiver.Invalid, "/events/0/name", 200,
			`{"validationMessages":[{"fieldPath":"/events/0/name","description":"/events/0/name has the invalid value [a \"sale\"].","validationCode":"VALUE_INVALID"}]}`,
		},
	}
	for _, test := range tests {
		got := builtIn(t, test.name).Imitate(received(test.query, test.body), nil)
		if got.Kind != test.kind || got.Parameter != test.parameter || got.Status != test.status || got.Body != test.want {
			t.Errorf("%s of %q %s is %s (%s), answered %d %s", test.name, test.query, test.body, got.Kind, got.Parameter, got.Status, got.Body)
		}
	}
}

// TestImitateDuplicates: a good postback that comes again is a duplicate, and nothing else is
// remembered.
func TestImitateDuplicates(t *testing.T) {
	t.Parallel()
	remembered := map[string]bool{}
	seen := func(identity string) bool {
		before := remembered[identity]
		remembered[identity] = true
		return before
	}
	tune := builtIn(t, "tune")
	for i, want := range []receiver.Kind{receiver.Good, receiver.Duplicate, receiver.Duplicate} {
		if got := tune.Imitate(received("transaction_id=7&offer_id=1", ""), seen); got.Kind != want {
			t.Errorf("postback %d is %s, want %s", i, got.Kind, want)
		}
	}
	for _, query := range []string{"transaction_id=<>", "transaction_id=<>", "offer_id=1", "offer_id=1"} {
		if got := tune.Imitate(received(query, ""), seen); got.Kind == receiver.Duplicate {
			t.Errorf("%s is a duplicate", query)
		}
	}
	voluum := builtIn(t, "voluum")
	voluum.Imitate(received("cid=1&txid=2", ""), seen)
	again := voluum.Imitate(received("cid=1&txid=2", ""), seen)
	if again.Kind != receiver.Duplicate || again.Known || again.Status != 200 || again.Parameter != "cid, txid" {
		t.Errorf("what is not known of a duplicate: %+v", again)
	}
}

// TestAnswer: every kind of answer can be had without a postback.
func TestAnswer(t *testing.T) {
	t.Parallel()
	taboola := builtIn(t, "taboola")
	if got := taboola.Answer(receiver.Missing); got.Status != 400 || !got.Known {
		t.Errorf("taboola: %+v", got)
	}
	if got := taboola.Answer(receiver.Duplicate); got.Status != 204 || got.Known {
		t.Errorf("taboola: %+v", got)
	}
	if got := builtIn(t, "make").Answer(receiver.Duplicate); got.Status != 200 || got.Known || got.Body != "Accepted" {
		t.Errorf("make: %+v", got)
	}
	if got := new(receiver.Receiver).Answer(receiver.Good); got.Status != 200 || got.Known {
		t.Errorf("no answers at all: %+v", got)
	}
}

// TestImitationsAreJudged: what a receiver is imitated to answer is read as what it answers.
func TestImitationsAreJudged(t *testing.T) {
	t.Parallel()
	const accepted, rejected, unverified = postback.Accepted, postback.Rejected, postback.Unverified
	verdicts := map[string][4]postback.Verdict{ // of good, missing, invalid and duplicate
		"cake":          {accepted, rejected, rejected, accepted},
		"tune":          {accepted, rejected, rejected, postback.Duplicate},
		"ga4-debug":     {accepted, rejected, rejected, accepted},
		"google-ads":    {accepted, rejected, rejected, accepted},
		"meta":          {accepted, rejected, rejected, accepted},
		"tiktok":        {accepted, rejected, rejected, accepted},
		"taboola":       {accepted, rejected, rejected, accepted},
		"hubspot":       {accepted, rejected, rejected, accepted},
		"microsoft-ads": {accepted, accepted, accepted, accepted},
	}
	table := new(receiver.Table)
	for _, r := range table.All() {
		want, ok := verdicts[r.Name]
		if !ok {
			want = [4]postback.Verdict{unverified, unverified, unverified, unverified}
		}
		for i, kind := range receiver.Kinds() {
			answer := r.Answer(kind)
			o := answered(t, reply{status: answer.Status, header: typed(answer.ContentType), body: answer.Body})
			table.Judge(&receiver.Expect{Receiver: r.Name}, nil, o)
			if o.Verdict != want[i] {
				t.Errorf("%s: the answer to a %s postback is %s, want %s: %s", r.Name, kind, o.Verdict, want[i], answer.Body)
			}
		}
	}
}
