package receiver_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"postback/internal/catalog"
	"postback/internal/postback"
	"postback/internal/receiver"
)

// endpoint takes a whole URL apart, as callers do.
func endpoint(t *testing.T, address string) receiver.Endpoint {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	return receiver.Endpoint{Host: u.Host, Path: u.Path, Query: func(name string) (string, bool) {
		return query.Get(name), query.Has(name)
	}}
}

// matched is the name of the built-in receiver that an endpoint belongs to, "" for none.
func matched(e receiver.Endpoint) string {
	if r, ok := new(receiver.Table).Match(e); ok {
		return r.Name
	}
	return ""
}

func TestMatch(t *testing.T) {
	t.Parallel()
	const none = ""
	tests := []struct{ url, want string }{
		{"https://trk.network.test/p.ashx?o=7&r=1&f=pb", "cake"},
		{"https://trk.network.test:8443/p.ashx", "cake"},
		{"https://trk.network.test/click/P.ASHX?o=7", "cake"},
		{"https://trk.network.test/m.ashx?o=7&f=pb", none},
		{"https://trk.network.test/p.ashx/x?o=7", none},
		{"https://trk.network.test/?page=/p.ashx", none},

		{"https://network.go2cloud.org/aff_lsr?offer_id=2&transaction_id=3", "tune"},
		{"https://f.network.test/aff_lsr", "tune"},
		{"https://network.go2cloud.org/aff_c?offer_id=2", none},
		{"https://network.go2cloud.org/aff_lsr2?offer_id=2", none},

		{"https://trk.network.test/?nid=1&transaction_id=2", "everflow"},
		{"https://trk.network.test:443/any/path?nid=1&amount=2", "everflow"},
		{"https://trk.network.test/?nid=1", none},
		{"https://trk.network.test/?nid=1&page=2", none},
		{"https://trk.network.test/?transaction_id=2&amount=1", none},

		{"https://trc.taboola.com/actions-handler/log/3/s2s-action?click-id=1&name=call", "taboola"},
		{"https://TRC.Taboola.com.:443/actions-handler/log/3/s2s-action", "taboola"},
		{"https://trc.taboola.com/actions-handler/log/3/S2S-Action?click-id=1&name=call", none},
		{"https://trc.taboola.com.evil.test/actions-handler/log/3/s2s-action", none},
		{"https://backstage.taboola.com/backstage/api?name=call", none},

		{"https://www.google-analytics.com/mp/collect?api_secret=1", "ga4"},
		{"https://www.google-analytics.com/debug/mp/collect?api_secret=1", "ga4-debug"},
		{"https://www.google-analytics.com/collect?v=1", none},
		{"https://analytics.shop.test/mp/collect?api_secret=1", none},

		{"https://api-events.eventstracker.io/v1/ev?tp=ringba&api_key=1", "kayzen-ringba"},
		{"https://API-EVENTS.eventstracker.io:443/v1/ev?tp=ringba", "kayzen-ringba"},
		{"https://user:pass@api-events.eventstracker.io/v1/ev?tp=ringba", "kayzen-ringba"},
		{"https://api-events.eventstracker.io/v1/ev?tp=direct", "kayzen"},
		{"https://api-events.eventstracker.io/v1/ev?tp=other", none},
		{"https://api-events.eventstracker.io/v1/ev", none},
		{"https://api-events.eventstracker.io/v2/ev?tp=ringba", none},
		{"https://api-events.eventstracker.test/v1/ev?tp=ringba", none},
	}
	for _, test := range tests {
		if got := matched(endpoint(t, test.url)); got != test.want {
			t.Errorf("%s is %q, want %q", test.url, got, test.want)
		}
	}
}

// Every receiver that has hosts is reached under each of them, and nowhere else.
func TestMatchHosts(t *testing.T) {
	t.Parallel()
	for _, want := range new(receiver.Table).All() {
		e := receiver.Endpoint{Path: strings.ReplaceAll(want.Path, "*", "/x"), Query: func(name string) (string, bool) {
			value, ok := want.Query[name]
			return value, ok
		}}
		for _, host := range want.Hosts {
			e.Host = strings.ReplaceAll(host, "*", "sub")
			if got := matched(e); got != want.Name {
				t.Errorf("%s is not recognised under %s, which is %q", want.Name, host, got)
			}
			e.Host = "not" + strings.TrimPrefix(host, "*.")
			if got := matched(e); got != "" {
				t.Errorf("%s is taken for %s", e.Host, got)
			}
		}
	}
}

