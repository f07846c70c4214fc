package listen

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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

// TestImitate: the answer is the receiver's, byte for byte and header for header.
func TestImitate(t *testing.T) {
	t.Parallel()
	r := start(t, Options{Responder: Imitate(builtIn(t, "tune"))})
	ask := func(query string) string {
		return r.send(t, strings.Replace(getAndClose, " / ", " /aff_lsr?"+query+" ", 1))
	}
	tests := []struct{ query, body, why string }{
		{"transaction_id=t1", "success=true;", "as tune: good"},
		{"transaction_id=t2", "success=true;", "as tune: good"},
		{"transaction_id=t1", "success=false; err_msg=Duplicate conversion;", "as tune: duplicate transaction_id (assumed)"},
		{"transaction_id=%5B%5D", "success=false; err_msg=Invalid Trans. ID #[];", "as tune: invalid transaction_id"},
	}
	for _, tt := range tests {
		answer := ask(tt.query)
		if !strings.HasPrefix(answer, "HTTP/1.1 200 OK\r\n") || !strings.HasSuffix(answer, "\r\n\r\n"+tt.body) || !strings.Contains(answer, "\r\nContent-Type: text/html; charset=utf-8\r\n") {
			t.Errorf("%s is answered %q", tt.query, answer)
		}
		if got := r.next(t); got.Answer.Why != tt.why {
			t.Errorf("%s because of %q, want %q", tt.query, got.Answer.Why, tt.why)
		}
	}
	bare := start(t, Options{Responder: Imitate(builtIn(t, "taboola"))})
	if answer := bare.send(t, getAndClose); !strings.HasPrefix(answer, "HTTP/1.1 400 ") || strings.Contains(answer, "Content-Type") {
		t.Errorf("without a content type the answer is %q", answer)
	}
}

// TestImitateForms: the parameters of a form count like those of the URL, and those of a JSON body by
// their pointers.
func TestImitateForms(t *testing.T) {
	t.Parallel()
	form := &Received{ContentType: formType, BodyParams: parseQuery("name=a&click-id=b"), Query: parseQuery("click-id=c")}
	if got := Imitate(builtIn(t, "taboola"))(form); got.Status != 204 {
		t.Errorf("a form is answered %+v", got)
	}
	form.ContentType = "text/plain"
	if got := Imitate(builtIn(t, "taboola"))(form); got.Status != 400 {
		t.Errorf("what is no form is answered %+v", got)
	}
	event := &Received{Query: parseQuery("api_secret=1"), Body: []byte(`{"events":[{"name":"bad name"}]}`)}
	if got := Imitate(builtIn(t, "ga4-debug"))(event); got.Why != "as ga4-debug: invalid /events/0/name (assumed)" {
		t.Errorf("a JSON body is answered %+v", got)
	}
}

// TestAssumptions: what is not known is said, and what cannot happen is not.
func TestAssumptions(t *testing.T) {
	t.Parallel()
	got := map[string][]string{}
	for _, name := range []string{"taboola", "everflow", "zapier", "voluum"} {
		for _, a := range Assumptions(builtIn(t, name)) {
			got[name] = append(got[name], fmt.Sprintf("%v: %s", a.Kinds, a.Remark))
		}
	}
	for name, want := range map[string]string{
		"everflow": "[good missing duplicate]: how it answers is not known; here it is with status 200",
		"voluum":   "duplicate]: how it answers is not known; here it is with status 200",
	} {
		if !strings.Contains(strings.Join(got[name], "\n"), want) {
			t.Errorf("%s: no %q in %q", name, want, got[name])
		}
	}
	for _, name := range []string{"everflow", "zapier"} {
		if strings.Contains(strings.Join(got[name], "\n"), "invalid") {
			t.Errorf("%s has no rule for values: %q", name, got[name])
		}
	}
	for name, list := range got {
		for _, line := range list {
			if strings.HasSuffix(line, ": ") {
				t.Errorf("%s: an assumption without a word: %q", name, line)
			}
		}
	}
}

// TestEveryReceiverCanBeImitated: all of them answer a postback, whatever is in it.
func TestEveryReceiverCanBeImitated(t *testing.T) {
	t.Parallel()
	for _, r := range new(receiver.Table).All() {
		answer := Imitate(r)(&Received{Body: []byte("{")})
		if err := CheckStatus(answer.Status); err != nil || !strings.HasPrefix(answer.Why, "as "+r.Name+": ") {
			t.Errorf("%s: %v, %+v", r.Name, err, answer)
		}
	}
}

// TestMemory: it forgets the oldest, and is never larger than it may be.
func TestMemory(t *testing.T) {
	t.Parallel()
	m := newMemory(3)
	var got strings.Builder
	for _, text := range strings.Split("a b a c a d a b c d", " ") {
		if m.add(text) {
			got.WriteString(text)
		} else {
			got.WriteString(strings.ToUpper(text))
		}
		if len(m.known) > 3 {
			t.Errorf("it remembers %d", len(m.known))
		}
	}
	if diff := cmp.Diff("ABaCaDABCD", got.String()); diff != "" { // capitals are new to it
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestContracts: a request is held against the contract of the receiver whose path it is at, or of the
// one that is named.
func TestContracts(t *testing.T) {
	t.Parallel()
	lacks := func(find func(*Received) *Contract, uri string) string {
		path, query, _ := strings.Cut(uri, "?")
		c := find(&Received{URI: uri, Path: path, Query: parseQuery(query)})
		if c == nil {
			return "none"
		}
		words := c.Receiver.Name
		for _, fault := range c.Faults {
			words += fmt.Sprintf(", %s %s", fault.Kind, fault.Parameter.Name)
		}
		return words
	}
	recognised := Contracts(&receiver.Table{})
	for uri, want := range map[string]string{
		"/actions-handler/log/3/s2s-action?name=a&click-id={x}": "taboola, invalid click-id",
		"/actions-handler/log/3/s2s-action?click-id=":           "taboola, missing click-id, missing name",
		"/actions-handler/log/3/s2s-action?click-id=1&name=b":   "taboola",
		"/anything":  "none",
		"":           "none",
		"/aff_lsr?a": "tune",
	} {
		if got := lacks(recognised, uri); got != want {
			t.Errorf("%s: %s, want %s", uri, got, want)
		}
	}
	if got := lacks(ContractOf(builtIn(t, "everflow")), "/anything?nid=1"); got != "everflow, missing transaction_id" {
		t.Errorf("as named: %s", got)
	}
}
