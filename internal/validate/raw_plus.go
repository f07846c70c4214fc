package validate

import (
	"strings"

	"postback/internal/diag"
	"postback/internal/lazyre"
)

// rawPlus finds a + in a telephone number or time zone that is read as a space.
func rawPlus() Rule {
	return Rule{
		Name:     "raw-plus",
		Severity: diag.Warning,
		Summary:  "a + in a telephone number or time zone that is read as a space",
		Long: `In a query and in a form a + means a space, so the receiver reads +1661… as a number that
begins with a space. Write %2B. A + between words is not reported: there a space is meant.`,
		Source: "documented: the URL standard decodes a + in application/x-www-form-urlencoded to a space",
		Wrong:  example("url: https://receiver.test/p?id=[Call:InboundCallId]&support=+18885550100"),
		Right:  example("url: https://receiver.test/p?id=[Call:InboundCallId]&support=%2B18885550100"),
		Check:  checkRawPlus,
	}
}

// What stands around the + of an offset from UTC: a time or a token, and hours and minutes.
var (
	endOfTime = lazyre.New(`(?:\x00|[0-9\x00](?::|%3[Aa])[0-9\x00]+(?:\.[0-9]+)?)$`)
	utcOffset = lazyre.New(`^(?:0[0-9]|1[0-4])(?::|%3[Aa])?(?:00|15|30|45)$`)
)

func checkRawPlus(p *Pass) {
	for params := range p.parameters() {
		for _, param := range params.list {
			for _, at := range signs(params.literal[param.valueStart:param.end]) {
				span := params.span(param.valueStart+at, param.valueStart+at+1)
				p.Add(replacing(span, "%2B", "a + here is read as a space"))
			}
		}
	}
}

const digits = "0123456789"

// signs are the offsets of every + in a value that was meant as a sign: it begins the value before a
// number or a token, begins a number in a list of numbers, or begins an offset from UTC.
func signs(value string) []int {
	var found []int
	isList, from := true, 0 // nothing but numbers stands before
	for at := range occurrences(value, "+") {
		isList = isList && strings.Trim(value[from:at], digits+"+,;\x00") == ""
		from = at
		if isSign(value[:at], value[at+1:], isList) {
			found = append(found, at)
		}
	}
	return found
}

func isSign(before, after string, isList bool) bool {
	const number, time = 7, len("23%3A59%3A59.999999")
	length := len(after) - len(strings.TrimLeft(after, digits))
	switch {
	case before == "":
		return length > 0 || after != "" && hasHole(after[:1])
	case length >= number:
		return isList && strings.ContainsAny(before[len(before)-1:], ",;")
	}
	return utcOffset.MatchString(after) && endOfTime.MatchString(before[max(0, len(before)-time):])
}
