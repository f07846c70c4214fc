package call

// ColumnKind says what a column's values are, so that others can format and compare them.
type ColumnKind uint8

// The kinds of columns.
const (
	Text        ColumnKind = iota // names, reasons
	Identifier                    // the platform's opaque ids and the ids that partners gave
	Phone                         // E.164
	EpochMillis                   // a moment, milliseconds since 1970 UTC
	Boolean                       // true and false
	Seconds                       // a duration
	Money                         // an amount without currency
	Count                         // a number of things
	Link                          // a URL
)

// Column is one column of the platform's call log.
type Column struct {
	ID    string // the key in the API's records: "callDt"
	Title string // the header in exported CSV: "Call Date"; "" where it is not known
	Kind  ColumnKind
}

// Columns is the platform's call log columns as far as they are known, in its own order.
func Columns() []Column {
	return []Column{
		{"campaignName", "Campaign", Text},
		{"publisherName", "Publisher", Text},
		{"targetName", "Target", Text},
		{"targetNumber", "Target Number", Phone},
		{"buyer", "Buyer", Text},
		{"targetGroupName", "Target Group", Text},
		{"campaignId", "Campaign ID", Identifier},
		{"publisherId", "Publisher ID", Identifier},
		{"publisherSubId", "Publisher Sub ID", Identifier},
		{"targetId", "Target ID", Identifier},
		{"targetSubId", "Target Sub ID", Identifier},
		{"buyerId", "Buyer ID", Identifier},
		{"targetBuyerSubId", "Buyer Sub ID", Identifier},
		{"targetGroupId", "Target Group ID", Identifier},
		{"inboundCallId", "Inbound Call ID", Identifier},
		{"callDt", "Call Date", EpochMillis},
		{"inboundPhoneNumber", "Caller ID", Phone},
		{"number", "Number", Phone},
		{"numberId", "Number ID", Identifier},
		{"isFromNumberPool", "Number Pool Used", Boolean},
		{"numberPoolId", "Number Pool ID", Identifier},
		{"numberPoolName", "Number Pool", Text},
		{"timeToCallInSeconds", "Time To Call", Seconds},
		{"callCompletedDt", "Call Complete Timestamp", EpochMillis},
		{"callConnectionDt", "Call Connected Timestamp", EpochMillis},
		{"callLengthInSeconds", "Call Length", Seconds},
		{"connectedCallLengthInSeconds", "Connected Call Length", Seconds},
		{"timeToConnectInSeconds", "Time To Connect", Seconds},
		{"endCallSource", "End Call Source", Text},
		{"noPayoutReason", "No Payout Reason", Text},
		{"noConversionReason", "No Conversion Reason", Text},
		{"blockReason", "Block Reason", Text},
		{"incompleteCallReason", "Incomplete Call Reason", Text},
		{"hasConnected", "Connected", Boolean},
		{"hasPayout", "Paid Out", Boolean},
		{"hasConverted", "Converted", Boolean},
		{"hasRecording", "Has Recording", Boolean},
		{"hasPreviouslyConnected", "Previously Connected", Boolean},
		{"hasAnnotations", "Has Annotations", Boolean},
		{"hasVoiceMail", "Voicemail", Boolean},
		{"isDuplicate", "Is Duplicate", Boolean},
		{"isIncomplete", "Incomplete", Boolean},
		{"isLive", "Is Live", Boolean},
		{"wasBlocked", "Blocked", Boolean},
		{"wasBlockedByTCPA", "TCPA Shield Blocked", Boolean},
		{"wasConversionAdjusted", "Conversion Adjusted", Boolean},
		{"wasPayoutAdjusted", "Payout Adjusted", Boolean},
		{"offlineConversionUploaded", "Offline Conversion Uploaded", Boolean},
		{"conversionAmount", "Revenue", Money},
		{"payoutAmount", "Payout", Money},
		{"profitGross", "Profit", Money},
		{"profitNet", "Profit Net Telco", Money},
		{"totalCost", "Total Cost", Money},
		{"telcoCost", "Telco Cost", Money},
		{"icpCost", "ICP Cost", Money},
		{"tcpaCost", "TCPA Shield Cost", Money},
		{"tcpaCount", "TCPA Shield Count", Count},
		{"dataEnrichmentCount", "ICP Count", Count},
		{"ivrDepth", "IVR Depth", Count},
		{"convAdjustments", "", Text},
		{"pingSuccessCount", "Ping Successes", Count},
		{"pingFailCount", "Ping Failures", Count},
		{"pingTotalBidAmount", "Ping Tree Bid Amount", Money},
		{"avgPingTreeBidAmount", "Avg. Ping Tree Bid Amount", Money},
		{"pingDynamicCallLengthInSeconds", "Dynamic Duration", Seconds},
		{"winningBid", "Winning Bid", Money},
		{"winningBidCallAccepted", "", Count},
		{"winningBidCallRejected", "", Count},
		{"recordingUrl", "Recording URL", Link},
		{"hasRpcCalculation", "", Boolean},
		{"previouseCallDateTime", "", EpochMillis}, // the platform's own spelling
		{"previouseCallTargetName", "", Text},
		{"bidAmount", "", Money},
	}
}
