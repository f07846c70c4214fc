package validate

import (
	"strings"

	"postback/internal/diag"
)

// emptyParameter finds an & without a parameter, and a value without a name.
func emptyParameter() Rule {
	return Rule{
		Name:     "empty-parameter",
		Severity: diag.Warning,
		Summary:  "an & without a parameter beside it, or a value without a name",
		Long: `An ampersand with nothing beside it is left over from editing. Most receivers pass over it;
some count it as a parameter without a name. Remove it. A value whose name is missing before
the = reaches nobody.`,
		Wrong: example("url: https://receiver.test/p?id=[Call:InboundCallId]&&event=sale"),
		Right: example("url: https://receiver.test/p?id=[Call:InboundCallId]&event=sale"),
		Check: checkEmptyParameter,
	}
}

func checkEmptyParameter(p *Pass) {
	for params := range p.parameters() {
		for _, at := range strayAmpersands(params.pairs()) {
			p.Add(removing(params.span(params.start+at, params.start+at+1), "no parameter stands beside this &"))
		}
		for _, param := range params.list {
			if param.name == "" {
				p.Report(params.span(param.start, param.end), "the name of the parameter is missing before the =")
			}
		}
	}
}

// strayAmpersands are the offsets of the ampersands that do not separate two parameters.
func strayAmpersands(pairs string) []int {
	var stray []int
	last := len(strings.TrimRight(pairs, "\r\n")) - 1 // a block of YAML ends in a line break
	for i := range occurrences(pairs, "&") {
		if i == 0 || i == last || pairs[i-1] == '&' {
			stray = append(stray, i)
		}
	}
	return stray
}
