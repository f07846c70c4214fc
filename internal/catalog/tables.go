package catalog

import "slices"

// tokens is every token, in the order of categories. Nothing writes to it.
var tokens = slices.Concat(
	callTokens, numberTokens, accountTokens, outcomeTokens, timeTokens, visitorTokens, profileTokens,
)

// categories is every category in the order of the reference. Nothing writes to it.
var categories = []Category{
	closedCategory("Call", "The call itself.", Documented, kayzenArticle),
	tagCategory("InboundNumber", "The caller's telephone number and what it tells.", Documented, tokenArticle),
	openCategory("DialedNumber", "The number dialled, and any tag that was set on it in the account.", apiReference, everywhere(
		sometimes(Documented, "only if the tag was set on the number dialled"))),
	tagCategory("Campaign", "The campaign of the number dialled.", Documented, apiReference),
	tagCategory("Publisher", "The publisher who brought the call.", Documented, tokenArticle),
	tagCategory("Target", "The target that answered.", Documented, tokenArticle),
	tagCategory("Buyer", "The buyer that the target belongs to.", Seen, qaReceiver),
	tagCategory("CallInfo", "How the platform judged the call.", Documented, tokenArticle),
	tagCategory("CallLength", "How long the call was.", Documented, apiReference),
	tagCategory("Recording", "The recording of the call.", Seen, publicScripts),
	tagCategory("EndCall", "The end of the call.", Seen, publicScripts),
	tagCategory("Conversion", "The conversion of the call.", Seen, reportColumns),
	tagCategory("Date", "The date on which the call began.", Documented, apiReference),
	tagCategory("Time", "The time at which the call began.", Documented, apiReference),
	tagCategory("Geo", "Where the visitor of the landing page is, by IP address; number pools only.", Documented, tokenArticle),
	tagCategory("Technology", "The browser of the visitor of the landing page; number pools only.", Documented, tokenArticle),
	partialCategory("Integration", "Click ids of the advertising networks.", Documented, tokenArticle),
	partialCategory("Address", "The caller's address, from Instant Caller Profile.", Documented, tokenArticle),
	partialCategory("Email Addresses", "The caller's email addresses, from Instant Caller Profile.", Documented, tokenArticle),
	partialCategory("Demographics", "Facts about the caller, from Instant Caller Profile.", Documented, tokenArticle),
	partialCategory("Identity", "The caller's name, from Instant Caller Profile.", Seen, reportColumns),
	openCategory("User", "A URL parameter mapped on the campaign, a key of an enrich call, or a tag that a script pushed.", urlTagging, fromVisit),
	openCategory("Affiliate", "A URL parameter mapped to this category.", urlTagging, fromVisit),
	openCategory("PlacementInfo", "A URL parameter mapped to this category.", urlTagging, fromVisit),
	openCategory("Gather", "What the caller entered at a gather node of the call flow.", pipeArticle, inCallFlow),
	openCategory("menu", "The key the caller pressed at a menu node of the call flow.", apiReference, inCallFlow),
	openCategory("Annotations", "A tag that an annotation put on the call.", apiReference, annotated),
}

// closedCategory has the names of the catalogue and no others, and is written without "tag:".
func closedCategory(name, meaning string, c Certainty, source string) Category {
	return Category{Name: name, Meaning: meaning, Certainty: c, Source: source}
}

// tagCategory has the names of the catalogue and no others.
func tagCategory(name, meaning string, c Certainty, source string) Category {
	return Category{Name: name, Tag: true, Meaning: meaning, Certainty: c, Source: source}
}

// partialCategory has names that are not known beside those of the catalogue.
func partialCategory(name, meaning string, c Certainty, source string) Category {
	return Category{Name: name, Tag: true, Partial: true, Meaning: meaning, Certainty: c, Source: source}
}

// openCategory has whatever names the user gives. All that are known are documented.
func openCategory(name, meaning, source string, at Timeline) Category {
	return Category{Name: name, Tag: true, Open: true, Meaning: meaning, Certainty: Documented, Source: source, At: at}
}
