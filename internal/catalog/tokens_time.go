package catalog

// timeTokens are the parts of the moment at which the call began, in the account's time zone and
// in UTC.
var timeTokens = []Token{
	timeToken("Date", "Day", "Day of the month, in the account's time zone.", "1", LocalDay),
	timeToken("Date", "Month", "Month, in the account's time zone.", "2", LocalMonth),
	timeToken("Date", "Year", "Year, in the account's time zone.", "2021", LocalYear),
	weekdayToken("WeekDay", "Day of the week, in the account's time zone.", LocalWeekday),
	{
		Category: "Date", Name: "TimeZone", Tag: true,
		Meaning: "Name of the account's time zone, which says Standard in summer too.",
		Format:  formatZone, FormatCertainty: Documented, Example: "Pacific Standard Time",
		Certainty: Documented, Source: apiReference, At: fromIncoming,
	},
	timeToken("Date", "UTCDay", "Day of the month, in UTC.", "1", UTCDay),
	timeToken("Date", "UTCMonth", "Month, in UTC.", "2", UTCMonth),
	timeToken("Date", "UTCYear", "Year, in UTC.", "2021", UTCYear),
	weekdayToken("UTCWeekDay", "Day of the week, in UTC.", UTCWeekday),
	timeToken("Time", "Hour", "Hour from 0 to 23, in the account's time zone.", "14", LocalHour),
	timeToken("Time", "Minute", "Minute, in the account's time zone.", "48", LocalMinute),
	timeToken("Time", "Second", "Second, in the account's time zone.", "38", LocalSecond),
	timeToken("Time", "UTCHour", "Hour from 0 to 23, in UTC.", "22", UTCHour),
	timeToken("Time", "UTCMinute", "Minute, in UTC.", "48", UTCMinute),
	timeToken("Time", "UTCSecond", "Second, in UTC.", "38", UTCSecond),
	offsetToken("UTCOffset", "Hours between the account's time zone and UTC.", "-8"),
}

// timeToken is a part of the call's date or time that is a number.
func timeToken(category, name, meaning, example string, d Derivation) Token {
	return Token{
		Category: category, Name: name, Tag: true,
		Meaning: meaning,
		Format:  formatNumber, FormatCertainty: Documented, Example: example,
		Certainty: Documented, Source: apiReference, At: fromIncoming,
		Column: "callDt", Derivation: d,
	}
}

// weekdayToken is a day of the week of the call's date.
func weekdayToken(name, meaning string, d Derivation) Token {
	t := timeToken("Date", name, meaning, "Monday", d)
	t.Format = formatWeekday
	return t
}

// offsetToken is the distance of the account's time zone from UTC.
func offsetToken(name, meaning, example string) Token {
	t := timeToken("Time", name, meaning, example, UTCOffset)
	t.Format = formatOffset
	return t
}
