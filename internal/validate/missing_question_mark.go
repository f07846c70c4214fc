package validate

import (
	"strings"

	"postback/internal/diag"
	"postback/internal/lazyre"
)

// missingQuestionMark finds parameters without a ? before them.
func missingQuestionMark() Rule {
	return Rule{
		Name:     "missing-question-mark",
		Severity: diag.Error,
		Summary:  "parameters without a ? before them",
		Long: `Without a question mark the parameters belong to the path, and the receiver sees none of
them. Put a ? between the address and the first parameter. A single name=[token] at the end of
a path is only a warning: some receivers want it so.`,
		Source: "documented: the platform asks for a ? between the address and the parameters",
		Wrong:  example("url: https://receiver.test/p&id=[Call:InboundCallId]"),
		Right:  example("url: https://receiver.test/p?id=[Call:InboundCallId]"),
		Check:  checkMissingQuestionMark,
	}
}

func checkMissingQuestionMark(p *Pass) {
	for v := range p.addresses() {
		if v.query < 0 && (v.scheme != "" || v.path[0] < v.path[1]) {
			if d, found := pathWithParameters(v); found {
				p.Add(d)
			}
		}
	}
}

var (
	// encodedQuestion is a question mark that was percent-encoded before the parameters.
	encodedQuestion = lazyre.New(`(%3[Ff])[\w.-]+=`)
	// lonePair is a name=value that is the last segment of a path; its value has a token in it. What
	// is filled up with = in base64 has none.
	lonePair = lazyre.New(`/([A-Za-z_][\w.-]*)=[^=/;]*\x00[^=/;]*$`)
)

// pathWithParameters looks for parameters in a URL without a ?.
func pathWithParameters(v *urlView) (d diag.Diagnostic, found bool) {
	start := v.host[0] + strings.LastIndexByte(v.part(v.host), '@') + 1
	address := v.literal[start:v.path[1]]
	and := strings.IndexByte(address, '&')
	switch m := encodedQuestion.FindStringSubmatchIndex(address); {
	case m != nil:
		span := v.span(start+m[2], start+m[3])
		return replacing(span, "?", "an encoded question mark is a part of the path, and so are the parameters behind it"), true
	case and >= 0 && strings.Contains(address[and:], "="):
		return ampersandInPath(v, address, start, and)
	}
	if m := lonePair.FindStringSubmatchIndex(address); m != nil {
		d = diag.Diagnostic{Severity: diag.Warning, Span: v.span(start+m[2], start+m[3])}
		d.Message = "there is no ? before the parameter " + address[m[2]:m[3]] + ", so it is a part of the path; put one there if a parameter is meant"
		return d, true
	}
	return d, false
}

// ampersandInPath finds the first parameter before or behind an & in the path. The & itself was
// meant as the ? when no parameter and no segment of the path lies on its wrong side.
func ampersandInPath(v *urlView, address string, start, and int) (d diag.Diagnostic, found bool) {
	segment := strings.LastIndexByte(address[:and], '/') + 1
	before := address[segment:and]
	const message = "there is no ? before the parameters, so they are a part of the path"
	switch {
	case strings.Contains(before, ";"): // parameters of the path itself
		return d, false
	case strings.Contains(before, "="):
		return diag.Diagnostic{Span: v.span(start+segment, start+and), Message: message + "; put one before this"}, true
	case strings.Contains(address[and:], "/"):
		return diag.Diagnostic{Span: v.span(start+and, start+and+1), Message: message + "; write ? here if the parameters begin here"}, true
	}
	return replacing(v.span(start+and, start+and+1), "?", message), true
}
