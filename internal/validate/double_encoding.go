package validate

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"postback/internal/diag"
	"postback/internal/lazyre"
)

// doubleEncoding finds something that is percent-encoded twice.
func doubleEncoding() Rule {
	return Rule{
		Name:     "double-encoding",
		Severity: diag.Warning,
		Summary:  "something that is percent-encoded twice",
		Long: `%25 followed by two hexadecimal digits is what percent-encoding makes of something already
encoded. The receiver decodes once and sees %20 where a space was meant. Write the text as
it is, or encode it once. A value that is itself a URL or a query has to be encoded twice in
places, and is not reported.`,
		Wrong: example("url: https://receiver.test/p?id=[Call:InboundCallId]&kind=phone%2520call"),
		Right: example("url: https://receiver.test/p?id=[Call:InboundCallId]&kind=phone%20call"),
		Check: checkDoubleEncoding,
	}
}

// encodedTwice is what comes of encoding a run of %XX again.
var encodedTwice = lazyre.New(`(?:%25[0-9A-Fa-f]{2})+`)

func checkDoubleEncoding(p *Pass) {
	for params := range p.parameters() {
		for _, param := range params.list {
			for _, m := range encodedRuns(params.literal[param.valueStart:param.end]) {
				at := params.span(param.valueStart+m[0], param.valueStart+m[1])
				once := strings.ReplaceAll(params.literal[param.valueStart+m[0]:param.valueStart+m[1]], "%25", "%")
				p.Report(at, "this is percent-encoded twice, so the receiver sees %s as text; encode it once", once)
			}
		}
	}
}

// encodedRuns are the ranges of a value that are encoded twice and should not be.
func encodedRuns(value string) [][]int {
	if !strings.Contains(value, "%25") || nested.MatchString(value) {
		return nil
	}
	return slices.DeleteFunc(encodedTwice.FindAllStringIndex(value, -1), func(m []int) bool {
		return !isText(strings.ReplaceAll(value[m[0]:m[1]], "%25", "%"))
	})
}

// isText reports whether %XX means something that a person writes, so that it is not by chance that
// two digits follow a percent sign.
func isText(encoded string) bool {
	text, err := url.PathUnescape(encoded)
	return err == nil && !strings.ContainsFunc(text, func(r rune) bool { return r == unicode.ReplacementChar || unicode.IsControl(r) })
}

// nested is the syntax of a URL or a query that is a value, the encoding of which is encoded again
// with it.
var nested = lazyre.New(`://|[?&=]|%(?:3[Aa]%2[Ff]%2[Ff]|3[DdFf]|26)`)
