package report

import (
	"regexp"
	"strings"

	"postback/internal/redact"
)

// stretch is a part of a line that is hidden, and where its mask stands in what is shown.
type stretch struct {
	from, to   int // in the line
	start, end int // of the mask
}

// masks is a mask, with the quotation marks that it may have been given.
var masks = regexp.MustCompile(`"?` + regexp.QuoteMeta(redact.Mask) + `"?`)

// hiddenIn finds what is hidden of a line: what stands between the texts that are shown before and
// behind each mask.
func hiddenIn(line, shown string) []stretch {
	if line == shown {
		return nil
	}
	var found []stretch
	places := masks.FindAllStringIndex(shown, -1)
	read, shownTo := 0, 0 // up to where the line and what is shown have been compared
	for i, place := range places {
		s := stretch{from: min(read+place[0]-shownTo, len(line)), start: place[0], end: place[1]}
		s.to = len(line)
		if i+1 == len(places) {
			s.to = max(s.from, len(line)-len(shown)+s.end)
		} else if n := strings.Index(line[s.from:], shown[s.end:places[i+1][0]]); n >= 0 {
			s.to = s.from + n
		}
		read, shownTo = s.to, s.end
		found = append(found, s.unquoted(line, shown))
	}
	return found
}

// unquoted leaves out the quotation marks that stand in the line too.
func (s stretch) unquoted(line, shown string) stretch {
	if s.to > s.from && line[s.from] == '"' && shown[s.start] == '"' {
		s.from, s.start = s.from+1, s.start+1
	}
	if s.to > s.from && line[s.to-1] == '"' && shown[s.end-1] == '"' {
		s.to, s.end = s.to-1, s.end-1
	}
	return s
}

// moved is where a place of the line is shown: within the stretch at one of its ends, behind it as
// far behind the mask, and before it where it was known to be.
func (s stretch) moved(place, within, before int) int {
	switch {
	case place >= s.to && place > s.from:
		return s.end + place - s.to
	case place > s.from:
		return within
	}
	return before
}
