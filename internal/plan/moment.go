package plan

import (
	"strconv"
	"strings"
	"time"

	"postback/internal/call"
)

// momentLayouts are the ways in which a record may write a moment other than epoch milliseconds.
func momentLayouts() []string {
	return []string{
		time.RFC3339Nano, timestampLayout, "2006-01-02 15:04:05", "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02 15:04", "2006-01-02",
		"1/2/2006 3:04 PM", "1/2/2006 15:04:05", "1/2/2006 15:04", "1/2/2006", "Jan 2, 2006 3:04:05 PM", "Jan 2, 2006 3:04 PM", "Jan 2 2006 3:04:05 PM", "Jan 2, 2006",
	}
}

// moment reads epoch milliseconds, or one of the layouts seen in exports; zone is that of a time that
// does not say its own.
func moment(v call.Value, zone *time.Location) (time.Time, bool) {
	var room [len(time.RFC3339Nano)]byte
	text := v.AppendText(room[:0])
	if ms, err := strconv.ParseInt(string(text), 10, 64); err == nil {
		return time.UnixMilli(ms), true
	}
	if len(text) < len("1/2/2006") {
		return time.Time{}, false
	}
	return ParseMoment(string(text), zone)
}

// ParseMoment reads a moment as records and people write it; zone is that of a time that does not say
// its own.
func ParseMoment(text string, zone *time.Location) (time.Time, bool) {
	for _, layout := range momentLayouts() {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return t, true
		}
	}
	if upper := strings.ToUpper(text); upper != text && (strings.HasSuffix(upper, "AM") || strings.HasSuffix(upper, "PM")) {
		return ParseMoment(text[:len(text)-2]+upper[len(upper)-2:], zone)
	}
	return time.Time{}, false
}
