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
	words := wordsOf(value)
	if len(words) == 0 {
		return blank.MatchString(value)
	}
	first, last := words[0], words[len(words)-1]
	loud := isLoud(value)
	switch {
	case strings.HasPrefix(value, "REPLACE_ME"), blank.MatchString(value):
		return true
	case slices.Contains([]string{"changeme", "replaceme"}, strings.Join(words, "")):
		return true
	case slices.Contains([]string{"REPLACE", "OPTIONAL", "PLACEHOLDER", "FIXME", "TODO", "TBD"}, value):
		return true
	case first == "your", len(words) == 1 && strings.HasPrefix(first, "your"):
		return loud && len(words) > 1 || isBlankFor(strings.TrimPrefix(strings.Join(words, ""), "your"), last)
	case slices.Contains([]string{"replace", "insert", "paste", "put", "fill"}, first) && len(words) > 1:
		return last == "me" || last == "here" || loud && isIdentity(last)
	case last == "here" && len(words) > 1:
		before := words[len(words)-2]
		return loud && before != "click" || isIdentity(before)
	case last == "provided" || last == "placeholder":
		return loud
	}
	return false
}

// blank is what stands for a value that somebody left out: XXXX, ..., ***.
var blank = regexp.MustCompile(`^(?:[xX]{3,}|.*X{4,}.*|\.{3,}|…|\*{3,})$`)

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

// isBlankFor reports whether "your" and this noun are a blank in a form.
func isBlankFor(noun, last string) bool {
	return isIdentity(last) || slices.Contains([]string{
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
