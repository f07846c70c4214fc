package catalog

// words are names under which other programs know a value that a token holds: placeholders of
// webhooks and manuals, macros of other platforms. Each is folded (see fold). What is a column of
// the call report is not repeated here. Nothing writes to it.
var words = []struct {
	spelled []string
	meant   ref
	why     string
}{
	{[]string{"calluuid", "callid", "ringbacallid", "callkey"}, ref{"Call", "InboundCallId"}, "webhooks call the call's id so; this is its token"},
	{[]string{"caller", "callernumber", "callerphone", "callerphonenumber", "ani", "phone", "phonenumber"}, ref{"Call", "CallerNumber"}, "this is the token of the caller's number"},
	{[]string{"dialednumber", "callednumber", "trackingnumber", "dnis"}, ref{"Call", "NumberDialed"}, "this is the token of the number dialled"},
	{[]string{"publisherpayoutamount", "payoutamount", "conversionpayout"}, ref{"Call", "ConversionPayout"}, "this is the token of the publisher's payout"},
	{[]string{"amount", "price", "saleamount", "revenueamount", "conversionvalue"}, ref{"Call", "ConversionAmount"}, "this is the token of the revenue"},
	{[]string{"connectedcalllengthinseconds", "connectedcalllength"}, ref{"CallLength", "FromConnect"}, "it is a column of the call report; the token's number differs from it by a second or so"},
	{[]string{"duration", "callduration", "durationseconds"}, ref{"CallLength", "Total"}, "this is the token of the call's length"},
	{[]string{"timestamp", "datetime", "calltime", "utcunixtime", "eventtime"}, ref{"Call", "CallDateTime"}, "this is the token of the call's time; no token writes it in epoch seconds"},
	{[]string{"recording"}, ref{"Call", "RecordingUrl"}, "this is the token of the link to the recording"},
	{[]string{"zip", "zipcode", "postalcode"}, ref{"Geo", "ZipCode"}, "this is the token for number pools; Instant Caller Profile has [tag:Address:Zip 5]"},
	{[]string{"state", "callerstate"}, ref{"InboundNumber", "State"}, "this is the token of the state that the caller's number belongs to"},
	{[]string{"city"}, ref{"Geo", "City"}, "this is the token for number pools; Instant Caller Profile has [tag:Address:City]"},
	{[]string{"ip", "sourceip", "useripaddress"}, ref{"Technology", "IPAddress"}, "this is the token of the visitor's address, for number pools only"},
	{[]string{"useragent", "ua"}, ref{"Technology", "UserAgentString"}, "this is the token of the visitor's browser, for number pools only"},
	{[]string{"offerid", "oid", "yourofferid"}, ref{"Campaign", "TrackingId"}, "the platform's integrations keep the offer id in the campaign's Tracking ID"},
	{[]string{"affid", "affiliateid", "youraffid", "youraffiliateid"}, ref{"Publisher", "SubId"}, "the platform's integrations keep the affiliate id in the publisher's Sub ID"},
}
