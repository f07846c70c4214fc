package validate

import (
	"slices"
	"sync"
)

// Rules is the table of all rules, grouped by what they look at. Its order is that of the
// documentation. The slice is the caller's.
func Rules() []Rule { return slices.Clone(table()) }

// table is written once: its texts are put together from parts, and every finding asks for its rule.
var table = sync.OnceValue(func() []Rule {
	return slices.Concat(
		yamlRules(),
		definitionRules(),
		templateRules(),
		tokenRules(),
		eventRules(),
		leftoverRules(),
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
})

// tokenRules look at what stands in brackets, and at what should.
func tokenRules() []Rule {
	return []Rule{
		unknownToken(), columnAsToken(), placeholderToken(), notAToken(), singleBracket(), encodedToken(), escapedToken(),
		bareToken(), tokenInHost(), foreignMacro(), spacedTagName(), doubtfulToken(),
	}
}

// eventRules hold tokens against the event on which their pixel fires.
func eventRules() []Rule { return []Rule{neverAtEvent(), sometimesAtEvent(), unknownAtEvent()} }

// leftoverRules look for what was to be replaced or set.
func leftoverRules() []Rule {
	return []Rule{literalNameAsValue(), leftoverPlaceholder(), exampleHost(), unsetVariable()}
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
