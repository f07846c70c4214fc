package plan

import (
	"bytes"
	"strconv"
	"time"

	"postback/internal/call"
	"postback/internal/catalog"
)

// timestampLayout is how the platform writes a moment: no padding in date and hour, UTC without
// saying so.
const timestampLayout = "1/2/2006 3:04:05 PM"

// derive appends what the derivation makes of a column's value; nothing when it makes nothing of
// it. Zone is the account's time zone, written that of a time which does not say its own. Text that is not of the expected form is passed on as it
// is by Timestamp, TrueFalse and YesNo, because a record may already hold the platform's spelling.
func derive(dst []byte, how catalog.Derivation, v call.Value, zone, written *time.Location) []byte {
	switch how {
	case catalog.Verbatim:
		return v.AppendText(dst)
	case catalog.TrueFalse:
		return appendBool(dst, v, "True", "False")
	case catalog.YesNo:
		return appendBool(dst, v, "yes", "no")
	case catalog.NoPlus, catalog.CountryDigits, catalog.AreaCode, catalog.Prefix, catalog.Suffix:
		start := len(dst)
		dst = v.AppendText(dst)
		return append(dst[:start], phonePart(how, dst[start:])...)
	case catalog.Timestamp:
		t, ok := moment(v, written)
		if !ok {
			return v.AppendText(dst)
		}
		return appendTimestamp(dst, t.UTC())
	}
	if t, ok := moment(v, written); ok {
		return appendTimePart(dst, how, t, zone)
	}
	return dst
}

// appendTimestamp writes a moment in timestampLayout, in half the time that package time takes.
func appendTimestamp(dst []byte, t time.Time) []byte {
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	dst = append(strconv.AppendInt(dst, int64(month), 10), '/')
	dst = append(strconv.AppendInt(dst, int64(day), 10), '/')
	dst = append(strconv.AppendInt(dst, int64(year), 10), ' ')
	dst = strconv.AppendInt(dst, int64((hour+11)%12+1), 10)
	dst = append(dst, ':', byte('0'+minute/10), byte('0'+minute%10), ':', byte('0'+second/10), byte('0'+second%10))
	if hour < 12 {
		return append(dst, " AM"...)
	}
	return append(dst, " PM"...)
}

func appendBool(dst []byte, v call.Value, yes, no string) []byte {
	b, ok := v.Bool()
	switch {
	case !ok:
		return v.AppendText(dst)
	case b:
		return append(dst, yes...)
	}
	return append(dst, no...)
}

// phonePart cuts a number of the North American numbering plan; any other number has no parts,
// but can lose its plus sign.
func phonePart(how catalog.Derivation, number []byte) []byte {
	digits := bytes.TrimPrefix(number, []byte("+"))
	if how == catalog.NoPlus {
		return digits
	}
	const nanpDigits = 11 // the country's 1 and ten more
	if len(digits) != nanpDigits || digits[0] != '1' || len(bytes.Trim(digits, "0123456789")) > 0 {
		return nil
	}
	switch how {
	case catalog.CountryDigits:
		return digits[:1]
	case catalog.AreaCode:
		return digits[1:4]
	case catalog.Prefix:
		return digits[4:7]
	}
	return digits[7:]
}

// appendTimePart appends one part of a moment, in the account's time zone or in UTC.
func appendTimePart(dst []byte, how catalog.Derivation, t time.Time, zone *time.Location) []byte {
	t = t.UTC()
	if isLocal(how) {
		t = t.In(zone)
	}
	switch how {
	case catalog.LocalWeekday, catalog.UTCWeekday:
		return append(dst, t.Weekday().String()...)
	case catalog.UTCOffset:
		_, seconds := t.Zone()
		return strconv.AppendFloat(dst, (time.Duration(seconds) * time.Second).Hours(), 'f', -1, 64)
	}
	return strconv.AppendInt(dst, int64(timeNumber(how, t)), 10)
}

// isLocal reports whether the derivation needs the account's time zone.
func isLocal(how catalog.Derivation) bool {
	return how >= catalog.LocalDay && how <= catalog.LocalSecond || how == catalog.UTCOffset
}

func timeNumber(how catalog.Derivation, t time.Time) int {
	switch how {
	case catalog.LocalDay, catalog.UTCDay:
		return t.Day()
	case catalog.LocalMonth, catalog.UTCMonth:
		return int(t.Month())
	case catalog.LocalYear, catalog.UTCYear:
		return t.Year()
	case catalog.LocalHour, catalog.UTCHour:
		return t.Hour()
	case catalog.LocalMinute, catalog.UTCMinute:
		return t.Minute()
	}
	return t.Second()
}

// isTime reports whether the derivation reads a moment.
func isTime(how catalog.Derivation) bool {
	return how == catalog.Timestamp || how >= catalog.LocalDay && how <= catalog.UTCOffset
}
