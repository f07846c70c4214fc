package catalog

// callTokens are written without the prefix "tag:".
var callTokens = []Token{
	{
		Category: "Call", Name: "InboundCallId",
		Meaning: "The platform's id of the inbound call.",
		Format:  formatID, FormatCertainty: Documented, Example: "RGB7F2A9Z1C0DEV3QP301",
		Certainty: Documented, Source: tokenArticle, At: inKayzenPixels,
		Column: "inboundCallId", Derivation: Verbatim,
	},
	{
		Category: "Call", Name: "CallerNumber",
		Meaning: "The caller's telephone number; what it holds for an anonymous caller is not known.",
		Format:  formatPhone, FormatCertainty: Inferred, Example: "+16613804706",
		Certainty: Documented, Source: kayzenArticle, At: inKayzenPixels,
		Column: "inboundPhoneNumber", Derivation: Verbatim,
	},
	{
		Category: "Call", Name: "NumberDialed",
		Meaning: "The tracking number that the caller dialled.",
		Format:  formatPhone, FormatCertainty: Inferred, Example: "+18884143472",
		Certainty: Documented, Source: kayzenArticle, At: inKayzenPixels,
		Column: "number", Derivation: Verbatim,
	},
	{
		Category: "Call", Name: "CallDateTime",
		Meaning: "When the call began.",
		Format:  formatTime, FormatCertainty: Seen, Example: "11/21/2025 7:55:05 PM",
		Certainty: Documented, Source: kayzenArticle, At: inKayzenPixels,
		Column: "callDt", Derivation: Timestamp,
	},
	{
		Category: "Call", Name: "IsDuplicate",
		Meaning: "Whether the same caller has called before, as the campaign's settings see it.",
		Format:  formatTrue, FormatCertainty: Unsure, Example: "False",
		Certainty: Documented, Source: kayzenArticle, At: duplicateFlag,
		Column: "isDuplicate", Derivation: TrueFalse,
	},
	{
		Category: "Call", Name: "ConversionAmount",
		Meaning: "Revenue: what the conversion earns, margin included.",
		Format:  formatMoney, FormatCertainty: Inferred, Example: "44.90",
		Certainty: Documented, Source: tokenArticle, At: revenue,
		Column: "conversionAmount", Derivation: Verbatim,
	},
	{
		Category: "Call", Name: "ConversionPayout",
		Meaning: "Payout: what the publisher is paid for the call.",
		Format:  formatMoney, FormatCertainty: Inferred, Example: "31.50",
		Certainty: Documented, Source: tokenArticle, At: payout,
		Column: "payoutAmount", Derivation: Verbatim,
	},
	{
		Category: "Call", Name: "RecordingUrl",
		Meaning: "Link to the recording; it holds & and %2b, so it has to be percent-encoded in a query.",
		Format:  formatURL, FormatCertainty: Seen, Example: "https://media.ringba.com/recording-public?v=v1&k=a%2fb%2bc",
		Certainty: Seen, Source: qaReceiver, At: recording,
		Column: "recordingUrl", Derivation: Verbatim,
	},
	{
		Category: "Call", Name: "CallConnectionDt",
		Meaning: "When a target answered.",
		Format:  formatTime, FormatCertainty: Unsure, Example: "11/21/2025 7:55:17 PM",
		Certainty: Seen, Source: qaReceiver, At: connectTime,
		Column: "callConnectionDt", Derivation: Timestamp,
	},
	{
		Category: "Call", Name: "CallConnectedTimestamp",
		Meaning: "When a target answered.",
		Format:  formatTimeText, FormatCertainty: Unsure, Example: "11/21/2025 7:55:17 PM",
		Certainty: Seen, Source: qaReceiver, At: connectTimeSeldom,
		Doubtful: "often empty; the receiver that uses it falls back on [Call:CallConnectionDt]",
	},
}
