package validate

import (
	"postback/internal/diag"
	"postback/internal/lazyre"
)

// noHost finds a URL without a host, or only a part of a URL.
func noHost() Rule {
	return Rule{
		Name:     "no-host",
		Severity: diag.Error,
		Summary:  "a URL without a host, or only a part of a URL",
		Long: `A pixel needs the whole address of its receiver, beginning with https://. What stands here
is only a part of it, such as the parameters alone, or something is missing between https and
the host.`,
		Wrong: example("url: p=[Call:ConversionAmount]"),
		Right: example("url: https://receiver.test/p?p=[Call:ConversionAmount]"),
		Check: checkNoHost,
	}
}

// brokenScheme is http or https that is not followed by :// but was meant to be.
var brokenScheme = lazyre.New(`^(?i:(https?)(?::/?|:?//|;//|:\\\\))[^/\\\x00]`)

// secondScheme is a scheme where the host should be, as when a URL is pasted behind https://.
var secondScheme = lazyre.New(`^(?i:https?:?//)`)

func checkNoHost(p *Pass) {
	for v := range p.addresses() {
		again := secondScheme.FindString(v.literal[v.host[0]:])
		switch {
		case v.scheme != "" && again != "":
			p.Add(removing(v.span(v.host[0], v.host[0]+len(again)), "the scheme stands here a second time, in place of the host"))
		case v.scheme != "" && v.hostName() == "":
			p.Report(v.span(0, v.host[1]), "no host stands behind %s://", v.scheme)
		case v.scheme != "" || hasHole(v.literal[:min(len(v.literal), 1)]):
		case brokenScheme.MatchString(v.literal):
			p.Add(brokenSchemeFinding(v))
		default:
			p.Report(v.span(0, len(v.literal)), "this is only a part of a URL; begin with https:// and the host")
		}
	}
}

func brokenSchemeFinding(v *urlView) diag.Diagnostic {
	m := brokenScheme.FindStringSubmatchIndex(v.literal)
	return replacing(v.span(0, m[1]-1), v.literal[m[2]:m[3]]+"://", "a colon and two slashes stand before the host")
}
