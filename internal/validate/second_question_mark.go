package validate

import (
	"postback/internal/diag"
	"postback/internal/lazyre"
)

// secondQuestionMark finds a second ? among the parameters.
func secondQuestionMark() Rule {
	return Rule{
		Name:     "second-question-mark",
		Severity: diag.Error,
		Summary:  "a second ? among the parameters",
		Long: `Only the first question mark begins the parameters. A second one becomes part of a name or
a value, which usually means that two URLs were joined or a & is missing. Write & in its
place, or %3F where a question mark is meant. A question mark at the end of a text, or in a
URL that is a value, is not reported.`,
		Wrong: example("url: https://receiver.test/p?id=[Call:InboundCallId]?event=sale"),
		Right: example("url: https://receiver.test/p?id=[Call:InboundCallId]&event=sale"),
		Check: checkSecondQuestionMark,
	}
}

func checkSecondQuestionMark(p *Pass) {
	for v := range p.addresses() {
		for _, param := range v.params {
			p.reportQuestionMarks(v, param)
		}
	}
}

func (p *Pass) reportQuestionMarks(v *urlView, param paramView) {
	for at := range occurrences(v.literal[param.start:param.end], "?") {
		if d, found := questionMark(v, param, param.start+at); found {
			p.Add(d)
		}
	}
}

// beginsPair is the text behind a ? that was meant to begin parameters.
var beginsPair = lazyre.New(`^[A-Za-z_][\w.-]*=`)

// questionMark judges the ? at an offset in a parameter.
func questionMark(v *urlView, param paramView, at int) (d diag.Diagnostic, found bool) {
	span := v.span(at, at+1)
	before, after := v.literal[param.start:at], v.literal[at+1:param.end]
	behindToken := before != "" && hasHole(before[len(before)-1:])
	switch {
	case before == "": // ??id= or &?id=
		return removing(span, "this ? becomes a part of the parameter's name"), true
	case at >= param.valueStart && ownURL.MatchString(v.literal[param.valueStart:at]):
		return d, false
	case behindToken && beginsPair.MatchString(after):
		return replacing(span, "&", "a second ? does not begin parameters"), true
	case behindToken && after == "":
		return removing(span, "this ? becomes a part of the value"), true
	case at < param.valueStart || beginsPair.MatchString(after):
		d.Span, d.Message = span, "a second ? does not begin parameters; write & (or %3F for a question mark that is meant)"
		return d, true
	}
	return d, false
}

// ownURL is the beginning of a value that is a URL, encoded or not, or the path of one.
var ownURL = lazyre.New(`^(?:/|(?i:[a-z][a-z0-9+.-]*|\x00+)(?::|%3[Aa])(?:/|%2[Ff]){2})`)
