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
receiver takes it there. Where the receiver's documented contract wants it in the query,
this rule is silent.`,
		Source: "documented: the call log keeps the fired URL",
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?api_key=${env:RECEIVER_KEY}&id=[Call:InboundCallId]
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
    headers:
      X-Api-Key: ${env:RECEIVER_KEY}
`,
		Check: checkSecretInURL,
	}
}

func checkSecretInURL(p *Pass) {
	for _, v := range p.urls() {
		if at := strings.IndexByte(v.literal[v.host[0]:v.host[1]], '@'); at >= 0 {
			p.Report(v.span(v.host[0], v.host[0]+at), "credentials in the URL end up in the call log; use basic_auth")
		}
		contract, documented := v.receiver()
		for _, param := range v.params {
			wanted, _ := contract.Parameter(param.name)
			if redact.SecretName(param.name) && param.value != "" && (!documented || !wanted.Secret) {
				p.Report(v.span(param.start, param.start+len(param.name)),
					"%s looks like a credential, and the platform's call log shows the whole URL; send it in a header if the receiver takes it there", param.name)
			}
		}
	}
}
