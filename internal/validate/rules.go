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
		urlRules(),
		requestRules(),
		acrossRules(),
		filterRules(),
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

// urlRules look at the shape of a URL.
func urlRules() []Rule {
	return []Rule{
		noHost(), badScheme(), missingQuestionMark(), secondQuestionMark(), emptyParameter(), duplicateParameter(),
		htmlEscape(), urlWhitespace(), smartQuotes(), rawPlus(), doubleEncoding(), fragment(), urlLength(),
		plainHTTP(), secretInURL(), literalSecret(),
	}
}

// requestRules look at bodies, headers and what the receiver documents.
func requestRules() []Rule {
	return []Rule{
		invalidJSONBody(), jsonEmptyValue(), bodyOnGet(), bodyWithoutContentType(), contentTypeMismatch(),
		duplicateHeader(), forbiddenHeader(), receiverParameter(),
	}
}

// acrossRules compare pixels with each other and with their campaigns.
func acrossRules() []Rule {
	return []Rule{
		identicalRequests(), eventMismatch(), missingMoney(), duplicateReceiverEvent(), unattachedPixel(), emptyCampaign(),
	}
}

// filterRules look at filters.
func filterRules() []Rule {
	return []Rule{contradictoryFilters(), unknownFilterTag(), numberOperator(), duplicateFilterValue()}
}
