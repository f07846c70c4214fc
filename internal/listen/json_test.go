package listen

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseJSON(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name    string
		text    string
		want    []Param
		problem string // part of it; "" for none
	}{
		{"flat", `{"id":"RGB1","amount":44.90,"paid":true,"note":null}`, []Param{
			{Name: "/id", Value: "RGB1", Raw: `"RGB1"`},
			{Name: "/amount", Value: "44.90", Raw: `44.90`},
			{Name: "/paid", Value: "true", Raw: `true`},
			{Name: "/note", Raw: `null`},
		}, ""},
		{"nested", `{"conversions": [ {"ordinal" : "a"}, {"ordinal" : "b"} ]}`, []Param{
			{Name: "/conversions/0/ordinal", Value: "a", Raw: `"a"`},
			{Name: "/conversions/1/ordinal", Value: "b", Raw: `"b"`},
		}, ""},
		{"number above 2^53", `[12345678901234567890]`, []Param{
			{Name: "/0", Value: "12345678901234567890", Raw: "12345678901234567890"},
		}, ""},
		{"escapes", `{"a/b~c":"\u20ac\n"}`, []Param{{Name: "/a~1b~0c", Value: "€\n", Raw: `"\u20ac\n"`}}, ""},
		{"duplicate key", `{"a":1,"a":2}`, []Param{{Name: "/a", Value: "1", Raw: "1"}, {Name: "/a", Value: "2", Raw: "2"}}, ""},
		{"one scalar", ` "x" `, []Param{{Value: "x", Raw: `"x"`}}, ""},
		{"empty containers", `{"a":[],"b":{}}`, nil, ""},
		{"invalid UTF-8", "[\"\xff\"]", []Param{{Name: "/0", Value: "\uFFFD", Raw: "\"\xff\"", Malformed: true}}, ""},
		{"value missing", `{"amount":}`, nil, "not valid JSON"},
		{"cut off", `{"a":1,"b":[2`, []Param{{Name: "/a", Value: "1", Raw: "1"}, {Name: "/b/0", Value: "2", Raw: "2"}}, "ends too early"},
		{"wrong bracket", `[1}`, []Param{{Name: "/0", Value: "1", Raw: "1"}}, "not valid JSON"},
		{"key is no string", `{1:2}`, nil, "not valid JSON"},
		{"trailing text", `{} x`, nil, "something follows"},
		{"second value", `1 2`, []Param{{Value: "1", Raw: "1"}}, "something follows"},
		{"too deep", strings.Repeat("[", 100) + strings.Repeat("]", 100), nil, "nested too deeply"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, problem := parseJSON([]byte(c.text))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			if !strings.Contains(problem, c.problem) || (problem == "") != (c.problem == "") {
				t.Errorf("problem %q, want something of %q", problem, c.problem)
			}
		})
	}
}

func TestParseJSONListsOnlySoMany(t *testing.T) {
	t.Parallel()
	text := "[" + strings.TrimSuffix(strings.Repeat("0,", maxJSONParams+1), ",") + "]"
	list, problem := parseJSON([]byte(text))
	if len(list) != maxJSONParams || !strings.Contains(problem, "too many values") {
		t.Errorf("listed %d values and said %q", len(list), problem)
	}
}

// scalars lists a decoded tree in the same way, in no order.
func scalars(pointer string, value any, into map[string]string) {
	switch v := value.(type) {
	case map[string]any:
		for key, member := range v {
			scalars(pointer+"/"+strings.NewReplacer("~", "~0", "/", "~1").Replace(key), member, into)
		}
	case []any:
		for i, item := range v {
			scalars(fmt.Sprintf("%s/%d", pointer, i), item, into)
		}
	case nil:
		into[pointer] = ""
	default:
		into[pointer] = fmt.Sprint(v)
	}
}

// Where encoding/json accepts a text, the list holds what its tree holds; where it refuses one,
// a problem is named.
func FuzzParseJSON(f *testing.F) {
	for _, seed := range []string{`{"a":[1,{"b":null}]}`, `[1,]`, `{"a" 1}`, `{"a":1}{`, `"\ud800"`, "\xef\xbb\xbf{}", `{"a":1,"a":[]}`, ``} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		list, problem := parseJSON(text)
		if strings.Contains(problem, "too deeply") || strings.Contains(problem, "too many") {
			return
		}
		if valid := json.Valid(text); valid != (problem == "") {
			t.Fatalf("encoding/json says %v of %q, here: %q", valid, text, problem)
		}
		if problem == "" {
			compareWithTree(t, text, list)
		}
	})
}

func compareWithTree(t *testing.T, text []byte, list []Param) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	var tree any
	if err := decoder.Decode(&tree); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	scalars("", tree, want)
	got := map[string]string{}
	for _, p := range list {
		got[p.Name] = p.Value
	}
	for pointer, value := range want { // a duplicate key leaves more in the list than in the tree
		if got[pointer] != value {
			t.Errorf("%s is %q in the list and %q in the tree of %q", pointer, got[pointer], value, text)
		}
	}
}
