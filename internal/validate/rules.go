package validate

// Rules is the table of all rules, grouped by what they look at. Its order is that of the
// documentation.
func Rules() []Rule {
	return []Rule{
		unknownToken(),
		emptyToken(),
		unsendableRequest(),
		invalidBodyForCall(),
		ignoreReason(),
		ignoreUnused(),
	}
}
