package validate

import (
	"postback/internal/diag"
	"postback/internal/receiver"
)

// receiverParameter finds a parameter that the receiver documents as required is missing.
func receiverParameter() Rule {
	return Rule{
		Name:     "receiver-parameter",
		Severity: diag.Error,
		Summary:  "a parameter that the receiver documents as required is missing",
		Long: `The receiver's own documentation asks for the parameter; without it the postback is refused,
or taken and thrown away. Only documented contracts are checked, and the finding says where
the contract stands and when it was read.`,
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: https://trc.taboola.com/actions-handler/log/3/s2s-action?name=sale&clickid=[tag:User:tblci]
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://trc.taboola.com/actions-handler/log/3/s2s-action?name=sale&click-id=[tag:User:tblci]&revenue=[Call:ConversionAmount]
`,
		Check: checkReceiverParameter,
	}
}

func checkReceiverParameter(p *Pass) {
	for _, v := range p.urls() {
		contract, known := v.receiver()
		if !known {
			continue
		}
		present := map[string]bool{}
		var names []string
		for _, param := range v.params {
			present[param.name] = true
			names = append(names, param.name)
		}
		for _, wanted := range contract.Parameters {
			if wanted.Required && !present[wanted.Name] {
				p.Report(v.text.Whole(), "%s needs the parameter %s (%s)%s [%s, read %s]", contract.Title, wanted.Name, wanted.Meaning,
					misspelled(wanted.Name, names, contract), contract.Source, contract.Date)
			}
		}
	}
}

// misspelled names the parameter that is there in place of the wanted one.
func misspelled(wanted string, present []string, contract receiver.Receiver) string {
	var others []string
	for _, name := range present {
		if _, documented := contract.Parameter(name); !documented {
			others = append(others, name)
		}
	}
	if near, ok := diag.Nearest(wanted, others); ok {
		return "; " + near + " is not it"
	}
	return ""
}
