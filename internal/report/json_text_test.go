package report

import (
	"bytes"
	"testing"
)

// FuzzJSONString: text is written as encoding/json writes it, and control characters escaped.
func FuzzJSONString(f *testing.F) {
	for _, s := range []string{"", "plain", "12345678\"", "1234567\\", "1234567\x7f890", "\x00\b\f\n\r\t\x1b", "é東😀\u2028\u2029\u0085", "\xff\xe2\x82", "<&>", "\uFFFD"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, s []byte) {
		want, err := encodeJSON(string(s))
		if err != nil {
			t.Fatal(err)
		}
		if got := appendJSONString([]byte("> "), s); string(got) != "> "+string(want) {
			t.Errorf("%q: %s, not %s", s, got, want)
		}
		// How long the plain part is does not depend on where it begins.
		for i := range s {
			if n := plainLen(s); i < n && plainLen(s[i:]) != n-i {
				t.Fatalf("%q: %d bytes are plain, behind %d %d", s, n, i, plainLen(s[i:]))
			}
		}
	})
}

// TestSheets: what several sheets hold, written as one document, is what one writer writes.
func TestSheets(t *testing.T) {
	t.Parallel()
	results, hide := sceneResults(t)
	for _, format := range ResultFormats() {
		var out bytes.Buffer
		document, err := NewDocument(format, &out)
		if err != nil {
			t.Fatal(err)
		}
		sheet, err := NewSheet(format, plain(hide))
		if err != nil {
			t.Fatal(err)
		}
		before := 0
		for _, n := range []int{0, 1, 3, 0, 2, len(results) - 6} {
			sheet.Clear()
			for i, r := range results[before : before+n] {
				r.Seq = i + 1
				sheet.Add(r)
			}
			if err := document.Write(sheet, before); err != nil {
				t.Fatal(err)
			}
			before += n
		}
		if err := document.Close(); err != nil {
			t.Fatal(err)
		}
		if want := write(t, format, plain(hide), results...); out.String() != want {
			t.Errorf("%s: in sheets:\n%s\nat once:\n%s", format, out.String(), want)
		}
	}
}
