package validate

import (
	"strings"

	"postback/internal/diag"
)

// missingQuestionMark finds parameters without a ? before them.
func missingQuestionMark() Rule {
	return Rule{
		Name:     "missing-question-mark",
		Severity: diag.Error,
		Summary:  "parameters without a ? before them",
		Long: `Without a question mark the parameters belong to the path, and the receiver sees none of
them. Put a ? between the address and the first parameter.`,
		Source: "documented: the platform asks for a ? between the address and the parameters",
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p&id=[Call:InboundCallId]
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
`,
		Check: checkMissingQuestionMark,
	}
}

func checkMissingQuestionMark(p *Pass) {
	for _, v := range p.urls() {
		if v.query >= 0 {
			continue
		}
		path := v.literal[v.path[0]:v.path[1]]
		at := strings.IndexByte(path, '&')
		if at < 0 || !strings.Contains(path[at:], "=") {
			at = firstPair(path)
		}
		if at >= 0 {
			p.Report(v.span(v.path[0]+at, v.path[0]+at+1), "there is no ? before the parameters, so they are part of the path")
		}
	}
}

// firstPair is the offset of a name=value that ends a path without any ampersand, or -1.
func firstPair(path string) int {
	last := strings.LastIndexByte(path, '/') + 1
	equals := strings.IndexByte(path[last:], '=')
	if equals <= 0 || strings.ContainsAny(path[last:], ";") {
		return -1
	}
	return last
}
