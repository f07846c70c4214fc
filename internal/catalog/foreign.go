package catalog

import (
	"slices"
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

// dialect is one way of marking macros and who marks them so.
type dialect struct {
	begin, end string
	platforms  string   // in words
	names      []string // by which users choose it
}

// dialects are the ways in which other platforms mark a macro. A mark that begins with another one
// stands before it. Nothing writes to it.
var dialects = []dialect{
	{"{{", "}}", "template engines, Zapier, Make and others", []string{"zapier", "make"}},
	{"${(", ")!}", "Branch", []string{"branch"}},
	{"${", "}", "OpenRTB exchanges, Branch and others", []string{"openrtb"}},
	{"{", "}", "Everflow, TUNE, Affise, Voluum, Binom, Keitaro, RedTrack and others", []string{
		"everflow", "tune", "affise", "voluum", "binom", "keitaro", "redtrack", "adjust", "impact", "singular",
	}},
	{"#", "#", "CAKE", []string{"cake"}},
	{"--A--", "--B--", "VICIdial", []string{"vicidial"}},
	{"%%", "%%", "Google Ad Manager and others", []string{"admanager"}},
	{"(", ")", "AppsFlyer", []string{"appsflyer"}},
	{"[", "]", "Retreaver, TrackDrive", []string{"retreaver", "trackdrive"}},
}

// Dialects are the names of the platforms whose macros are known, in the order of the alphabet.
func Dialects() []string {
	var names []string
	for _, d := range dialects {
		names = append(names, d.names...)
	}
	slices.Sort(names)
	return names
}

// Foreign recognises one macro of another platform, its marks included, and tells which token
// holds such a value here. ok is false when written does not have the form of a macro. What stands
// in square brackets is none: here it is a token, or meant as one; see [ForeignIn].
func Foreign(written string) (m ForeignMacro, ok bool) {
	for _, d := range dialects {
		if m, ok := d.macro(written); ok && d.begin != "[" {
			return m, true
		}
	}
	return ForeignMacro{}, false
}

// ForeignIn is Foreign for the macros of one platform, one of [Dialects].
func ForeignIn(platform, written string) (m ForeignMacro, ok bool) {
	for _, d := range dialects {
		if slices.Contains(d.names, platform) {
			return d.macro(written)
		}
	}
	return ForeignMacro{}, false
}

// macro reads one macro with the marks of d.
func (d *dialect) macro(written string) (m ForeignMacro, ok bool) {
	word, found := between(written, d.begin, d.end)
	if !found {
		return ForeignMacro{}, false
	}
	m = ForeignMacro{Word: word, Platforms: writers(d.platforms, d.begin, word)}
	if l, known := Meant(word); known && l.Known {
		m.Token, m.Known, m.Why = l.Token, true, l.Why
	}
	return m, true
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
