package plan

import (
	"testing"
	"time"
)

// TestParseMoment: every form that was seen is read, in its own zone or in the one that is given.
func TestParseMoment(t *testing.T) {
	t.Parallel()
	west := time.FixedZone("west", -8*60*60)
	local := time.Date(2025, 11, 21, 19, 55, 5, 0, west)
	minute, day := local.Truncate(time.Minute), time.Date(2025, 11, 21, 0, 0, 0, 0, west)
	tests := map[string]time.Time{
		"11/21/2025 7:55:05 PM": local, "11/21/2025 07:55:05 PM": local, "11/21/2025 7:55:05 pm": local, "2025-11-21 19:55:05": local, "2025-11-21T19:55:05": local,
		"11/21/2025 19:55:05": local, "Nov 21, 2025 7:55:05 PM": local, "Nov 21 2025 7:55:05 PM": local, "2025-11-22T03:55:05Z": local, "2025-11-21T19:55:05-08:00": local, "2025-11-22 03:55:05Z": local,
		"2025-11-22T03:55:05.0000000Z": local, "11/21/2025 7:55 PM": minute, "11/21/2025 19:55": minute, "2025-11-21 19:55": minute, "Nov 21, 2025 7:55 pm": minute,
		"2025-11-21": day, "11/21/2025": day, "Nov 21, 2025": day,
	}
	for text, want := range tests {
		if got, ok := ParseMoment(text, west); !ok || !got.Equal(want) {
			t.Errorf("%s is %s, %t; want %s", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "yesterday", "21/11/2025", "19:55", "2025", "pm", "AM", "11/21/2025 7:55:05 XM", "2025-11-21T25:00:00Z"} {
		if got, ok := ParseMoment(text, west); ok {
			t.Errorf("%q is %s", text, got)
		}
	}
}
