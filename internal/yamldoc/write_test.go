package yamldoc

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"postback/internal/diag"
)

// TestWriter shows the one style in which documents are written.
func TestWriter(t *testing.T) {
	t.Parallel()
	var w Writer
	w.Comment("Two lines\nof\tcomment.")
	w.In("pixels", func() {
		w.Comment("above the item")
		w.Item(func() {
			w.Comment("with it")
			w.Text("name", "A - B")
			w.Missing("fire_on", "which\nevent?")
			w.Bool("enabled", false)
			w.Text("body", "{\n  \"a\": 1\n}\n")
			w.In("filters", func() {
				w.Item(func() {
					w.In("any", func() {
						w.Item(func() { w.Text("tag", "User:x") })
					})
				})
			})
		})
	})
	w.Blank()
	w.In("campaigns", func() {
		w.Item(func() {
			w.In("pixels", func() { w.ItemText("A - B"); w.ItemText("yes") })
		})
	})
	const want = `# Two lines
# of comment.
pixels:
  # above the item
  # with it
  - name: A - B
    fire_on: # which event?
    enabled: false
    body: |
      {
        "a": 1
      }
    filters:
      - any:
          - tag: "User:x"

campaigns:
  - pixels:
      - A - B
      - "yes"
`
	if diff := cmp.Diff(want, w.String()); diff != "" {
		t.Errorf("written (-want +got):\n%s", diff)
	}
}

// TestQuoted: what is plain to a person is written plainly, and what is not is not.
func TestQuoted(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"Kayzen CTV - Converted", "Kayzen CTV - Converted"},
		{"https://a.example/?id=[Call:X]&x=[[1]]#f", "https://a.example/?id=[Call:X]&x=[[1]]#f"},
		{"https://a.example/? #f", `"https://a.example/? #f"`},
		{"http:", `"http:"`},
		{"", `""`},
		{"null", `"null"`},
		{"yes", `"yes"`},
		{"007", `"007"`},
		{"2025-11-21", `"2025-11-21"`},
		{"[Call:X]", `"[Call:X]"`},
		{"a: b", `"a: b"`},
		{"a #b", `"a #b"`},
		{`{"a":'b'}`, `'{"a":''b''}'`},
		{" a ", `" a "`},
		{"a\x1b\u2028\U000E0001\xff", `"a\u001B\u2028\U000E0001` + "\uFFFD" + `"`},
		{"a\nb", "|-\n  a\n  b"},
		{"a\n\nb\n", "|\n  a\n\n  b\n"[:len("|\n  a\n\n  b")]},
		{"a \nb", `"a \nb"`},
		{" a\nb", `" a\nb"`},
		{"a\n\n", `"a\n\n"`},
		{"\n", `"\n"`},
		{"é – ü", `"é – ü"`},
		{"Müller", "Müller"},
	}
	for _, tt := range tests {
		if got := quoted(tt.text, 1); got != tt.want {
			t.Errorf("%q is written %s, want %s", tt.text, got, tt.want)
		}
	}
}

// TestWrittenIsRead: whatever is written is read back as the same texts, without a remark.
func TestWrittenIsRead(t *testing.T) {
	t.Parallel()
	text := rapid.OneOf(
		rapid.StringN(-1, 60, -1),
		rapid.StringMatching(`[ \t\n\r:#,\[\]{}&*!|>'"%@\x60?~=<-]{0,8}`),
		rapid.StringMatching(`(null|true|no|~|1e3|0x1|http|a|---|\.\.\.|<<|[ \n:#-]){0,6}`),
	)
	rapid.Check(t, func(t *rapid.T) {
		checkWritten(t, rapid.SliceOfN(text, 1, 4).Draw(t, "texts"))
	})
}

// FuzzWriter writes any text in every place that takes one.
func FuzzWriter(f *testing.F) {
	for _, seed := range []string{"", "a: b", "- a", "|\n a", "\ufeffa", "a\r\nb", "\t", " #x", "? a", "%YAML", "--- a", "\u0085", "'\"\\"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 40 { // twice as a key, where one byte may be written as six
			t.Skip()
		}
		checkWritten(t, []string{text, text + "\n" + text})
	})
}

type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// checkWritten writes the texts as keys, values, items and comments and reads them back.
func checkWritten(t failer, texts []string) {
	t.Helper()
	var w Writer
	w.Comment(strings.Join(texts, " "))
	w.In("list", func() {
		for _, text := range texts {
			w.Item(func() {
				w.Comment(text)
				w.Text("k"+text, text)
				w.Text("body", text)
			})
			w.ItemText(text)
		}
	})
	documents, faults := Parse(diag.NewSource("", []byte(w.String())))
	if len(faults) > 0 || len(documents) != 1 {
		t.Fatalf("%d documents, %v:\n%s", len(documents), faults, w.String())
	}
	items := NewObject(documents[0], "it", &faults).Items("list")
	for i, text := range texts {
		text = strings.ToValidUTF8(text, "\uFFFD")
		entries := AsEntries(items[2*i], "it", &faults)
		value, _ := AsText(entries[0].Value, "it", &faults)
		body, _ := AsText(entries[1].Value, "it", &faults)
		item, _ := AsText(items[2*i+1], "it", &faults)
		for _, got := range []string{strings.TrimPrefix(entries[0].Key.String(), "k"), value.String(), body.String(), item.String()} {
			if got != text {
				t.Fatalf("%q is read as %q:\n%s", text, got, w.String())
			}
		}
	}
	if len(faults) > 0 {
		t.Fatalf("%v:\n%s", faults, w.String())
	}
}
