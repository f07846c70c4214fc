package plan

import (
	"strconv"
	"strings"
	"time"

	"postback/internal/call"
	"postback/internal/catalog"
)

// timestampLayout is how the platform writes a moment: no padding in date and hour, UTC without
// saying so.
const timestampLayout = "1/2/2006 3:04:05 PM"

// momentLayouts are the ways in which a record may write a moment other than epoch milliseconds.
func momentLayouts() []string {
	return []string{time.RFC3339Nano, timestampLayout, "2006-01-02 15:04:05", "2006-01-02T15:04:05"}
}

// derive appends what the derivation makes of a column's value; nothing when it makes nothing of
// it. Zone is the account's time zone. Text that is not of the expected form is passed on as it
// is by Timestamp, TrueFalse and YesNo, because a record may already hold the platform's spelling.
func derive(dst []byte, how catalog.Derivation, v call.Value, zone *time.Location) []byte {
	switch how {
	case catalog.Verbatim:
		return v.AppendText(dst)
	case catalog.TrueFalse:
		return appendBool(dst, v, "True", "False")
	case catalog.YesNo:
		return appendBool(dst, v, "yes", "no")
	case catalog.NoPlus, catalog.CountryDigits, catalog.AreaCode, catalog.Prefix, catalog.Suffix:
		return append(dst, phonePart(how, v.Text())...)
	case catalog.Timestamp:
		t, ok := moment(v)
		if !ok {
			return v.AppendText(dst)
		}
		return t.UTC().AppendFormat(dst, timestampLayout)
	}
	if t, ok := moment(v); ok {
		return appendTimePart(dst, how, t, zone)
	}
	return dst
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
func phonePart(how catalog.Derivation, number string) string {
	digits := strings.TrimPrefix(number, "+")
	if how == catalog.NoPlus {
		return digits
	}
	const nanpDigits = 11 // the country's 1 and ten more
	if len(digits) != nanpDigits || digits[0] != '1' || strings.Trim(digits, "0123456789") != "" {
		return ""
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

// moment reads epoch milliseconds, or one of the layouts seen in exports, taken as UTC.
func moment(v call.Value) (time.Time, bool) {
	text := v.Text()
	if ms, err := strconv.ParseInt(text, 10, 64); err == nil {
		return time.UnixMilli(ms), true
	}
	for _, layout := range momentLayouts() {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

func appendTimePart(dst []byte, how catalog.Derivation, t time.Time, zone *time.Location) []byte {
	local, utc := t.In(zone), t.UTC()
	switch how {
	case catalog.LocalWeekday:
		return append(dst, local.Weekday().String()...)
	case catalog.UTCWeekday:
		return append(dst, utc.Weekday().String()...)
	case catalog.UTCOffset:
		_, seconds := local.Zone()
		return strconv.AppendFloat(dst, time.Duration(seconds*int(time.Second)).Hours(), 'f', -1, 64)
	}
	if n, ok := timeNumber(how, local, utc); ok {
		return strconv.AppendInt(dst, int64(n), 10)
	}
	return dst
}

// isLocal reports whether the derivation needs the account's time zone.
func isLocal(how catalog.Derivation) bool {
	return how >= catalog.LocalDay && how <= catalog.LocalSecond || how == catalog.UTCOffset
}

func timeNumber(how catalog.Derivation, local, utc time.Time) (n int, ok bool) {
	switch how {
	case catalog.LocalDay:
		return local.Day(), true
	case catalog.LocalMonth:
		return int(local.Month()), true
	case catalog.LocalYear:
		return local.Year(), true
	case catalog.LocalHour:
		return local.Hour(), true
	case catalog.LocalMinute:
		return local.Minute(), true
	case catalog.LocalSecond:
		return local.Second(), true
	case catalog.UTCDay:
		return utc.Day(), true
	case catalog.UTCMonth:
		return int(utc.Month()), true
	case catalog.UTCYear:
		return utc.Year(), true
	case catalog.UTCHour:
		return utc.Hour(), true
	case catalog.UTCMinute:
		return utc.Minute(), true
	case catalog.UTCSecond:
		return utc.Second(), true
	}
	return 0, false
}
