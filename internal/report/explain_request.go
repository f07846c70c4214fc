package report

import (
	"cmp"
	"strings"

	"postback/internal/plan"
	"postback/internal/redact"
)

// parts shows the request part by part, each piece with the token it came from.
func (t *textWriter) parts(e *plan.Explanation) {
	if len(e.Parts) == 0 {
		return
	}
	t.line("  " + t.style.Palette.Bold("request"))
	for _, p := range e.Parts {
		pieces := shownPieces(p, t.style.Hide)
		title := partTitle(&e.Firing, p)
		if p.Kind == plan.HeaderPart && isLiteral(pieces) {
			t.hanging("    "+title+" ", oneLine(joined(pieces)), unshaded)
			continue
		}
		t.line("    " + title)
		t.pieces(pieces)
	}
	if g := e.Firing.Grant; g != nil {
		t.hanging("    "+g.Header+": ", oneLine(g.Prefix+redact.Mask+" (the token of the authentication "+g.Name+", fetched when firing)"), unshaded)
	}
}

// partTitle is what stands above the pieces of a part.
func partTitle(f *plan.Firing, p plan.Part) string {
	switch p.Kind {
	case plan.URLPart:
		return f.Request.Method
	case plan.HeaderPart:
		return oneLine(p.Header) + ":"
	case plan.UserNamePart, plan.PasswordPart:
		return string(p.Kind) + " of basic authentication"
	default:
		return string(p.Kind)
	}
}

func isLiteral(pieces []plan.Piece) bool {
	for _, p := range pieces {
		if p.Source != "" {
			return false
		}
	}
	return true
}

func joined(pieces []plan.Piece) string {
	var text strings.Builder
	for _, p := range pieces {
		text.WriteString(p.Text)
	}
	return text.String()
}

// nothing stands for a piece without text.
const nothing = "(nothing)"

// maxPieceCells bounds the width to which pieces are filled so that their tokens line up.
const maxPieceCells = 48

func (t *textWriter) pieces(pieces []plan.Piece) {
	widest := 0
	for _, p := range pieces {
		if p.Source != "" {
			widest = max(widest, cells(oneLine(cmp.Or(p.Text, nothing))))
		}
	}
	for _, p := range pieces {
		if p.Source != "" {
			t.tokenPiece(p, min(widest, maxPieceCells))
			continue
		}
		for line := range strings.SplitSeq(strings.TrimSuffix(p.Text, "\n"), "\n") {
			t.hanging("      ", oneLine(line), unshaded)
		}
	}
}

// tokenPiece shows what a token gave, with the token beside it or, where there is no room, below.
func (t *textWriter) tokenPiece(p plan.Piece, width int) {
	text, shade := oneLine(p.Text), t.style.Palette.Bold
	source := oneLine(t.style.Hide.String(p.Source))
	switch text {
	case "":
		text, shade = nothing, t.style.Palette.Caution
	case source: // a variable without a value
		t.hanging("      ", text, t.style.Palette.Caution)
		return
	}
	for _, text := range []string{pad(text, width), text} {
		if t.fits("      " + text + "  ← " + source) {
			t.line("      " + shade(text) + "  ← " + t.style.Palette.Token(source))
			return
		}
	}
	t.hanging("      ", text, shade)
	t.hanging("        ← ", source, t.style.Palette.Token)
}

// shownPieces hides the secrets of a part, piece by piece. What a piece is depends on the text
// around it, such as the name of a parameter: it is shown as it is where the part as a whole shows it,
// and else hidden as the end of all the text up to it.
func shownPieces(part plan.Part, hide *redact.Redactor) []plan.Piece {
	shown := make([]plan.Piece, len(part.Pieces))
	hideText := hideWhole(part, hide)
	whole := hideText(joined(part.Pieces))
	before := ""
	for i, p := range part.Pieces {
		shown[i] = p
		switch {
		case p.Variable:
			shown[i].Text = hide.Header("secret", p.Text)
		case !strings.HasPrefix(whole, before+p.Text):
			shown[i].Text = hiddenEnd(hideText, before, p.Text)
		}
		before += p.Text
	}
	return shown
}

// hideWhole is how the text of a part is hidden as a whole.
func hideWhole(part plan.Part, hide *redact.Redactor) func(string) string {
	switch part.Kind {
	case plan.URLPart:
		return hide.URL
	case plan.HeaderPart:
		return func(s string) string { return hide.Header(part.Header, s) }
	case plan.PasswordPart:
		return func(s string) string { return hide.Header("password", s) }
	default:
		return hide.String
	}
}

// hiddenEnd is what is left of a text when it is hidden together with what stands before it.
func hiddenEnd(hide func(string) string, before, text string) string {
	rest, behind := strings.CutPrefix(hide(before+text), hide(before))
	if !behind || rest == "" && text != "" {
		return redact.Mask // it goes on with a secret that begins before it
	}
	return rest
}
