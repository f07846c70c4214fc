package yamldoc

import "testing"

// FuzzParse holds Parse to the library: no panic, every value is the library's value, every scalar
// is mapped to its bytes, and what the library refuses is told with a place.
func FuzzParse(f *testing.F) {
	for _, seed := range fuzzSeeds {
		f.Add(seed)
	}
	cases, err := suiteCases()
	if err != nil {
		f.Fatal(err)
	}
	for _, c := range cases {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkParse(t, text) })
}

var fuzzSeeds = []string{
	"",
	"# only a comment\n",
	"a: b\n",
	"\ufeffa: 'it''s'\r\nb: \"\\u00e9\\N\\_\\\r\n  x\"\r\n",
	"a: >-2\n    x\n   y\n\n  z\nb: |+\n  x\n\n",
	"- [a, {b: c, ? d : e}, [f: g]]\n- ? |\n    k\n  : v\n",
	"--- |\n x\n--- >\n y\n...\n---\n",
	"a: &x 1\nb: *x\n<<: {c: !t d}\n",
	"plain\n  over\n\n  lines # c\n",
	"a: [1,\nb: \"x\n\tc: d\n",
	"url: [Call:X]&a={b}\n",
	"é: - \u2028x\u0085y\n",
}
