package template

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLayoutTokens(t *testing.T) {
	t.Parallel()
	l := NewLayout()
	l.Bind(mustParse(t, "https://h/[Call:X]?a=[tag:call:X|User:y]&b=[call:x]", URL, Component), nil)
	l.Bind(mustParse(t, "[USER:y][User:Y]", Header, Component), nil)
	want := []Token{{"Call", "X"}, {"User", "y"}, {"call", "x"}, {"User", "Y"}}
	if diff := cmp.Diff(want, l.Tokens()); diff != "" {
		t.Errorf("tokens (-want +got):\n%s", diff)
	}
	if n := l.Token(Token{"CALL", "X"}); n != 0 {
		t.Errorf("[CALL:X] has number %d, want 0", n)
	}
	if n := l.Token(Token{"Geo", "City"}); n != 4 || len(l.Tokens()) != 5 {
		t.Errorf("a new token has number %d of %d, want 4 of 5", n, len(l.Tokens()))
	}
}

// TestResolvedOnce: however many templates use a token, it is asked for once a record and way of
// encoding, and not at all when nothing needs it.
func TestResolvedOnce(t *testing.T) {
	t.Parallel()
	l := NewLayout()
	bounds := []*Bound{
		l.Bind(mustParse(t, "https://h/[Call:X]?a=[call:X]&b=[tag:Call:X]", URL, Component), nil),
		l.Bind(mustParse(t, "https://h/?c=[Call:X]&d=[Call:Y|Call:X]", URL, Component), nil),
		l.Bind(mustParse(t, `{"x":"[Call:X]"}`, JSONBody, Component), nil),
	}
	l.Bind(mustParse(t, "[Call:Unused]", Header, Component), nil)
	v := l.NewValues()
	for _, id := range []string{"a b", "", "c d"} {
		r := newRecord(l, map[string]string{"call:X": id})
		v.Reset(r)
		for range 3 {
			for _, b := range bounds {
				b.Append(nil, v)
				b.Trace(v)
			}
		}
		want := map[string]int{"call:X": 3, "call:Y": 1} // URL, behind the fallback, JSON
		if diff := cmp.Diff(want, r.asked); diff != "" {
			t.Errorf("asked (-want +got):\n%s", diff)
		}
	}
}

func TestSlots(t *testing.T) {
	t.Parallel()
	l := NewLayout()
	tmpl, _ := Parse(written("https://h/[Call:X][callId]?a=[User:a|User:b|User:c]&z=${env:Z}&b=[User:b]"), URL, Component)
	b := l.Bind(tmpl, nil)
	if b.Template() != tmpl {
		t.Error("the bound template does not know its template")
	}
	v := l.NewValues()
	tests := []struct {
		values map[string]string
		chosen []int
		sent   string
	}{
		{nil, []int{-1, -1, -1}, "https://h/?a=&z=${env:Z}&b="},
		{map[string]string{"call:X": "1", "user:c": "3"}, []int{0, 2, -1}, "https://h/1?a=3&z=${env:Z}&b="},
		{map[string]string{"user:b": "2", "user:c": "3"}, []int{-1, 1, 0}, "https://h/?a=2&z=${env:Z}&b=2"},
		{map[string]string{"user:a": " ", "user:b": "2"}, []int{-1, 0, 0}, "https://h/?a=%20&z=${env:Z}&b=2"},
	}
	for _, tt := range tests {
		v.Reset(newRecord(l, tt.values))
		var chosen []int
		for _, s := range b.Slots() {
			chosen = append(chosen, v.Chosen(s))
			if v.Empty(s) != (v.Chosen(s) == -1) || len(s.Tokens) != len(s.Expr.Alternatives) {
				t.Errorf("%s: empty %t, chosen %d, tokens %v", s.Expr.Source, v.Empty(s), v.Chosen(s), s.Tokens)
			}
		}
		if diff := cmp.Diff(tt.chosen, chosen); diff != "" {
			t.Errorf("chosen for %v (-want +got):\n%s", tt.values, diff)
		}
		if got := string(b.Append(nil, v)); got != tt.sent {
			t.Errorf("sent %q, want %q", got, tt.sent)
		}
	}
	if diff := cmp.Diff([]int{1, 2, 3}, b.Slots()[1].Tokens); diff != "" {
		t.Errorf("token numbers (-want +got):\n%s", diff)
	}
}

