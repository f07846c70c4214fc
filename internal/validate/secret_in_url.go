package validate

import (
	"strings"

	"postback/internal/diag"
	"postback/internal/redact"
)

// secretInURL finds a credential in the query of a URL.
func secretInURL() Rule {
	return Rule{
		Name:     "secret-in-url",
		Severity: diag.Warning,
		Summary:  "a credential in the query of a URL",
		Long: `The platform keeps every URL it fired in the call log, and receivers write URLs into theirs.
A key in the query is there for all who may read them. Send it in a header where the
receiver takes it there. Where the receiver's documented contract wants it in the query, this
rule is silent, as it is where the value is a token of the call and so nobody's key.`,
		Source: "seen: the call log keeps the URL that was fired",
		Wrong:  example("url: https://receiver.test/p?api_key=${env:RECEIVER_KEY}&id=[Call:InboundCallId]"),
		Right:  example("url: https://receiver.test/p?id=[Call:InboundCallId]", "headers:", "  X-Api-Key: ${env:RECEIVER_KEY}"),
		Check:  checkSecretInURL,
	}
}

func checkSecretInURL(p *Pass) {
	for _, v := range p.urls() {
		if at := strings.LastIndexByte(v.part(v.host), '@'); at > 0 {
			p.Report(v.span(v.host[0], v.host[0]+at), "credentials in a URL end up in the platform's call log; use basic_auth")
		}
		for _, param := range v.params {
			wanted, _ := v.contract.Parameter(param.name)
			if param.hasCredential() && !wanted.Secret {
				p.Report(v.span(param.start, param.start+len(param.name)),
					"%s looks like a credential, and the platform's call log keeps the whole URL; send it in a header if the receiver takes it there", param.name)
			}
		}
	}
}

// hasCredential reports whether the parameter carries a key of somebody's account: it is called so,
// and its value does not come from the call alone.
func (p *paramView) hasCredential() bool {
	return p.literalName && p.value != "" && !p.fromCall && redact.SecretName(p.name)
}
