package catalog

// ref names a token of the catalogue, or of an open category.
type ref struct{ category, name string }

// misspellings are tokens that are published or were seen somewhere and that do not exist, as far
// as is known. Nothing writes to it.
var misspellings = []struct {
	ref
	meant ref
	why   string
}{
	{ref{"Call", "InboundCallID"}, ref{"Call", "InboundCallId"}, "names are matched exactly, case included; TrackDrive's instructions spell it with a capital D"},
	{ref{"Call", "CallId"}, ref{"Call", "InboundCallId"}, "this is the token of the call's id"},
	{ref{"Call", "InboundPhoneNumber"}, ref{"Call", "CallerNumber"}, "it was seen in one receiver, which has dropped it since"},
	{ref{"Call", "CallerId"}, ref{"Call", "CallerNumber"}, "it was seen only in applications that imitate the platform"},
	{ref{"Call", "CallerIdNoPlus"}, ref{"InboundNumber", "Number-NoPlus"}, "it was seen only in applications that imitate the platform"},
	{ref{"Call", "ani"}, ref{"InboundNumber", "Number"}, "it was seen in one ring tree only"},
	{ref{"Call", "CallConnectionTime"}, ref{"Call", "CallConnectionDt"}, "it was seen in one receiver, which has dropped it since"},
	{ref{"Call", "CreatedAt"}, ref{"Call", "CallDateTime"}, "it was seen in one spreadsheet only"},
	{ref{"Call", "Duration"}, ref{"CallLength", "Total"}, "it was seen only in applications that imitate the platform"},
	{ref{"Call", "StartTime"}, ref{"Call", "CallDateTime"}, "it was seen only in applications that imitate the platform"},
	{ref{"Call", "Revenue"}, ref{"Call", "ConversionAmount"}, "this is the token of the revenue"},
	{ref{"Call", "Payout"}, ref{"Call", "ConversionPayout"}, "this is the token of the payout"},
	{ref{"Geo", "State"}, ref{"Geo", "SubDivisionCode"}, "this is the token of the visitor's state"},
	{ref{"Geo", "AreaCode"}, ref{"InboundNumber", "AreaCode"}, "it is in the category InboundNumber"},
}
