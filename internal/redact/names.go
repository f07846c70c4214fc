package redact

import (
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"
)

// SecretWords are the words that make a name secret wherever they stand in it: "token" does in
// access_token, x-token and sessionToken. Beyond them every word counts that begins with "auth",
// such as auth or authorization, but not author, authorized or authenticate.
func SecretWords() []string {
	return []string{
		"accesskey", "accesstoken", "apikey", "bearer", "clientsecret", "cookie", "credential", "credentials", "hmac", "jwt",
		"oauth", "passcode", "passphrase", "passwd", "password", "passwords", "privatekey", "pwd", "refreshtoken",
		"secret", "secretkey", "secrets", "sessiontoken", "sig", "signature", "token",
	}
}

// KeyWords are the words that make a key secret which follows them: api_key, X-Api-Key, appKey.
// A key alone is not secret: most are names of things.
func KeyWords() []string {
	return []string{
		"access", "account", "api", "app", "auth", "client", "consumer", "dev", "developer", "encryption", "hash",
		"license", "master", "partner", "private", "secret", "service", "shared", "signing", "storage", "subscription", "webhook",
	}
}

// HarmlessEndings are the words that make a name harmless when they end it: token_type,
// signature_method, access_key_id.
func HarmlessEndings() []string {
	return []string{
		"alg", "algorithm", "at", "count", "date", "enabled", "endpoint", "expiration", "expires", "expiry", "field",
		"format", "header", "hint", "id", "in", "length", "limit", "method", "mode", "name", "param", "provider",
		"required", "scheme", "status", "time", "timestamp", "ttl", "type", "uri", "url", "used", "user", "username", "valid", "version",
	}
}

// vocabulary is the lists above, to look up.
type vocabulary struct{ secret, key, harmless map[string]bool }

// words returns the one vocabulary.
var words = sync.OnceValue(func() *vocabulary {
	return &vocabulary{secret: setOf(SecretWords()), key: setOf(KeyWords()), harmless: setOf(HarmlessEndings())}
})

func setOf(words []string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[w] = true
	}
	return set
}

// SecretName reports whether a parameter, header or JSON member of this name carries a secret.
// The name may be percent-encoded; snake_case, kebab-case and camelCase are understood.
func SecretName(name string) bool {
	if strings.Contains(name, "%") {
		if decoded, err := url.QueryUnescape(name); err == nil {
			name = decoded[strings.LastIndexAny(decoded, "?&;#/=")+1:]
		}
	}
	parts, known := splitWords(name), words()
	if len(parts) == 0 || known.harmless[parts[len(parts)-1]] {
		return false
	}
	for i, w := range parts {
		if known.secret[w] || isAuth(w) || w == "key" && i > 0 && known.key[parts[i-1]] {
			return true
		}
	}
	return parts[len(parts)-1] == "pass"
}

func isAuth(word string) bool {
	rest, ok := strings.CutPrefix(word, "auth")
	switch {
	case !ok, strings.HasPrefix(rest, "enticate"):
		return false
	case strings.HasPrefix(rest, "or"):
		return rest == "orization" || rest == "orisation"
	}
	return true
}

// splitWords cuts a name into its words, in lower case: at everything that is neither a letter
// nor a mask, and where a capital begins a word (accessToken, APIKey). The stars of a mask do not
// part words, so that a name is not read in another way once a secret within it is hidden.
func splitWords(name string) []string {
	runes := []rune(name)
	var words []string
	start := 0
	for i := range runes {
		if !isWordRune(runes[i]) {
			words = appendWord(words, runes[start:i])
			start = i + 1
		} else if i > start && beginsWord(runes, i) {
			words = appendWord(words, runes[start:i])
			start = i
		}
	}
	return appendWord(words, runes[start:])
}

func appendWord(words []string, word []rune) []string {
	if len(word) == 0 {
		return words
	}
	return append(words, strings.ToLower(string(word)))
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || r == '*' }

// beginsWord reports whether a capital within letters begins a word: the one in accessToken and
// the third in APIKey.
func beginsWord(runes []rune, i int) bool {
	if !unicode.IsUpper(runes[i]) {
		return false
	}
	return !unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])
}

// nameCache remembers whether names are secret. The same few come again and again, a million
// times over. A slot is filled once and then stays, so that looking up costs no memory.
type nameCache [256]atomic.Pointer[verdict]

type verdict struct {
	name   string
	secret bool
}

// maxCachedName keeps one-off names, such as encoded URLs, out of the cache.
const maxCachedName = 32

// isSecret is SecretName for a name that may have been seen before.
func (c *nameCache) isSecret(name []byte) bool {
	if len(name) == 0 {
		return false
	}
	if len(name) > maxCachedName {
		return SecretName(string(name))
	}
	slot := &c[(len(name)*31+int(name[0])*7+int(name[len(name)-1])*3+int(name[len(name)/2]))%len(c)]
	known := slot.Load()
	if known != nil && known.name == string(name) {
		return known.secret
	}
	secret := SecretName(string(name))
	if known == nil {
		slot.Store(&verdict{string(name), secret})
	}
	return secret
}
