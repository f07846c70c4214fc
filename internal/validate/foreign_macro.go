package validate

import (
	"fmt"
	"strings"

	"postback/internal/catalog"
	"postback/internal/diag"
	"postback/internal/template"
)

// foreignMacro finds macros of other platforms, which are sent as they are written.
func foreignMacro() Rule {
	return Rule{
		Name:     "foreign-macro",
		Severity: diag.Error,
		Summary:  "a macro of another platform, which is sent as it is written",
		Long: `Every platform marks its macros in its own way: {payout}, #s2#, (advertiserId),
${AUCTION_PRICE}, {{number}}, %%CACHEBUSTER%%, --A--phone_number--B--. Here they are text,
and the receiver gets the macro in place of a value. Write the token that holds the value;
the finding names it where it is known.`,
		Source: "documented: a receiver's own statistics name the wrong platform's macros as the second cause of lost conversions",
		Wrong:  example("url: https://receiver.test/p?id=[Call:InboundCallId]&amount={payout}"),
		Right:  example("url: https://receiver.test/p?id=[Call:InboundCallId]&amount=[Call:ConversionAmount]"),
		Check:  checkForeignMacro,
	}
}

func checkForeignMacro(p *Pass) {
	for t := range p.templates() {
		for _, m := range macrosOf(t) {
			p.Add(macroFinding(m))
		}
	}
	for _, f := range p.fields() {
		if m, ok := wholeMacro(f); ok {
			p.Add(macroFinding(m))
		}
	}
}

func macroFinding(m macro) diag.Diagnostic {
	d := diag.Diagnostic{Span: m.template.Text().Span(m.start, m.end)}
	if m.doubtful {
		d.Severity = diag.Warning
	}
	if variable, ok := m.variable(); ok {
		return replacing(d.Span, variable, m.written+" is no variable, and it is sent as it is written")
	}
	if token, ok := m.token(); ok {
		return replacing(d.Span, token, m.written+" is sent as it is written, because a token stands in square brackets")
	}
	known := m.explained()
	d.Message = fmt.Sprintf("%s has the form of a macro of %s; here %s", m.written, known.Platforms, m.effect())
	switch {
	case known.Known:
		d.Message += fmt.Sprintf("; write %s (%s)", known.Token, known.Why)
	case strings.HasPrefix(m.written, "${") && isConstantCase(m.inside):
		d.Message += fmt.Sprintf("; write the token that holds the value, or ${env:%s} for an environment variable", m.inside)
	default:
		d.Message += "; write the token that holds the value"
	}
	return d
}

// effect is what becomes of the macro.
func (m macro) effect() string {
	if m.template.Kind() == template.URL && strings.HasPrefix(m.written, "#") {
		return "everything from the # on is not sent"
	}
	return "it is sent as it is written"
}

// variable is the ${env:NAME} that was written with other capitals.
func (m macro) variable() (string, bool) {
	kind, name, ok := strings.Cut(m.inside, ":")
	lower := strings.ToLower(kind)
	if !ok || name == "" || !strings.HasPrefix(m.written, "${") || lower != "env" && lower != "file" {
		return "", false
	}
	return "${" + lower + ":" + name + "}", true
}

// token is the token that stands between the wrong marks.
func (m macro) token() (string, bool) {
	t, ok := template.ParseToken(m.inside)
	if _, known := catalog.Lookup(t.Category, t.Name); !ok || !known {
		return "", false
	}
	return "[" + m.inside + "]", true
}
