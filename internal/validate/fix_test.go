package validate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"postback/internal/diag"
	"postback/internal/validate"
)

// fixing is a finding that replaces ranges of a source, each written start, end, text.
func fixing(source *diag.Source, edits ...diag.Edit) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Error, Rule: "r", Span: source.Span(0, 0), Fix: &diag.Fix{Edits: edits}}
}

func edit(source *diag.Source, start, end int, text string) diag.Edit {
	return diag.Edit{Span: source.Span(start, end), Text: text}
}

func TestFix(t *testing.T) {
	t.Parallel()
	a, b := diag.NewSource("a.yaml", []byte("\ufeff0123456789\r\n")), diag.NewSource("b.yaml", []byte("xyz"))
	const mark = len("\ufeff")
	at := func(start, end int, text string) diag.Edit { return edit(a, mark+start, mark+end, text) }
	tests := []struct {
		name  string
		found diag.List
		want  map[string]string
		count int
	}{
		{"nothing found", nil, map[string]string{}, 0},
		{"nothing certain", diag.List{{Span: a.Span(0, 1)}, {}}, map[string]string{}, 0},
		{"one", diag.List{fixing(a, at(1, 3, "AB"))}, map[string]string{"a.yaml": "\ufeff0AB3456789\r\n"}, 1},
		{"in any order", diag.List{fixing(a, at(8, 9, "")), fixing(a, at(0, 1, "zero"))}, map[string]string{"a.yaml": "\ufeffzero12345679\r\n"}, 2},
		{"side by side", diag.List{fixing(a, at(1, 3, "A")), fixing(a, at(3, 5, "B"))}, map[string]string{"a.yaml": "\ufeff0AB56789\r\n"}, 2},
		{"edits that belong together", diag.List{fixing(a, at(0, 0, "("), at(9, 10, "9)"))}, map[string]string{"a.yaml": "\ufeff(0123456789)\r\n"}, 1},
		{"the first of two that overlap", diag.List{fixing(a, at(1, 4, "A")), fixing(a, at(3, 5, "B"))}, map[string]string{"a.yaml": "\ufeff0A456789\r\n"}, 1},
		{"all of a correction or nothing", diag.List{fixing(a, at(1, 4, "A")), fixing(a, at(0, 1, "z"), at(3, 5, "B"))}, map[string]string{"a.yaml": "\ufeff0A456789\r\n"}, 1},
		{"two that insert at one place", diag.List{fixing(a, at(1, 1, "A")), fixing(a, at(1, 1, "B"))}, map[string]string{"a.yaml": "\ufeff0A123456789\r\n"}, 1},
		{"one within another", diag.List{fixing(a, at(1, 8, "A")), fixing(a, at(3, 3, "B"))}, map[string]string{"a.yaml": "\ufeff0A89\r\n"}, 1},
		{"two files", diag.List{fixing(b, edit(b, 1, 2, "Y")), fixing(a, at(0, 1, "z"))}, map[string]string{"a.yaml": "\ufeffz123456789\r\n", "b.yaml": "xYz"}, 2},
		{"an edit of another file", diag.List{fixing(a, at(0, 1, "z"), edit(b, 0, 1, "z"))}, map[string]string{}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, count := map[string]string{}, 0
			for _, fixed := range validate.Fix(tt.found) {
				got[fixed.Source.Name()] = fixed.Content
				count += fixed.Count
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || count != tt.count {
				t.Errorf("%d corrections, want %d (-want +got):\n%s", count, tt.count, diff)
			}
		})
	}
}

// TestFixAgainstOracle: edits that keep out of each other's way do what replacing character by
// character does.
func TestFixAgainstOracle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-zé\r\n\t ]{1,40}`).Draw(t, "text")
		source := diag.NewSource("a.yaml", []byte(text))
		cells := strings.Split(text, "") // the oracle: every edit is one character's new text
		var found diag.List
		at := 0
		for i, cell := range cells {
			if rapid.IntRange(0, 3).Draw(t, "edit") == 0 {
				cells[i] = rapid.StringMatching(`[A-Z]{0,3}`).Draw(t, "text")
				found.Add(fixing(source, edit(source, at, at+len(cell), cells[i])))
			}
			at += len(cell)
		}
		order := rapid.Permutation(found).Draw(t, "order")
		got := text
		for _, fixed := range validate.Fix(order) {
			got = fixed.Content
		}
		if want := strings.Join(cells, ""); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	})
}

// TestLiteralSecrets: what the definitions hold themselves is known by value; what is a placeholder,
// a variable or no secret is not.
func TestLiteralSecrets(t *testing.T) {
	t.Parallel()
	set, _ := load(t, `
pixels:
  - name: A
    fire_on: converted
    method: POST
    url: https://receiver.test/?api_key=sk_1&token=${env:API_KEY}&sig=YOUR_SIGNATURE&id=plain1234&session_token=ab12cd34ef
    headers: {Authorization: "Bearer 8d7f6a5b", X-Kind: a1b2c3d4}
    content_type: application/json
    body: '{"api_key": "k3y-in-json", "n": "1234567"}'
    basic_auth: {username: user1234, password: "it's"}
  - name: B
    fire_on: payout
    url: >-
      https://receiver.test/?secret=
      f0lded77
authentications:
  - name: o
    oauth2: {token_url: "https://receiver.test/", client_id: id123456, client_secret: 'qu''oted1'}
`)
	got := map[string]bool{}
	for _, s := range validate.LiteralSecrets(set) {
		got[s.Value] = true
	}
	want := map[string]bool{
		"ab12cd34ef": true, "8d7f6a5b": true, "k3y-in-json": true, "it's": true, "f0lded77": true, "qu'oted1": true,
		"qu''oted1": true, // as it is written
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("secrets (-want +got):\n%s", diff)
	}
}
