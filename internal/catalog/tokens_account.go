package catalog

// accountTokens are the tags of the account's own entries: campaign, publisher, target, buyer.
var accountTokens = []Token{
	{
		Category: "Campaign", Name: "Name", Tag: true,
		Meaning: "Name of the campaign.",
		Format:  formatText, FormatCertainty: Documented, Example: "CTV Spring",
		Certainty: Documented, Source: apiReference, At: fromIncoming,
		Column: "campaignName", Derivation: Verbatim, Definition: CampaignName,
	},
	{
		Category: "Campaign", Name: "Id", Tag: true,
		Meaning: "The platform's id of the campaign.",
		Format:  formatID, FormatCertainty: Documented, Example: "CA74c0f1",
		Certainty: Documented, Source: apiReference, At: fromIncoming,
		Column: "campaignId", Derivation: Verbatim, Definition: CampaignID,
	},
	{
		Category: "Campaign", Name: "TrackingId", Tag: true,
		Meaning: "The campaign's Tracking ID: in the CAKE and TUNE integrations, the offer id.",
		Format:  formatText, FormatCertainty: Documented, Example: "4821",
		Certainty: Documented, Source: apiReference, At: whenFilledIn,
		Definition: CampaignTrackingID,
	},
	{
		Category: "Publisher", Name: "Name", Tag: true,
		Meaning: "Name of the publisher; the account's own numbers have the publisher You.",
		Format:  formatText, FormatCertainty: Documented, Example: "Acme",
		Certainty: Documented, Source: tokenArticle, At: fromIncoming,
		Column: "publisherName", Derivation: Verbatim, Definition: PublisherName,
	},
	{
		Category: "Publisher", Name: "Id", Tag: true,
		Meaning: "The platform's id of the publisher.",
		Format:  formatID, FormatCertainty: Documented, Example: "AFbd21c3",
		Certainty: Documented, Source: tokenArticle, At: fromIncoming,
		Column: "publisherId", Derivation: Verbatim, Definition: PublisherID,
	},
	{
		Category: "Publisher", Name: "SubId", Tag: true,
		Meaning: "The publisher's Sub ID: in the CAKE and TUNE integrations, the affiliate id.",
		Format:  formatText, FormatCertainty: Documented, Example: "77",
		Certainty: Documented, Source: apiReference, At: whenFilledIn,
		Column: "publisherSubId", Derivation: Verbatim, Definition: PublisherSubID,
	},
	{
		Category: "Publisher", Name: "Company", Tag: true,
		Meaning: "Company of the publisher.",
		Format:  formatText, FormatCertainty: Documented, Example: "Acme Media LLC",
		Certainty: Documented, Source: apiReference, At: whenFilledIn,
	},
	{
		Category: "Target", Name: "Name", Tag: true,
		Meaning: "Name of the target that answered.",
		Format:  formatText, FormatCertainty: Inferred, Example: "Call centre west",
		Certainty: Documented, Source: tokenArticle, At: answered,
		Column: "targetName", Derivation: Verbatim,
	},
	{
		Category: "Target", Name: "Id", Tag: true,
		Meaning: "The platform's id of the target that answered.",
		Format:  formatID, FormatCertainty: Inferred, Example: "TA90d1e7",
		Certainty: Documented, Source: tokenArticle, At: answered,
		Column: "targetId", Derivation: Verbatim,
	},
	{
		Category: "Buyer", Name: "Name", Tag: true,
		Meaning: "Name of the buyer that the target belongs to.",
		Format:  formatText, FormatCertainty: Inferred, Example: "Insurance One",
		Certainty: Seen, Source: qaReceiver, At: answered,
		Column: "buyer", Derivation: Verbatim,
	},
}

// outcomeTokens are the tags that say how a call went.
var outcomeTokens = []Token{
	{
		Category: "CallInfo", Name: "IsDuplicate", Tag: true,
		Meaning: "Whether the same caller has called before, as the campaign's settings see it.",
		Format:  formatYes, FormatCertainty: Unsure, Example: "no",
		Certainty: Documented, Source: tokenArticle, At: duplicateFlag,
		Column: "isDuplicate", Derivation: YesNo,
	},
	{
		Category: "CallInfo", Name: "BlockedReason", Tag: true,
		Meaning: "Why the call was blocked.",
		Format:  formatText, FormatCertainty: Unsure, Example: "Spam",
		Certainty: Documented, Source: apiReference, At: blocked,
	},
	{
		Category: "CallLength", Name: "Total", Tag: true,
		Meaning: "Length of the whole call.",
		Format:  formatSeconds, FormatCertainty: Documented, Example: "12",
		Certainty: Documented, Source: apiReference, At: length,
		Column: "callLengthInSeconds", Derivation: Verbatim,
	},
	{
		Category: "CallLength", Name: "FromConnect", Tag: true,
		Meaning: "Length of the call from the moment the target answered; no column of the report has this number.",
		Format:  formatSeconds, FormatCertainty: Documented, Example: "10",
		Certainty: Documented, Source: apiReference, At: length,
	},
	{
		Category: "CallLength", Name: "FromDial", Tag: true,
		Meaning: "Length of the call from the moment the target was dialled.",
		Format:  formatSeconds, FormatCertainty: Documented, Example: "11",
		Certainty: Documented, Source: apiReference, At: length,
	},
	{
		Category: "Recording", Name: "RecordingUrl", Tag: true,
		Meaning: "Link to the recording; it holds & and %2b, so it has to be percent-encoded in a query.",
		Format:  formatURL, FormatCertainty: Seen, Example: "https://media.ringba.com/recording-public?v=v1&k=a%2fb%2bc",
		Certainty: Seen, Source: publicScripts, At: recording,
		Column: "recordingUrl", Derivation: Verbatim,
	},
	{
		Category: "EndCall", Name: "EndCallSource", Tag: true,
		Meaning: "Who hung up.",
		Format:  formatText, FormatCertainty: Seen, Example: "Caller",
		Certainty: Seen, Source: publicScripts, At: endOfCall,
		Column: "endCallSource", Derivation: Verbatim,
	},
	{
		Category: "Conversion", Name: "ConvertedDuringCall", Tag: true,
		Meaning: "Whether the conversion was booked while the call was running.",
		Format:  formatText, FormatCertainty: Unsure, Example: "yes",
		Certainty: Seen, Source: reportColumns, At: everywhere(unknown("known only as a column of the report")),
		Doubtful: "known only as a column of the report",
	},
}
