package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func sampleTable() Table {
	return Table{
		Columns: []string{"token", "seen at", "meaning"},
		Rows: [][]string{
			{"[User:東京]", "always", "Eight words that a narrow terminal has to wrap, \"quoted\""},
			{"[Call:X]", "", ""},
			{"[Call:LongerThanTheOthers]", "never", "short"},
		},
	}
}

// TestTableText: columns line up, the last one is wrapped where there is room for it; where there is
// none, rows become blocks. Nothing ends in blanks.
func TestTableText(t *testing.T) {
	t.Parallel()
	tests := []struct {
		width int
		want  string
	}{
		{0, `
TOKEN                       SEEN AT  MEANING
[User:東京]                 always   Eight words that a narrow terminal has to wrap, "quoted"
[Call:X]
[Call:LongerThanTheOthers]  never    short
`},
		{60, `
TOKEN                       SEEN AT  MEANING
[User:東京]                 always   Eight words that a
                                     narrow terminal has to
                                     wrap, "quoted"
[Call:X]
[Call:LongerThanTheOthers]  never    short
`},
		{40, `
[User:東京]
  seen at  always
  meaning  Eight words that a narrow
           terminal has to wrap,
           "quoted"
[Call:X]
[Call:LongerThanTheOthers]
  seen at  never
  meaning  short
`},
	}
	for _, tt := range tests {
		var out, coloured bytes.Buffer
		err := errors.Join(
			sampleTable().WriteText(&out, Style{Palette: NewPalette(false), Width: tt.width}),
			sampleTable().WriteText(&coloured, Style{Palette: NewPalette(true), Width: tt.width}),
		)
		if diff := cmp.Diff(strings.TrimPrefix(tt.want, "\n"), out.String()); diff != "" || err != nil {
			t.Errorf("width %d: %v (-want +got):\n%s", tt.width, err, diff)
		}
		if diff := cmp.Diff(out.String(), uncoloured(coloured.String())); diff != "" || coloured.Len() == out.Len() {
			t.Errorf("width %d (-plain +coloured):\n%s", tt.width, diff)
		}
	}
}

func TestTableJSON(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := sampleTable().WriteJSON(&out, "tokens"); err != nil {
		t.Fatal(err)
	}
	var got struct {
		SchemaVersion int `json:"schema_version"`
		Tokens        []map[string]string
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"token": "[User:東京]", "seen_at": "always", "meaning": `Eight words that a narrow terminal has to wrap, "quoted"`}
	if diff := cmp.Diff(want, got.Tokens[0]); diff != "" || got.SchemaVersion != 1 || len(got.Tokens) != 3 {
		t.Errorf("%s\n(-want +got):\n%s", out.String(), diff)
	}
	out.Reset()
	empty := Table{Columns: []string{"a"}}
	if err := empty.WriteJSON(&out, "rows"); err != nil || out.String() != "{\"rows\":[],\"schema_version\":1}\n" {
		t.Errorf("no rows: %s", out.String())
	}
}

// TestTableWriter: errors of the stream are returned.
func TestTableWriter(t *testing.T) {
	t.Parallel()
	write := map[string]func(io.Writer) error{
		"text": func(w io.Writer) error { return sampleTable().WriteText(w, Style{Palette: NewPalette(false)}) },
		"json": func(w io.Writer) error { return sampleTable().WriteJSON(w, "x") },
	}
	for name, write := range write {
		if err := write(&full{20}); !errors.Is(err, errFull) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