// TestSharedTails: templates that end alike share what they have in common, even an end within
// an end, in whatever order they are rendered.
func TestSharedTails(t *testing.T) {
	t.Parallel()
	inputs := []string{
		"https://h/a?w=[c:w]&x=[c:x]&y=[c:y]&z=[c:z]&end=1",
		"https://h/b?w=[c:w]&x=[c:x]&y=[c:y]&z=[c:z]&end=1",
		"https://h/c?v=[c:v]&x=[c:x]&y=[c:y]&z=[c:z]&end=1",
		"https://h/d?u=[c:u]&y=[c:y]&z=[c:z]&end=1",
		"https://h/e?z=[c:z]&end=1",
		"https://h/e?z=[c:z]&end=1",
		"https://h/a?w=[c:w]&x=[c:x]&y=[c:y]&z=[c:z]&end=1",
		"https://h/a?w=[c:w]&x=[c:x]&y=[c:y]&z=[c:z]&end=2",
	}
	l := NewLayout()
	var bounds []*Bound
	for _, input := range inputs {
		bounds = append(bounds, l.Bind(mustParse(t, input, URL, Component), nil))
	}
	if l.chains.tails < 3 {
		t.Errorf("%d shared tails, want those from x, y and the whole first", l.chains.tails)
	}
	v := l.NewValues()
	for round := range 2 * len(bounds) {
		values := map[string]string{"c:w": fmt.Sprint("w", round), "c:x": fmt.Sprint(round), "c:y": "ÿ y", "c:z": strings.Repeat("z", round)}
		v.Reset(newRecord(l, values))
		for i := range bounds {
			n := (i*3 + round) % len(bounds)
			want := render(bounds[n].Template(), values, nil)
			if got := string(bounds[n].Append(nil, v)); got != want {
				t.Fatalf("round %d: %q is sent as\n %q, want\n %q", round, inputs[n], got, want)
			}
		}
	}
}

// TestBindAfterUse: a layout may go on growing between records.
func TestBindAfterUse(t *testing.T) {
	t.Parallel()
	l := NewLayout()
	v := l.NewValues()
	for i := range 20 {
		input := fmt.Sprintf("a=%d&x=[c:x%d]&y=[c:y]&z=[c:z]", i, i/2)
		b := l.Bind(mustParse(t, input, TextBody, Component), nil)
		v.Reset(newRecord(l, map[string]string{"c:y": "Y", fmt.Sprintf("c:x%d", i/2): "X"}))
		if got, want := string(b.Append(nil, v)), fmt.Sprintf("a=%d&x=X&y=Y&z=", i); got != want {
			t.Errorf("sent %q, want %q", got, want)
		}
	}
}

// TestConcurrentWorkers: workers share bound templates and have their own values.
func TestConcurrentWorkers(t *testing.T) {
	t.Parallel()
	l := NewLayout()
	var bounds []*Bound
	for _, event := range []string{"incoming", "connected", "converted"} {
		bounds = append(bounds, l.Bind(mustParse(t, benchURL(event), URL, Component), nil))
	}
	var workers sync.WaitGroup
	for worker := range 4 {
		workers.Go(func() {
			v := l.NewValues()
			for i := range 200 {
				id := fmt.Sprint(worker, "-", i)
				v.Reset(newRecord(l, map[string]string{"call:InboundCallId": id}))
				for _, b := range bounds {
					if out := string(b.Append(nil, v)); !strings.Contains(out, "&call_id="+id+"&") {
						t.Errorf("worker %d sent %q", worker, out)
					}
				}
			}
		})
	}
	workers.Wait()
}

