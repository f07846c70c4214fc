package validate

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// isInstruction reports whether a value is a word that some instructions want to be replaced:
// YOUR_OFFER_ID, REPLACE_ME, TrackDrive_Publisher_Subdomain_Here, your-api-key, XXXX. It goes by
// the form of such words, whoever wrote them.
func isInstruction(value string) bool {
	if blank.MatchString(value) {
		return true
	}
	words := wordsOf(value)
	return len(words) > 0 && (isYours(words, isLoud(value)) || isCommand(words, isLoud(value)) || isPosted(words, isLoud(value)))
}

// isYours reports whether the words are "your" and something that everybody has of their own.
func isYours(words []string, loud bool) bool {
	rest, ok := strings.CutPrefix(strings.Join(words, ""), "your")
	switch {
	case !ok || words[0] != "your" && len(words) > 1:
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

// blank is what stands for a value that somebody left out: XXXX, ..., ***, TODO.
var blank = regexp.MustCompile(`^(?:[xX]{3,}|.*X{4,}.*|\.{3,}|…|\*{3,}|REPLACE_ME.*|REPLACE|OPTIONAL|PLACEHOLDER|FIXME|TODO|TBD)$`)

// wordsOf splits a name into its words, in lower case: at spaces and punctuation, and where a small
// letter meets a capital.
func wordsOf(s string) []string {
	var b strings.Builder
	previous := ' '
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) || unicode.IsUpper(r) && unicode.IsLower(previous) {
			b.WriteByte(' ')
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
		previous = r
	}
	return strings.Fields(b.String())
}

// isLoud reports whether a text is words that begin with a capital and are joined by underscores,
// as instructions write what is to be replaced.
func isLoud(s string) bool {
	words := strings.FieldsFunc(s, func(r rune) bool { return r == '_' })
	return len(words) > 1 && !slices.ContainsFunc(words, func(word string) bool { return !unicode.IsUpper([]rune(word)[0]) })
}

// isConstantCase reports whether a text is written LIKE_THIS.
func isConstantCase(s string) bool {
	return constantCase.MatchString(s)
}

var constantCase = regexp.MustCompile(`^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$`)

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