func TestHostName(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"":                          "",
		":8080":                     "",
		"user@":                     "",
		"user:pass@":                "",
		"Receiver.Test":             "receiver.test",
		"receiver.test.":            "receiver.test",
		"receiver.test:443":         "receiver.test",
		"receiver.test:":            "receiver.test",
		"u:p@receiver.test:443":     "receiver.test",
		"u@corp.test@receiver.test": "receiver.test",
		"[::1]":                     "::1",
		"[::1]:8080":                "::1",
		"127.0.0.1:80":              "127.0.0.1",
		"\x00\x00.receiver.test":    "\x00\x00.receiver.test",
		"receiver.test:\x00\x00":    "receiver.test",
	}
	for authority, want := range tests {
		if got := receiver.HostName(authority); got != want {
			t.Errorf("the host of %q is %q, want %q", authority, got, want)
		}
	}
}

func TestLookup(t *testing.T) {
	t.Parallel()
	var table receiver.Table
	for _, name := range table.Names() {
		if r, ok := table.Lookup(name); !ok || r.Name != name {
			t.Errorf("%s is not found by its name", name)
		}
	}
	if r, ok := table.Lookup("Cake"); ok {
		t.Errorf("Cake is found as %s; names are exact", r.Name)
	}
}

// What is claimed of a receiver has its evidence, and every parameter says what it is.
func TestReceiversAreDescribed(t *testing.T) {
	t.Parallel()
	for _, r := range new(receiver.Table).All() {
		if r.Title == r.Name {
			t.Errorf("%s has no title", r.Name)
		}
		if u, err := url.Parse(r.Source); err != nil || u.Scheme != "https" || u.Host == "" {
			t.Errorf("%s: the source %q is no address", r.Name, r.Source)
		}
		if _, err := time.Parse(time.DateOnly, r.Date); err != nil {
			t.Errorf("%s: %v", r.Name, err)
		}
		if r.Address.String() == "" {
			t.Errorf("%s is recognised by nothing", r.Name)
		}
		checkParameters(t, r)
		checkExpectations(t, r)
	}
}

// checkExpectations wants every 2xx answer to meet an expectation, and everything that is claimed to
// say how well it is founded. What is not known cannot prove that a postback was accepted.
func checkExpectations(t *testing.T, r *receiver.Receiver) {
	t.Helper()
	if len(r.Expect) == 0 || r.Answers[receiver.Good].Status == 0 {
		t.Errorf("%s does not say how it answers, or how to read that", r.Name)
	}
	for _, e := range r.Expect {
		if e.Certainty == catalog.Unsure && e.Verdict != postback.Unverified {
			t.Errorf("%s: %s rests on nothing", r.Name, e.Verdict)
		}
		if e.Verdict == postback.Unverified && e.Remark == "" {
			t.Errorf("%s: it is not said why an answer proves nothing", r.Name)
		}
	}
	for kind, answer := range r.Answers {
		if answer.Certainty <= catalog.Inferred && answer.Remark == "" && kind != receiver.Good {
			t.Errorf("%s: it is not said what is assumed of the answer to a %s postback", r.Name, kind)
		}
	}
}

func checkParameters(t *testing.T, r *receiver.Receiver) {
	t.Helper()
	names := r.ParameterNames()
	if len(names) != len(slices.Compact(slices.Sorted(slices.Values(names)))) {
		t.Errorf("%s has a parameter twice: %q", r.Name, names)
	}
	for _, name := range names {
		p, ok := r.Parameter(name)
		if !ok || p.Name != name || p.Meaning == "" {
			t.Errorf("%s: the parameter %s has no meaning", r.Name, name)
		}
		if p.Required && p.Without != "" || p.Promised && !p.Amount {
			t.Errorf("%s: %s contradicts itself: %+v", r.Name, name, p)
		}
	}
	if _, ok := r.Parameter("no such parameter"); ok {
		t.Errorf("%s has any parameter", r.Name)
	}
	for name := range r.Query {
		if _, ok := r.Parameter(name); !ok {
			t.Errorf("%s is recognised by %s, which it does not have", r.Name, name)
		}
	}
	if _, ok := r.Parameter(r.Has); r.Has != "" && !ok {
		t.Errorf("%s is recognised by %s, which it does not have", r.Name, r.Has)
	}
}
