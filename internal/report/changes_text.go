package report

import (
	"bufio"
	"fmt"
	"io"

	"postback/internal/golden"
)

// writeChangesText writes a block for each pixel whose requests change.
func writeChangesText(w io.Writer, c *Changes, style Style) error {
	t := &changesText{&textWriter{w: bufio.NewWriter(w), style: style}}
	for i, p := range c.Pixels {
		if i > 0 {
			t.line("")
		}
		t.line(t.style.Palette.Bold(oneLine(p.Pixel)) + " · " + p.Event + " · " + c.title(p))
		for _, e := range p.Entries {
			t.entry(e)
		}
	}
	return t.w.Flush()
}

type changesText struct{ *textWriter }

func (t *changesText) entry(e *golden.Entry) {
	t.line("  " + t.style.Palette.Caution(becomes(e)) + t.style.Palette.Faint(fmt.Sprintf("  (%s)", Count(e.Count, "call"))))
	for calls, s := range alike(e.Samples) {
		if s.Reason != "" {
			t.hanging("    "+calls+": ", oneLine(t.style.Hide.String(s.Reason)), unshaded)
			continue
		}
		t.line("    " + calls)
		before, after := sidesOf(e, s, t.style)
		t.side("      "+t.style.Palette.Bad("- "), before)
		t.side("      "+t.style.Palette.Good("+ "), after)
	}
}

func (t *changesText) side(prefix string, s side) {
	if !s.there {
		return
	}
	tokens := ""
	if s.tokens != "" {
		tokens = "   " + t.style.Palette.Token(oneLine(s.tokens))
	}
	t.hanging(prefix, s.value+tokens, unshaded)
}
