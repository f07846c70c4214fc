package catalog

import (
	"strings"
	"unicode"
)

// ForeignMacro is a macro as another platform writes it. This platform sends it literally.
type ForeignMacro struct {
	Word      string // the name between the marks: "transaction_id" of {transaction_id}
	Platforms string // who writes macros with these marks
	Token     Token  // what to write instead
	Known     bool   // Token is set; otherwise no counterpart is known
	Why       string // a clause without a full stop about Token; "" when there is none
}

// marks are the ways in which other platforms mark a macro. A mark that begins with another one
// stands before it. Nothing writes to it.
var marks = []struct{ begin, end, platforms string }{
	{"{{", "}}", "template engines, Zapier, Make and others"},
	{"${(", ")!}", "Branch"},
	{"${", "}", "OpenRTB exchanges, Branch and others"},
	{"{", "}", "Everflow, TUNE, Affise, Voluum, Binom, Keitaro, RedTrack and others"},
	{"#", "#", "CAKE"},
	{"--A--", "--B--", "VICIdial"},
	{"(", ")", "AppsFlyer"},
}

// Foreign recognises one macro of another platform, its marks included, and tells which token
// holds such a value here. ok is false when written does not have the form of a macro.
func Foreign(written string) (m ForeignMacro, ok bool) {
	for _, mark := range marks {
		word, found := between(written, mark.begin, mark.end)
		if !found {
			continue
		}
		m = ForeignMacro{Word: word, Platforms: writers(mark.platforms, mark.begin, word)}
		if l, known := Meant(word); known && l.Known {
			m.Token, m.Known, m.Why = l.Token, true, l.Why
		}
		return m, true
	}
	return ForeignMacro{}, false
}

// between is what stands between the marks, when it is a name.
func between(written, begin, end string) (word string, ok bool) {
	word, ok = strings.CutPrefix(written, begin)
	if !ok {
		return "", false
	}
	word, ok = strings.CutSuffix(word, end)
	return word, ok && isWord(word)
}

// isWord reports whether s can be the name of a macro.
func isWord(s string) bool {
	notPart := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_-.", r)
	}
	return s != "" && !strings.ContainsFunc(s, notPart)
}

// writers narrows down who writes a macro in curly brackets by the case of its name.
func writers(platforms, begin, word string) string {
	switch {
	case begin != "{":
		return platforms
	case word == strings.ToUpper(word) && word != strings.ToLower(word):
		return "Singular"
	case unicode.IsUpper([]rune(word)[0]) && !strings.Contains(word, "_"):
		return "impact.com"
	}
	return platforms
}
