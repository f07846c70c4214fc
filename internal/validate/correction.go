package validate

import "postback/internal/diag"

// removing is a finding with the certain correction of leaving something out.
func removing(span diag.Span, why string) diag.Diagnostic {
	return diag.Diagnostic{
		Span:    span,
		Message: why + "; remove it",
		Fix:     &diag.Fix{Message: "remove it", Edits: []diag.Edit{{Span: span}}},
	}
}
