package report

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"postback/internal/plan"
	"postback/internal/redact"
)

// TestShownPieces: a piece is hidden by what stands around it, and shown where the whole shows it.
func TestShownPieces(t *testing.T) {
	t.Parallel()
	literal := func(text string) plan.Piece { return plan.Piece{Text: text} }
	token := func(text string) plan.Piece { return plan.Piece{Text: text, Source: "[User:x]"} }
	variable := func(text string) plan.Piece { return plan.Piece{Text: text, Source: "${env:K}", Variable: true} }
	tests := []struct {
		name string
		part plan.Part
		want []string
	}{
		{
			"nothing secret",
			plan.Part{Kind: plan.URLPart, Pieces: []plan.Piece{literal("https://a.example/?id="), token("1"), literal("&x="), token("")}},
			[]string{"https://a.example/?id=", "1", "&x=", ""},
		},
		{
			"a variable",
			plan.Part{Kind: plan.URLPart, Pieces: []plan.Piece{literal("https://a.example/"), variable("anything"), literal("/x")}},
			[]string{"https://a.example/", "***", "/x"},
		},
		{
			"a variable without a value",
			plan.Part{Kind: plan.URLPart, Pieces: []plan.Piece{literal("https://a.example/?k="), variable("${env:K}")}},
			[]string{"https://a.example/?k=", "${env:K}"},
		},
		{
			"a parameter",
			plan.Part{Kind: plan.URLPart, Pieces: []plan.Piece{literal("https://a.example/?token="), token("abc"), literal("&id="), token("1")}},
			[]string{"https://a.example/?token=", "***", "&id=", "1"},
		},
		{
			"a parameter in pieces",
			plan.Part{Kind: plan.URLPart, Pieces: []plan.Piece{literal("https://a.example/?token=ab"), token("cd"), literal("ef&id=1")}},
			[]string{"https://a.example/?token=***", "***", "&id=1"},
		},
		{"a header", plan.Part{Kind: plan.HeaderPart, Header: "Authorization", Pieces: []plan.Piece{literal("Bearer "), token("abc")}}, []string{"Bearer ", "***"}},
		{"another header", plan.Part{Kind: plan.HeaderPart, Header: "X-Id", Pieces: []plan.Piece{literal("id "), token("abc")}}, []string{"id ", "abc"}},
		{"a known value", plan.Part{Kind: plan.BodyPart, Pieces: []plan.Piece{literal("a "), token("kn0wn"), literal(" b kn0wn c")}}, []string{"a ", "***", " b *** c"}},
		{
			"a member",
			plan.Part{Kind: plan.BodyPart, Pieces: []plan.Piece{literal(`{"api_key":"`), token("abc"), literal(`","id":"`), token("1"), literal(`"}`)}},
			[]string{`{"api_key":"`, "***", `","id":"`, "1", `"}`},
		},
		{"the password", plan.Part{Kind: plan.PasswordPart, Pieces: []plan.Piece{literal("a"), token("b")}}, []string{"***", "***"}},
		{"the user name", plan.Part{Kind: plan.UserNamePart, Pieces: []plan.Piece{literal("me")}}, []string{"me"}},
		{"no pieces", plan.Part{Kind: plan.BodyPart}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for i, p := range shownPieces(tt.part, redact.New(redact.Secret{Name: "env:K", Value: "kn0wn"})) {
				if p.Source != tt.part.Pieces[i].Source {
					t.Errorf("piece %d is said to be from %q", i, p.Source)
				}
				got = append(got, p.Text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if got := joined(shownPieces(tt.part, redact.Reveal())); got != joined(tt.part.Pieces) {
				t.Errorf("--show-secrets shows %q", got)
			}
		})
	}
}

// TestShownPiecesHideAlways: whatever surrounds it, no piece shows a value that is known.
func TestShownPiecesHideAlways(t *testing.T) {
	t.Parallel()
	const secret = "s3cr3t-v4lue"
	hide := redact.New(redact.Secret{Name: "env:K", Value: secret})
	rapid.Check(t, func(t *rapid.T) {
		part := plan.Part{Kind: rapid.SampledFrom([]plan.PartKind{plan.URLPart, plan.HeaderPart, plan.BodyPart, plan.UserNamePart}).Draw(t, "kind"), Header: "X-Id"}
		for range rapid.IntRange(1, 6).Draw(t, "pieces") {
			text := rapid.SampledFrom([]string{"https://a.example/?", "token=", "id=", "&", "?", `{"key":"`, `"}`, "x", " ", "%2B", "é", "Bearer "}).Draw(t, "text")
			if rapid.Bool().Draw(t, "secret") {
				text += secret + rapid.SampledFrom([]string{"", "&", "y"}).Draw(t, "behind")
			}
			part.Pieces = append(part.Pieces, plan.Piece{Text: text, Source: rapid.SampledFrom([]string{"", "[User:x]"}).Draw(t, "source")})
		}
		for _, p := range shownPieces(part, hide) {
			if strings.Contains(p.Text, secret) {
				t.Errorf("%+v shows %q", part.Pieces, p.Text)
			}
		}
	})
}
