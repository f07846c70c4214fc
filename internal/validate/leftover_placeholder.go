package validate

import (
	"slices"
	"strings"

	"postback/internal/diag"
	"postback/internal/lazyre"
	"postback/internal/pixel"
	"postback/internal/template"
)

// leftoverPlaceholder finds what some instructions want to be replaced.
func leftoverPlaceholder() Rule {
	return Rule{
		Name:     "leftover-placeholder",
		Severity: diag.Error,
		Summary:  "a word or a <mark> that some instructions want to be replaced",
		Long: `Instructions print api_key=KAYZEN_PROVIDED, <secret>, YOUR_DOMAIN or REPLACE where your own
value belongs. A word in capitals with underscores is suspicious where an id, a key or
another value belongs that nobody types in words; that is a guess, and only a warning. Put
your own value there; a secret goes into ${env:NAME}.`,
		Source: "seen: such words in published instructions of several receivers; by their form it is a guess",
		Wrong:  example("url: https://receiver.test/p?account=PARTNER_PROVIDED&id=[Call:InboundCallId]"),
		Right:  example("url: https://receiver.test/p?account=4711&id=[Call:InboundCallId]"),
		Check:  checkLeftoverPlaceholder,
	}
}

// Marks in angle brackets: no URL may hold one anywhere; elsewhere one has to be all there is of a
// value, since bodies hold markup too.
var (
	angleMark      = lazyre.New(`<[A-Za-z][^<>\x00]{0,60}>`)
	wholeAngleMark = lazyre.New(`^<[A-Za-z][\w .-]*>$`)
)

func checkLeftoverPlaceholder(p *Pass) {
	for t := range p.templates() {
		text := t.template.Text()
		for _, at := range angleMarks(t) {
			span := text.Span(at[0], at[1])
			p.Report(span, "%s looks like a mark of some instructions; put your own value there", text.Slice(at[0], at[1]))
		}
	}
	for _, f := range p.fields() {
		if f.isLeftover() && !f.isOwnName() {
			p.Add(f.leftoverFinding())
		}
	}
	for _, text := range plainValues(p.Set) {
		if value := text.String(); isInstruction(value) || wholeAngleMark.MatchString(value) {
			p.Report(text.Span(0, text.Len()), "%s looks like a placeholder of some instructions; put your own value there", value)
		}
	}
}

// leftoverFinding is a warning where only the capitals and the name make the value suspicious.
func (f field) leftoverFinding() diag.Diagnostic {
	d := diag.Diagnostic{Span: f.span(), Message: f.value + " looks like a placeholder of some instructions; put your own value there"}
	if !isInstruction(f.value) && !wholeAngleMark.MatchString(f.value) {
		d.Severity = diag.Warning
	}
	return d
}

// plainValues are the values of campaigns, publishers and filters, which are no templates.
func plainValues(set *pixel.Set) []diag.Text {
	var values []diag.Text
	for _, c := range set.Campaigns {
		values = append(values, c.ID, c.TrackingID)
		for _, publisher := range c.Publishers {
			values = append(values, publisher.ID, publisher.SubID)
		}
	}
	for _, px := range set.Pixels {
		for _, f := range px.Filters {
			for _, c := range f.Conditions {
				values = append(values, c.Values...)
			}
		}
	}
	return values
}

// angleMarks are the ranges of a URL that are marked <like this>. Markup has closing tags.
func angleMarks(t *part) [][]int {
	literal := t.literal
	if t.url == nil || strings.IndexByte(literal, '<') < 0 || strings.Contains(literal, "</") || strings.Contains(literal, "/>") {
		return nil
	}
	return slices.DeleteFunc(angleMark.FindAllStringIndex(literal, -1), func(at []int) bool {
		return byteAt(literal, at[0]-1) == '<' // another platform's <<macro>>
	})
}

// isLeftover reports whether the value is one that its writer was to replace.
func (f field) isLeftover() bool {
	switch {
	case f.place == hostLabel && len(f.value) <= len("xxx"):
		return false
	case strings.Contains(f.value, " ") && !isShouted(f.value): // a sentence
	case isInstruction(f.value):
		return true
	}
	switch {
	case f.place >= parameter && wholeAngleMark.MatchString(f.value):
		return f.template.Kind() != template.URL && !isMarkup(f.value)
	}
	return isConstantCase(f.value) && (f.endsInIdentity() || f.isNamedIdentity())
}

// isMarkup reports whether a mark is a tag of HTML.
func isMarkup(mark string) bool {
	return slices.Contains([]string{"<a>", "<b>", "<br>", "<div>", "<hr>", "<html>", "<i>", "<p>", "<span>", "<u>"}, strings.ToLower(mark))
}

// endsInIdentity reports whether the value reads like the name of something that identifies, such
// as REQUEST_SESSION_ID, where no name is expected.
func (f field) endsInIdentity() bool {
	value, name := lastWord(f.value), lastWord(f.name)
	return isIdentity(value) && (value == name || !namesNames(strings.TrimSuffix(name, "s")))
}

// namesNames reports whether a field whose name ends in this word holds the name or the kind of
// something, and so may well be written in capitals.
func namesNames(word string) bool {
	return slices.Contains([]string{
		"type", "kind", "format", "mode", "by", "method", "action", "source", "event", "status", "category", "reason",
		"name", "key", "field", "column", "attribute", "property", "variable", "dimension", "metric", "scope", "tag", "label",
	}, word)
}

// lastWord is the last word of a name, in lower case; "" when it has none.
func lastWord(s string) string {
	words := wordsOf(s)
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

// idName is a name that ends in id without a word boundary, such as clickid.
var idName = lazyre.New(`^(?:[a-z]|cl|click|gcl|sub|off|offer|aff|tx|tr|txn|trans|transaction|req|session|lead|call|user|cust|pub|adv|camp|campaign|conv|ord|order)id$`)

// isNamedIdentity reports whether the name of the field says that it identifies or opens.
func (f field) isNamedIdentity() bool {
	name := strings.Join(wordsOf(f.name), "")
	if slices.Contains([]string{"key", "value", "code"}, name) { // as in {"key": "LEAD_SOURCE", "value": "PHONE_CALL"}
		return false
	}
	return isIdentity(lastWord(f.name)) && lastWord(f.name) != "code" || idName.MatchString(name)
}
