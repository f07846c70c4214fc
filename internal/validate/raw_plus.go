package validate

import (
	"regexp"
	"strings"

	"postback/internal/diag"
)

// rawPlus finds a + in a telephone number or time zone that is read as a space.
func rawPlus() Rule {
	return Rule{
		Name:     "raw-plus",
		Severity: diag.Warning,
		Summary:  "a + in a telephone number or time zone that is read as a space",
		Long: `In a query and in a form a + means a space, so the receiver reads +1661… as a number that
begins with a space. Write %2B. A + between words is not reported: there a space is meant.`,
		Source: "documented: the form encoding of the HTML standard, which decodes + to a space",
		Wrong:  example("url: https://receiver.test/p?id=[Call:InboundCallId]&support=+18885550100"),
		Right:  example("url: https://receiver.test/p?id=[Call:InboundCallId]&support=%2B18885550100"),
		Check:  checkRawPlus,
	}
}

// What stands around the + of an offset from UTC: a time or a token, and hours and minutes.
var (
	endOfTime = regexp.MustCompile(`(?:\x00|[0-9\x00](?::|%3[Aa])[0-9\x00]+(?:\.[0-9]+)?)$`)
	utcOffset = regexp.MustCompile(`^(?:0[0-9]|1[0-4])(?::|%3[Aa])?(?:00|15|30|45)$`)
)

func checkRawPlus(p *Pass) {
	for params := range p.parameters() {
		for _, param := range params.list {
			literal := params.literal[param.valueStart:param.end]
			for at := range occurrences(literal, "+") {
				if isSign(literal[:at], literal[at+1:]) {
					span := params.span(param.valueStart+at, param.valueStart+at+1)
					p.Add(replacing(span, "%2B", "a + here is read as a space"))
				}
			}
		}
	}
}

// isSign reports whether a + between two texts was meant as a sign: it begins the value before a
// number or a token, begins a number in a list of numbers, or begins an offset from UTC.
func isSign(before, after string) bool {
	const digits, number = "0123456789", 7
	length := len(after) - len(strings.TrimLeft(after, digits))
	switch {
	case before == "":
		return length > 0 || after != "" && hasHole(after[:1])
	case length >= number:
		return strings.ContainsAny(before[len(before)-1:], ",;") && strings.Trim(before, digits+"+,;\x00") == ""
	}
	return endOfTime.MatchString(before) && utcOffset.MatchString(after)
}
