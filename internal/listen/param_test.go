package listen

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseQuery(t *testing.T) {
	t.Parallel()
	cases := []struct {
		query string
		want  []Param
	}{
		{"", nil},
		{"&&", nil},
		{"a=1", []Param{{Name: "a", Value: "1", Raw: "a=1"}}},
		{"a=1&b=2&a=3", []Param{
			{Name: "a", Value: "1", Raw: "a=1"},
			{Name: "b", Value: "2", Raw: "b=2"},
			{Name: "a", Value: "3", Raw: "a=3"},
		}},
		{"flag&x=", []Param{{Name: "flag", Raw: "flag"}, {Name: "x", Raw: "x="}}},
		{"ts=11%2F21%2F2025+7%3A55", []Param{{Name: "ts", Value: "11/21/2025 7:55", Raw: "ts=11%2F21%2F2025+7%3A55"}}},
		{"n=+1661", []Param{{Name: "n", Value: " 1661", Raw: "n=+1661"}}},
		{"a=b=c", []Param{{Name: "a", Value: "b=c", Raw: "a=b=c"}}},
		{"a=1;b=2", []Param{{Name: "a", Value: "1;b=2", Raw: "a=1;b=2"}}},
		{"x=%zz", []Param{{Name: "x", Value: "%zz", Raw: "x=%zz", Malformed: true}}},
		{"%zz=a%20b", []Param{{Name: "%zz", Value: "a b", Raw: "%zz=a%20b", Malformed: true}}},
		{"x=50%", []Param{{Name: "x", Value: "50%", Raw: "x=50%", Malformed: true}}},
		{"%E2%82%AC=%FF", []Param{{Name: "€", Value: "\xff", Raw: "%E2%82%AC=%FF"}}},
	}
	for _, c := range cases {
		if diff := cmp.Diff(c.want, parseQuery(c.query)); diff != "" {
			t.Errorf("parseQuery(%q): -want +got\n%s", c.query, diff)
		}
	}
}

// Where net/url is content with a query, this package reads the same in it; and it never loses
// anything of what was sent.
func FuzzParseQuery(f *testing.F) {
	for _, seed := range []string{"a=1&a=2", "&x=%zz&", "a=b=c;d", "+=%20", "%", "[Call:X]=1", "=&="} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		list := parseQuery(query)
		var raw []string
		got := url.Values{}
		for _, p := range list {
			raw = append(raw, p.Raw)
			got.Add(p.Name, p.Value)
		}
		sent := strings.FieldsFunc(query, func(r rune) bool { return r == '&' })
		if diff := cmp.Diff(sent, raw); len(sent) > 0 && diff != "" {
			t.Errorf("not all that was sent is there: -sent +listed\n%s", diff)
		}
		want, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("parseQuery(%q): -net/url +got\n%s", query, diff)
		}
	})
}
