package catalog

// numberTokens are the tags of the two telephone numbers of a call.
var numberTokens = []Token{
	{
		Category: "InboundNumber", Name: "Number", Tag: true,
		Meaning: "The caller's telephone number.",
		Format:  formatPhone, FormatCertainty: Documented, Example: "+16613804706",
		Certainty: Documented, Source: tokenArticle, At: fromIncoming,
		Column: "inboundPhoneNumber", Derivation: Verbatim,
	},
	{
		Category: "InboundNumber", Name: "NumberE164", Tag: true,
		Meaning: "The caller's telephone number in international form.",
		Format:  formatPhone, FormatCertainty: Documented, Example: "+16613804706",
		Certainty: Documented, Source: apiReference, At: fromIncoming,
		Column: "inboundPhoneNumber", Derivation: Verbatim,
	},
	{
		Category: "InboundNumber", Name: "Number-NoPlus", Tag: true,
		Meaning: "The caller's telephone number without the plus sign, which a receiver would read as a space.",
		Format:  formatNoPlus, FormatCertainty: Documented, Example: "16613804706",
		Certainty: Documented, Source: tokenArticle, At: fromIncoming,
		Column: "inboundPhoneNumber", Derivation: NoPlus,
	},
	{
		Category: "InboundNumber", Name: "CountryDigits", Tag: true,
		Meaning: "Country calling code of the caller's number.",
		Format:  formatDigits, FormatCertainty: Documented, Example: "1",
		Certainty: Documented, Source: apiReference, At: callerDetail,
		Column: "inboundPhoneNumber", Derivation: CountryDigits,
	},
	{
		Category: "InboundNumber", Name: "CountryCode", Tag: true,
		Meaning: "Country of the caller's number.",
		Format:  formatRegion, FormatCertainty: Documented, Example: "US",
		Certainty: Documented, Source: apiReference, At: callerDetail,
	},
	{
		Category: "InboundNumber", Name: "AreaCode", Tag: true,
		Meaning: "Area code of the caller's number: with Prefix and Suffix, the ten digits without the country.",
		Format:  formatDigits, FormatCertainty: Documented, Example: "661",
		Certainty: Documented, Source: tokenArticle, At: callerDetail,
		Column: "inboundPhoneNumber", Derivation: AreaCode,
	},
	{
		Category: "InboundNumber", Name: "Prefix", Tag: true,
		Meaning: "Exchange of the caller's number: the three digits behind the area code.",
		Format:  formatDigits, FormatCertainty: Documented, Example: "380",
		Certainty: Documented, Source: tokenArticle, At: callerDetail,
		Column: "inboundPhoneNumber", Derivation: Prefix,
	},
	{
		Category: "InboundNumber", Name: "Suffix", Tag: true,
		Meaning: "The last four digits of the caller's number.",
		Format:  formatDigits, FormatCertainty: Documented, Example: "4706",
		Certainty: Documented, Source: tokenArticle, At: callerDetail,
		Column: "inboundPhoneNumber", Derivation: Suffix,
	},
	{
		Category: "InboundNumber", Name: "Region", Tag: true,
		Meaning: "Name of the state or province the caller's number belongs to.",
		Format:  formatText, FormatCertainty: Documented, Example: "California",
		Certainty: Documented, Source: apiReference, At: callerDetail,
	},
	{
		Category: "InboundNumber", Name: "State", Tag: true,
		Meaning: "State or province the caller's number belongs to.",
		Format:  formatRegion, FormatCertainty: Documented, Example: "CA",
		Certainty: Documented, Source: tokenArticle, At: callerDetail,
	},
	{
		Category: "InboundNumber", Name: "IsPhoneNumberValid", Tag: true,
		Meaning: "Whether the caller's number is a valid one.",
		Format:  formatYes, FormatCertainty: Documented, Example: "yes",
		Certainty: Documented, Source: apiReference, At: fromIncoming,
	},
	{
		Category: "DialedNumber", Name: "Number", Tag: true,
		Meaning: "The tracking number that the caller dialled.",
		Format:  formatPhone, FormatCertainty: Documented, Example: "+18884143472",
		Certainty: Documented, Source: apiReference, At: fromIncoming,
		Column: "number", Derivation: Verbatim,
	},
}

// visitorTokens are the tags that a number pool and the advertising networks' click ids set.
var visitorTokens = []Token{
	{
		Category: "Geo", Name: "SubDivision", Tag: true,
		Meaning: "State or province where the visitor of the landing page is, by IP address.",
		Format:  formatText, FormatCertainty: Inferred, Example: "California",
		Certainty: Documented, Source: tokenArticle, At: numberPool,
	},
	{
		Category: "Geo", Name: "SubDivisionCode", Tag: true,
		Meaning: "Code of the state or province where the visitor is, by IP address.",
		Format:  formatRegion, FormatCertainty: Inferred, Example: "CA",
		Certainty: Documented, Source: tokenArticle, At: numberPool,
	},
	{
		Category: "Geo", Name: "City", Tag: true,
		Meaning: "City where the visitor is, by IP address.",
		Format:  formatText, FormatCertainty: Inferred, Example: "Bakersfield",
		Certainty: Documented, Source: tokenArticle, At: numberPool,
	},
	{
		Category: "Geo", Name: "ZipCode", Tag: true,
		Meaning: "ZIP code where the visitor is, by IP address.",
		Format:  formatDigits, FormatCertainty: Inferred, Example: "93301",
		Certainty: Documented, Source: tokenArticle, At: numberPool,
	},
	{
		Category: "Geo", Name: "Country", Tag: true,
		Meaning: "Country where the visitor is, by IP address.",
		Format:  formatText, FormatCertainty: Unsure, Example: "United States",
		Certainty: Seen, Source: imitations, At: numberPool,
		Doubtful: "seen only in applications that imitate the platform",
	},
	{
		Category: "Geo", Name: "CountryCode", Tag: true,
		Meaning: "Code of the country where the visitor is, by IP address.",
		Format:  formatRegion, FormatCertainty: Unsure, Example: "US",
		Certainty: Seen, Source: imitations, At: numberPool,
		Doubtful: "seen only in applications that imitate the platform",
	},
	{
		Category: "Technology", Name: "IPAddress", Tag: true,
		Meaning: "IP address of the visitor of the landing page.",
		Format:  formatIP, FormatCertainty: Inferred, Example: "203.0.113.7",
		Certainty: Documented, Source: tokenArticle, At: numberPool,
	},
	{
		Category: "Technology", Name: "UserAgentString", Tag: true,
		Meaning: "Browser of the visitor of the landing page.",
		Format:  formatText, FormatCertainty: Inferred, Example: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)",
		Certainty: Documented, Source: tokenArticle, At: numberPool,
	},
	{
		Category: "Integration", Name: "googleClickId", Tag: true,
		Meaning: "Google's click id (gclid) of the visit.",
		Format:  formatID, FormatCertainty: Inferred, Example: "EAIaIQobChMI0",
		Certainty: Documented, Source: tokenArticle, At: fromVisit,
	},
	{
		Category: "Integration", Name: "facebookClickId", Tag: true,
		Meaning: "Facebook's click id (fbclid) of the visit.",
		Format:  formatID, FormatCertainty: Inferred, Example: "IwAR0v9GkQ",
		Certainty: Documented, Source: tokenArticle, At: fromVisit,
	},
}
