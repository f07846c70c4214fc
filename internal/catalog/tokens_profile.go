package catalog

// profileTokens are the tags of an Instant Caller Profile (ICP), which looks the caller up.
var profileTokens = []Token{
	{
		Category: "Address", Name: "City", Tag: true,
		Meaning: "City of the caller's address.",
		Format:  formatText, FormatCertainty: Inferred, Example: "Bakersfield",
		Certainty: Documented, Source: tokenArticle, At: callerProfile,
	},
	{
		Category: "Address", Name: "State", Tag: true,
		Meaning: "State of the caller's address.",
		Format:  formatText, FormatCertainty: Unsure, Example: "CA",
		Certainty: Documented, Source: tokenArticle, At: callerProfile,
	},
	{
		Category: "Address", Name: "Zip 5", Tag: true,
		Meaning: "Five-digit ZIP code of the caller's address; the name has a space.",
		Format:  formatDigits, FormatCertainty: Inferred, Example: "93301",
		Certainty: Documented, Source: tokenArticle, At: callerProfile,
	},
	{
		Category: "Address", Name: "Zip 4", Tag: true,
		Meaning: "The four digits that make the ZIP code of the caller's address exact.",
		Format:  formatDigits, FormatCertainty: Inferred, Example: "1204",
		Certainty: Seen, Source: publicScripts, At: callerProfile,
	},
	{
		Category: "Address", Name: "Street Number", Tag: true,
		Meaning: "House number of the caller's address.",
		Format:  formatText, FormatCertainty: Inferred, Example: "1600",
		Certainty: Seen, Source: publicScripts, At: callerProfile,
	},
	{
		Category: "Address", Name: "Street Name", Tag: true,
		Meaning: "Street of the caller's address.",
		Format:  formatText, FormatCertainty: Inferred, Example: "Truxtun",
		Certainty: Seen, Source: publicScripts, At: callerProfile,
	},
	{
		Category: "Address", Name: "Street Type", Tag: true,
		Meaning: "Kind of street of the caller's address.",
		Format:  formatText, FormatCertainty: Inferred, Example: "Ave",
		Certainty: Seen, Source: publicScripts, At: callerProfile,
	},
	{
		Category: "Email Addresses", Name: "Email 1 Address", Tag: true,
		Meaning: "First email address known of the caller; the report spells the category without a space.",
		Format:  formatEmail, FormatCertainty: Inferred, Example: "pat@example.com",
		Certainty: Documented, Source: tokenArticle, At: callerProfile,
	},
	{
		Category: "Demographics", Name: "Age", Tag: true,
		Meaning: "The caller's age.",
		Format:  formatDigits, FormatCertainty: Inferred, Example: "67",
		Certainty: Documented, Source: tokenArticle, At: callerProfile,
	},
	{
		Category: "Identity", Name: "First Name", Tag: true,
		Meaning: "The caller's first name.",
		Format:  formatText, FormatCertainty: Inferred, Example: "Pat",
		Certainty: Seen, Source: reportColumns, At: callerProfile,
	},
	{
		Category: "Identity", Name: "Last Name", Tag: true,
		Meaning: "The caller's last name.",
		Format:  formatText, FormatCertainty: Inferred, Example: "Doe",
		Certainty: Seen, Source: reportColumns, At: callerProfile,
	},
}
