package listen

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// expected is a request as somebody wrote it: "METHOD URL [BODY]"; a body is JSON.
func expected(t *testing.T, name, request string) Expected {
	t.Helper()
	parts := strings.SplitN(request, " ", 3)
	var headers []Header
	var body []byte
	if len(parts) == 3 {
		headers, body = []Header{{"content-type", "application/json"}}, []byte(parts[2])
	}
	e, err := NewExpected(name, parts[0], parts[1], headers, body)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// arrived is the same as it arrives.
func arrived(t *testing.T, request string) *Received {
	t.Helper()
	r := expected(t, "", request).Request
	if len(r.Body) > 0 {
		r.Headers = []Header{{"Content-Length", fmt.Sprint(len(r.Body))}, {"Content-Type", "application/json"}, {"User-Agent", "x"}}
	}
	return r
}

// inWords are differences in one line each.
func inWords(list []Difference) []string {
	var words []string
	for _, d := range list {
		words = append(words, fmt.Sprintf("%s %s: %q %q", d.Place, d.Name, d.Want, d.Got))
	}
	return words
}

func TestDifferences(t *testing.T) {
	t.Parallel()
	tests := []struct {
		want, got string
		diff      []string
	}{
		{"GET https://a.example/x?a=1&b=2", "GET /x?b=2&a=1", nil},
		{"GET https://a.example/x?a=a%20b", "GET /x?a=a+b", nil},
		{"GET https://a.example", "GET /", nil},
		{"GET /x?a=1", "POST /y?a=2&c=3", []string{`method : ["GET"] ["POST"]`, `path : ["/x"] ["/y"]`, `query a: ["1"] ["2"]`, `query c: [] ["3"]`}},
		{"GET /?a=1&a=2", "GET /?a=2&a=1", []string{`query a: ["1" "2"] ["2" "1"]`}},
		{"GET /?a=1&b=", "GET /?a=1", []string{`query b: [""] []`}},
		{"GET /?key=***", "GET /?key=s3cr3t", nil},
		{"GET /?key=***", "GET /?other=1", []string{`query key: ["***"] []`, `query other: [] ["1"]`}},
		{"GET /***/b", "GET /s3cr3t/b", nil},
		{`POST / {"a":1,"b":"***"}`, `POST / {"b":"x","a":1}`, nil},
		{`POST / {"a":1.0,"b":[1]}`, `POST / {"a":1,"b":[1,2]}`, []string{`body /a: ["1.0"] ["1"]`, `body /b/1: [] ["2"]`}},
		{`POST / {"a":1}`, "POST /", []string{`header content-type: ["application/json"] []`, `body : ["{\"a\":1}"] []`}},
		{`POST / not JSON ***!`, `POST / not JSON at all!`, nil},
		{`POST / not JSON`, `POST / no JSON`, []string{`body : ["not JSON"] ["no JSON"]`}},
	}
	for _, tt := range tests {
		got := differences(expected(t, "", tt.want).Request, arrived(t, tt.got), maxDifferences)
		if diff := cmp.Diff(tt.diff, inWords(got)); diff != "" {
			t.Errorf("%s against %s: -want +got\n%s", tt.want, tt.got, diff)
		}
		if isLike(expected(t, "", tt.want).Request, arrived(t, tt.got)) != (len(got) == 0) {
			t.Errorf("%s is like %s: %v", tt.want, tt.got, len(got) > 0)
		}
	}
	many := differences(expected(t, "", "GET /").Request, arrived(t, "GET /?"+strings.Repeat("&a=1", 2)+"&b=1&c=1&d=1"), 3)
	if len(many) != 3 {
		t.Errorf("%d differences, and no more than 3 were asked for", len(many))
	}
}

// TestExpectedHeaders: those that are expected have to be there, but for those of the connection.
func TestExpectedHeaders(t *testing.T) {
	t.Parallel()
	e, err := NewExpected("", "GET", "/", []Header{{"X-A", "1"}, {"x-a", "2"}, {"Authorization", "Bearer ***"}, {"Host", "a.example"}, {"content-length", "0"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := arrived(t, "GET /")
	got.Headers = []Header{{"Authorization", "Bearer abc"}, {"X-A", "1"}, {"X-Other", "3"}}
	if diff := cmp.Diff([]string{`header X-A: ["1" "2"] ["1"]`}, inWords(differences(e.Request, got, maxDifferences))); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if _, err := NewExpected("", "GET", "http://a b/%zz", nil, nil); err == nil {
		t.Error("that is no URL")
	}
}

func TestExpectations(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name             string
		expected, arrive []string
		results          []string // of each request, with the name of what it stands for
		standing         string
	}{
		{"in any order", []string{"GET /?e=a", "GET /?e=b"}, []string{"GET /?e=b", "GET /?e=a"}, []string{"matched 1", "matched 0"}, "2 matched"},
		{"missing", []string{"GET /?e=a", "GET /?e=b"}, []string{"GET /?e=b"}, []string{"matched 1"}, "1 matched, missing 0"},
		{"unexpected", []string{"GET /a"}, []string{"GET /b", "GET /a"}, []string{"unexpected", "matched 0"}, "1 matched, 1 unexpected"},
		{"repeated", []string{"GET /a", "GET /a?x=1"}, []string{"GET /a", "GET /a"}, []string{"matched 0", "repeated 0"}, "1 matched, missing 1, 1 repeated"},
		{"twice expected", []string{"GET /a", "GET /a"}, []string{"GET /a", "GET /a"}, []string{"matched 0", "matched 1"}, "2 matched"},
		{"the nearest", []string{"GET /?a=1&b=1", "GET /?a=2&b=2"}, []string{"GET /?a=2&b=3"}, []string{"different 1"}, "0 matched, different 1, missing 0"},
		{
			"one that differs gives way",
			[]string{"GET /?e=a"},
			[]string{"GET /?e=x", "GET /?e=a"},
			[]string{"different 0", "matched 0"},
			"1 matched, 1 unexpected",
		},
		{
			"and finds another place",
			[]string{"GET /?e=a", "GET /?e=b"},
			[]string{"GET /?e=x", "GET /?e=a"},
			[]string{"different 0", "matched 0"},
			"1 matched, different 1",
		},
		{
			"one that is missing is better than one that differs",
			[]string{"GET /?e=***", "GET /?e=***"},
			[]string{"POST /?e=1", "GET /?e=1"},
			[]string{"different 0", "matched 1"},
			"1 matched, different 0",
		},
	}
	for _, tt := range tests {
		var list []Expected
		for i, request := range tt.expected {
			list = append(list, expected(t, fmt.Sprint(i), request))
		}
		e := NewExpectations(list)
		var results []string
		for _, request := range tt.arrive {
			results = append(results, resultInWords(e.Take(arrived(t, request))))
		}
		if diff := cmp.Diff(tt.results, results); diff != "" {
			t.Errorf("%s: -want +got\n%s", tt.name, diff)
		}
		standing := e.Standing()
		if got := standingInWords(standing); got != tt.standing || standing.IsMet() != (tt.standing == fmt.Sprintf("%d matched", len(list))) {
			t.Errorf("%s: %s (met: %v), want %s", tt.name, got, standing.IsMet(), tt.standing)
		}
	}
}

func resultInWords(c Comparison) string {
	if c.Expected == nil {
		return string(c.Result)
	}
	return string(c.Result) + " " + c.Expected.Name
}

func standingInWords(standing *Standing) string {
	words := fmt.Sprintf("%d matched", standing.Matched)
	for _, c := range standing.Different {
		words += ", different " + c.Expected.Name
	}
	for _, e := range standing.Missing {
		words += ", missing " + e.Name
	}
	if standing.Repeated > 0 {
		words += fmt.Sprintf(", %d repeated", standing.Repeated)
	}
	if standing.Unexpected > 0 {
		words += fmt.Sprintf(", %d unexpected", standing.Unexpected)
	}
	return words
}

// TestExpectationsInAnyOrder: whatever the order, as many are matched as two bags have in common, and
// every request and every expectation is accounted for.
func TestExpectationsInAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"GET /?e=a", "GET /?e=b", "POST /?e=a", "GET /b"}), 0, 6)
		wanted, came := words.Draw(rt, "expected"), words.Draw(rt, "arrived")
		var list []Expected
		bag := map[string]int{}
		for i, w := range wanted {
			list = append(list, expected(t, fmt.Sprint(i), w))
			bag[w]++
		}
		common := 0
		e := NewExpectations(list)
		for _, c := range came {
			e.Take(arrived(t, c))
			if bag[c] > 0 {
				bag[c]--
				common++
			}
		}
		standing := e.Standing()
		if standing.Matched != common {
			rt.Errorf("%d matched, want %d", standing.Matched, common)
		}
		if n := standing.Matched + len(standing.Different) + len(standing.Missing); n != len(wanted) {
			rt.Errorf("%d of %d expectations are accounted for", n, len(wanted))
		}
		if n := standing.Matched + len(standing.Different) + standing.Repeated + standing.Unexpected; n != len(came) {
			rt.Errorf("%d of %d requests are accounted for", n, len(came))
		}
	})
}

