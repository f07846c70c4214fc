package validate

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"postback/internal/lazyre"
)

// isInstruction reports whether a value is a word that some instructions want to be replaced:
// YOUR_OFFER_ID, REPLACE_ME, TrackDrive_Publisher_Subdomain_Here, your-api-key, XXXX. It goes by
// the form of such words, whoever wrote them.
func isInstruction(value string) bool {
	if isBlank(value) {
		return true
	}
	words := wordsOf(value)
	if len(words) == 0 {
		return false
	}
	loud := isLoud(value)
	return isYours(words, loud) || isCommand(words, loud) || isPosted(words, loud)
}

// isYours reports whether the words are "your" and something that everybody has of their own.
func isYours(words []string, loud bool) bool {
	if words[0] != "your" && len(words) > 1 {
		return false
	}
	rest, ok := strings.CutPrefix(strings.Join(words, ""), "your")
	switch {
	case !ok:
		return false
	case loud:
		return true
	}
	return isIdentity(words[len(words)-1]) || isOwned(rest)
}

// isCommand reports whether the words say to replace them.
func isCommand(words []string, loud bool) bool {
	last := words[len(words)-1]
	switch words[0] {
	case "changeme", "replaceme":
		return len(words) == 1
	case "change":
		return last == "me"
	case "replace", "insert", "paste", "put", "fill":
		return last == "me" || last == "here" || loud && isIdentity(last)
	}
	return false
}

// isPosted reports whether the words end by saying that something else comes in their place.
func isPosted(words []string, loud bool) bool {
	if len(words) < 2 {
		return false
	}
	before := words[len(words)-2]
	switch words[len(words)-1] {
	case "here":
		return loud && before != "click" || isIdentity(before)
	case "provided", "placeholder":
		return loud
	}
	return false
}

// isBlank reports whether a value stands for one that somebody left out: XXXX, ..., ***, TODO.
func isBlank(value string) bool {
	switch value {
	case "…", "REPLACE", "OPTIONAL", "PLACEHOLDER", "FIXME", "TODO", "TBD":
		return true
	}
	for _, filling := range []string{"xX", ".", "*"} {
		if len(value) >= len("xxx") && strings.Trim(value, filling) == "" {
			return true
		}
	}
	return strings.Contains(value, "XXXX") || strings.HasPrefix(value, "REPLACE_ME")
}

// wordsOf splits a name into its words, in lower case: at spaces and punctuation, and where a small
// letter meets a capital.
func wordsOf(s string) []string {
	const most = 4 // words that a name has, as a rule
	words := make([]string, 0, most)
	add := func(word string) { words = append(words, strings.ToLower(word)) }
	start, previous := -1, ' ' // of the word; none yet
	for i, r := range s {
		switch isPart := isNameRune(r); {
		case !isPart && start >= 0:
			add(s[start:i])
			start = -1
		case isPart && start < 0:
			start = i
		case isPart && unicode.IsUpper(r) && unicode.IsLower(previous):
			add(s[start:i])
			start = i
		}
		previous = r
	}
	if start >= 0 {
		add(s[start:])
	}
	return words
}

// isLoud reports whether a text is words that begin with a capital and are joined by underscores,
// as instructions write what is to be replaced.
func isLoud(s string) bool {
	words := 0
	for word := range strings.SplitSeq(s, "_") {
		first, _ := utf8.DecodeRuneInString(word)
		switch {
		case word == "":
		case !unicode.IsUpper(first):
			return false
		default:
			words++
		}
	}
	return words > 1
}

// isConstantCase reports whether a text is written LIKE_THIS.
func isConstantCase(s string) bool {
	return constantCase.MatchString(s)
}

var constantCase = lazyre.New(`^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$`)

// isOwned reports whether a noun is something that everybody has of their own.
func isOwned(noun string) bool {
	return slices.Contains([]string{
		"domain", "subdomain", "host", "hostname", "server", "site", "website", "project", "account", "company",
		"endpoint", "tracker", "tracking", "network", "trackingdomain", "app", "store", "org", "tenant", "workspace",
	}, noun)
}

// isIdentity reports whether a word ends the name of something that identifies or opens: what
// nobody types in words, such as an id, a key or a number.
func isIdentity(word string) bool {
	switch word {
	case "id", "key", "apikey", "token", "secret", "password", "code", "hash", "signature", "sig", "number",
		"domain", "subdomain", "host", "url", "uuid", "guid", "clickid", "amount", "payout", "value", "timestamp":
		return true
	}
	return false
}
