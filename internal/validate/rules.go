package validate

import "slices"

// Rules is the table of all rules, grouped by what they look at. Its order is that of the
// documentation.
func Rules() []Rule {
	return slices.Concat(
		yamlRules(),
		definitionRules(),
		templateRules(),
		[]Rule{
			unknownToken(),
		},
		[]Rule{
			emptyToken(),
			unsendableRequest(),
			invalidBodyForCall(),
		},
		[]Rule{
			ignoreReason(),
			ignoreUnused(),
		},
	)
}
