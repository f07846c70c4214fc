package plan

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"postback/internal/template"
)

// TestLastMember: the member that a value belongs to is found behind whatever stands before it.
func TestLastMember(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-z"\\:{}, é]{0,6}`)
		before, err := json.Marshal(rapid.MapOf(text, text).Draw(t, "before"))
		if err != nil {
			t.Fatal(err)
		}
		key, err := json.Marshal(text.Draw(t, "key"))
		if err != nil {
			t.Fatal(err)
		}
		begun, err := json.Marshal(text.Draw(t, "begun"))
		if err != nil {
			t.Fatal(err)
		}
		body := `{"before":` + string(before) + `,` + string(key) + rapid.SampledFrom([]string{":", ": ", " :\n", ":["}).Draw(t, "colon")
		want := string(key[1 : len(key)-1])
		if name, _ := whereInJSON(template.JSONBare, []byte(body)); name != want {
			t.Errorf("behind %s: the member %q, want %q", body, name, want)
		}
		body += string(begun[:len(begun)-1])
		if name, _ := whereInJSON(template.JSONString, []byte(body)); name != want {
			t.Errorf("behind %s: the member %q, want %q", body, name, want)
		}
	})
}
