package validate

import (
	"strings"

	"postback/internal/diag"
)

// fragment finds a # in a URL: what follows is never sent.
func fragment() Rule {
	return Rule{
		Name:     "fragment",
		Severity: diag.Error,
		Summary:  "a # in a URL: what follows is never sent",
		Long: `A fragment stays with whoever makes the request; the receiver sees nothing from the # on.
Write %23 where a # is meant, or put the parameters before it.`,
		Source: "documented: RFC 9110, section 7.1, leaves the fragment out of the request",
		Wrong:  example(`url: "https://receiver.test/p?id=[Call:InboundCallId]#source=calls"`),
		Right:  example("url: https://receiver.test/p?id=[Call:InboundCallId]&source=calls"),
		Check:  checkFragment,
	}
}

func checkFragment(p *Pass) {
	for v := range p.addresses() {
		if v.fragment >= 0 && !isOtherHash(v.literal[:v.fragment], v.literal[v.fragment+1:]) {
			p.Report(v.span(v.fragment, len(v.literal)), "from # on nothing is sent; write %%23 for a # that is meant")
		}
	}
}

// isOtherHash reports whether there is nothing to lose behind a #, or another rule says more of it:
// that it begins another platform's macro, #name#, or is the entity &#38;.
func isOtherHash(before, after string) bool {
	name, _, closed := strings.Cut(after, "#")
	isMacro := closed && name != "" && !strings.ContainsAny(name, "&=/?")
	return after == "" || isMacro || strings.HasSuffix(before, "&")
}
