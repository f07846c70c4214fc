package validate

import (
	"strings"

	"postback/internal/diag"
)

// duplicateParameter finds the same parameter twice in one URL or form.
func duplicateParameter() Rule {
	return Rule{
		Name:     "duplicate-parameter",
		Severity: diag.Warning,
		Summary:  "the same parameter twice in one URL or form",
		Long: `Receivers differ in which of two parameters of one name they take: the first, the last or
both. Remove one. Lists, whose name ends in brackets, are not reported.`,
		Wrong: example("url: https://receiver.test/p?id=[Call:InboundCallId]&id=[Call:CallerNumber]"),
		Right: example("url: https://receiver.test/p?id=[Call:InboundCallId]&caller=[Call:CallerNumber]"),
		Check: checkDuplicateParameter,
	}
}

func checkDuplicateParameter(p *Pass) {
	for params := range p.parameters() {
		first := make(map[string]paramView, len(params.list))
		for _, param := range params.list {
			earlier, twice := first[param.name]
			if !twice {
				first[param.name] = param
				continue
			}
			if param.name != "" && !isList(param.name) {
				p.Add(duplicateFinding(params, earlier, param))
			}
		}
	}
}

func duplicateFinding(params *parameters, earlier, param paramView) diag.Diagnostic {
	message := "the parameter " + param.name + " stands here twice; receivers differ in which one they take"
	if earlier.value == param.value {
		message = "the parameter " + param.name + " stands here twice with the same value; remove one"
	}
	return diag.Diagnostic{
		Span: params.nameSpan(param), Message: message,
		Related: []diag.Related{{Span: params.nameSpan(earlier), Message: "it stands here first"}},
	}
}

// isList reports whether several frameworks take parameters of this name for a list: ids[], however
// its brackets are written.
func isList(name string) bool {
	name = strings.ToUpper(name)
	for _, end := range []string{"[]", "[[]]", "%5B%5D"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}
