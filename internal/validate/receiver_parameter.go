package validate

import (
	"fmt"
	"slices"

	"postback/internal/diag"
	"postback/internal/receiver"
)

// receiverParameter finds a parameter that the receiver documents as required and that is missing.
func receiverParameter() Rule {
	return Rule{
		Name:     "receiver-parameter",
		Severity: diag.Error,
		Summary:  "a parameter that the receiver documents as required is missing",
		Long: `The receiver's own documentation asks for the parameter; without it the postback is refused,
or taken and thrown away. Only documented contracts are checked, and the finding says where
the contract stands and when it was read. Where the documentation names another consequence,
the finding is a warning.`,
		Source: "documented: the contracts of the known receivers, each with its source and date",
		Wrong:  example("url: https://trc.taboola.com/actions-handler/log/3/s2s-action?name=sale&clickid=[tag:User:tblci]"),
		Right:  example("url: https://trc.taboola.com/actions-handler/log/3/s2s-action?name=sale&click-id=[tag:User:tblci]&revenue=[Call:ConversionAmount]"),
		Check:  checkReceiverParameter,
	}
}

func checkReceiverParameter(p *Pass) {
	for _, v := range p.urls() {
		if !v.known {
			continue
		}
		names := make(map[string]bool, len(v.params))
		for _, param := range v.params {
			names[param.name] = true
		}
		for _, wanted := range v.contract.Parameters {
			if (wanted.Required || wanted.Without != "") && !names[wanted.Name] && !v.addsParameters() {
				p.Add(missingParameter(v, wanted))
			}
		}
	}
}

// addsParameters reports whether a variable or token stands where a parameter would, so that what
// the request holds is not known.
func (v *urlView) addsParameters() bool {
	return slices.ContainsFunc(v.params, func(param paramView) bool { return !param.literalName })
}

func missingParameter(v *urlView, wanted receiver.Parameter) diag.Diagnostic {
	d := diag.Diagnostic{Span: v.span(v.host[0], v.path[1])}
	if wanted.Required {
		d.Message = fmt.Sprintf("%s needs the parameter %s (%s)", v.contract.Title, wanted.Name, wanted.Meaning)
	} else {
		d.Severity = diag.Warning
		d.Message = fmt.Sprintf("%s without the parameter %s: %s", v.contract.Title, wanted.Name, wanted.Without)
	}
	if param, ok := v.misspelled(wanted.Name); ok {
		d.Message += "; " + param.name + " is not it"
		d.Span = v.span(param.start, param.start+len(param.name))
	}
	d.Message += v.contractSource()
	return d
}

// contractSource says where the contract of the receiver stands; definitions need not say it.
func (v *urlView) contractSource() string {
	text := ""
	if v.contract.Source != "" {
		text = "; see " + v.contract.Source
	}
	if v.contract.Date != "" {
		text += ", read " + v.contract.Date
	}
	return text
}

// misspelled finds the parameter that stands in place of the wanted one.
func (v *urlView) misspelled(wanted string) (paramView, bool) {
	var names []string
	for _, param := range v.params {
		if _, documented := v.contract.Parameter(param.name); !documented {
			names = append(names, param.name)
		}
	}
	near, ok := diag.Nearest(wanted, names)
	for _, param := range v.params {
		if ok && param.name == near {
			return param, true
		}
	}
	return paramView{}, false
}