// TestIsLike: what is quick to tell is what the differences say.
func TestIsLike(t *testing.T) {
	t.Parallel()
	query := rapid.SliceOfN(rapid.SampledFrom([]string{"a=1", "a=2", "a=***", "b=1", "b="}), 0, 4)
	rapid.Check(t, func(rt *rapid.T) {
		want := expected(t, "", "GET /?"+strings.Join(query.Draw(rt, "want"), "&")).Request
		got := arrived(t, "GET /?"+strings.Join(query.Draw(rt, "got"), "&"))
		if like := isLike(want, got); like != (len(differences(want, got, 1)) == 0) {
			rt.Errorf("%s is like %s: %v", want.URI, got.URI, like)
		}
	})
}

// TestMatchesMasked against a slow oracle: a mask is any text.
func TestMatchesMasked(t *testing.T) {
	t.Parallel()
	var oracle func(want, got string) bool
	oracle = func(want, got string) bool {
		if rest, ok := strings.CutPrefix(want, "***"); ok {
			for i := range len(got) + 1 {
				if oracle(rest, got[i:]) {
					return true
				}
			}
			return false
		}
		if want == "" || got == "" {
			return want == got
		}
		return want[0] == got[0] && oracle(want[1:], got[1:])
	}
	rapid.Check(t, func(rt *rapid.T) {
		want := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "***", "*"}), 0, 6).Draw(rt, "want"), "")
		got := rapid.StringMatching("[ab*]{0,7}").Draw(rt, "got")
		if matchesMasked(want, got) != oracle(want, got) {
			rt.Errorf("%q against %q: %v", want, got, !oracle(want, got))
		}
	})
}

// TestHandlerCompares: what is shown says how it compares.
func TestHandlerCompares(t *testing.T) {
	t.Parallel()
	r := start(t, Options{MaxRequests: 1, Expected: NewExpectations([]Expected{expected(t, "one", "GET https://a.example/?a=***")})})
	r.send(t, strings.Replace(getAndClose, " / ", " /?a=1 ", 1))
	if got := r.next(t); got.Comparison == nil || resultInWords(*got.Comparison) != "matched one" {
		t.Errorf("shown %+v", got.Comparison)
	}
}