func TestRenderingDoesNotAllocate(t *testing.T) {
	l := NewLayout()
	url := l.Bind(mustParse(t, benchURL("converted"), URL, Component), nil)
	body := l.Bind(mustParse(t, `{"a":"[Call:X|User:gclid]","b":[[[Call:ConversionAmount]]]}`, JSONBody, Component), nil)
	again := l.Bind(mustParse(t, benchURL("payout"), URL, Component), nil)
	r := &answers{}
	for _, token := range l.Tokens() {
		*r = append(*r, []byte(benchValues[token.Key()]))
	}
	v := l.NewValues()
	out := make([]byte, 0, 4096)
	allocations := testing.AllocsPerRun(100, func() {
		v.Reset(r)
		out = url.Append(out[:0], v)
		out = body.Append(out, v)
		out = again.Append(out, v)
	})
	if allocations != 0 {
		t.Errorf("a record costs %v allocations", allocations)
	}
	if kept := cap(v.text) + cap(v.tailText); kept > 4096 {
		t.Errorf("after 100 records %d bytes are kept", kept)
	}
}

func TestTrace(t *testing.T) {
	t.Parallel()
	const input = "https://${env:H}/a b?x=[[[Call:X]]]&y=[callId][User:a|User:b]&z=[Call:Z]"
	tmpl, _ := Parse(written(input), URL, Component)
	l := NewLayout()
	b := l.Bind(tmpl, vars("env:H=h.example"))
	v := l.NewValues()
	v.Reset(newRecord(l, map[string]string{"call:X": "1 2", "user:b": "é"}))
	out, pieces := b.Trace(v)
	type row struct {
		Sent, Source, What string
		Position           Position
		Chosen             int
	}
	want := []row{
		{"https://", "https://", "literal", Authority, -1},
		{"h.example", "${env:H}", "variable", Authority, -1},
		{"/a%20b?x=[", "/a b?x=[[", "literal", Authority, -1},
		{"1%202", "[Call:X]", "expr", Query, 0},
		{"]&y=", "]]&y=", "literal", Query, -1},
		{"", "[callId]", "expr", Query, -1},
		{"%C3%A9", "[User:a|User:b]", "expr", Query, 1},
		{"&z=", "&z=", "literal", Query, -1},
		{"", "[Call:Z]", "expr", Query, -1},
	}
	var got []row
	for _, p := range pieces {
		what := map[bool]string{p.Literal: "literal", p.Expr != nil: "expr", p.Variable != nil: "variable"}[true]
		got = append(got, row{string(out[p.Start:p.End]), p.Span.Text(), what, p.Position, p.Chosen})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pieces (-want +got):\n%s", diff)
	}
	if appended := b.Append(nil, v); string(appended) != string(out) {
		t.Errorf("Append gives %q, Trace %q", appended, out)
	}
}

func TestHeaderFault(t *testing.T) {
	t.Parallel()
	tests := []struct{ value, source string }{
		{"fine", ""},
		{"a\nb", "[Call:X]"},
		{"\r", "[Call:X]"},
		{"tail\x00", "[Call:X]"},
	}
	for _, tt := range tests {
		l := NewLayout()
		b := l.Bind(mustParse(t, "id [User:none][Call:X]; v=[Call:Y]", Header, Component), nil)
		v := l.NewValues()
		v.Reset(newRecord(l, map[string]string{"call:X": tt.value, "call:Y": "1"}))
		out, pieces := b.Trace(v)
		piece, found := PieceAt(pieces, HeaderFault(out))
		if found != (tt.source != "") || found && piece.Expr.Source != tt.source {
			t.Errorf("%q: found %t in %v, want %q", out, found, piece.Expr, tt.source)
		}
	}
}

func TestPieceAt(t *testing.T) {
	t.Parallel()
	pieces := []Piece{{Start: 0, End: 2}, {Start: 2, End: 2}, {Start: 2, End: 5}}
	for offset, want := range map[int]int{-1: -1, 0: 0, 1: 0, 2: 2, 4: 2, 5: -1} {
		piece, found := PieceAt(pieces, offset)
		index := slices.IndexFunc(pieces, func(p Piece) bool { return p.End > p.Start && p.Start == piece.Start })
		if !found {
			index = -1
		}
		if index != want {
			t.Errorf("PieceAt(%d) is piece %d, want %d", offset, index, want)
		}
	}
}
