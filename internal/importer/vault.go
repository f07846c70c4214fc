package importer

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"postback/internal/lazyre"
	"postback/internal/redact"
)

// vault holds the credentials that were taken out of the source. Each goes under the name of an
// environment variable; equal values go under one name.
type vault struct {
	secrets []secret
	byValue map[string]string // names
	numbers map[string]int    // how many names were made of the same words
	names   map[string]bool
}

type secret struct{ name, value, place string }

// take puts a value away and returns the variable that stands for it. The name is made of words,
// such as the receiver's name and the parameter's; place says in words where the value stood.
func (v *vault) take(value, place string, words ...string) string {
	if name, known := v.byValue[value]; known {
		return variable(name)
	}
	name := v.unused(variableName(words))
	if v.byValue == nil {
		v.byValue = map[string]string{}
	}
	v.byValue[value] = name
	v.add(secret{name, value, place})
	return variable(name)
}

// unused is the name with a number behind it when it is taken by another value.
func (v *vault) unused(name string) string {
	if v.numbers == nil {
		v.numbers = map[string]int{}
	}
	unused := name
	for v.names[unused] {
		v.numbers[name]++
		unused = fmt.Sprintf("%s_%d", name, v.numbers[name]+1)
	}
	return unused
}

// reserve keeps a name that the source uses for a variable of its own.
func (v *vault) reserve(name, place string) {
	if !v.names[name] {
		v.add(secret{name: name, place: place})
	}
}

func (v *vault) add(s secret) {
	if v.names == nil {
		v.names = map[string]bool{}
	}
	v.names[s.name] = true
	v.secrets = append(v.secrets, s)
}

// values are the credentials, for redaction.
func (v *vault) values() []redact.Secret {
	var secrets []redact.Secret
	for _, s := range v.secrets {
		secrets = append(secrets, redact.Secret{Name: "env:" + s.name, Value: s.value})
	}
	return secrets
}

// The lengths from which a credential is looked for where its name does not show it: in a text that
// is sent, which means the same with a variable in its place, and in one for people, where it has to
// be more than an ordinary word.
const (
	minSent = 4
	minSaid = 8
)

// cover finds the credentials of a vault in other texts.
type cover struct{ sent, said *strings.Replacer }

// cover knows the credentials that are in the vault by now.
func (v *vault) cover() *cover {
	secrets := slices.Clone(v.secrets)
	slices.SortStableFunc(secrets, func(a, b secret) int { return cmp.Compare(len(b.value), len(a.value)) })
	var sent, said []string
	for _, s := range secrets {
		if len(s.value) >= minSent {
			for _, form := range []string{s.value, url.QueryEscape(s.value), url.PathEscape(s.value)} {
				sent = append(sent, form, variable(s.name))
			}
		}
		if len(s.value) >= minSaid {
			said = append(said, s.value, redact.Mask)
		}
	}
	return &cover{strings.NewReplacer(sent...), strings.NewReplacer(said...)}
}

// hide puts variables in place of the credentials in a text that is sent, but not within the names of
// other variables.
func (c *cover) hide(text string) string {
	parts := strings.Split(text, "\x00")
	for i := 0; i < len(parts); i += 2 {
		parts[i] = c.sent.Replace(parts[i])
	}
	return strings.Join(parts, "\x00")
}

// mask hides the credentials in a text for people, such as a name or a comment.
func (c *cover) mask(text string) string { return c.said.Replace(text) }

// variableName is words as the name of an environment variable: EVENTSTRACKER_API_KEY.
func variableName(words []string) string {
	var parts []string
	for _, word := range words {
		parts = append(parts, strings.FieldsFunc(camel.ReplaceAllString(word, "${1}_$2"), func(r rune) bool {
			return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
		})...)
	}
	name := strings.ToUpper(strings.Join(parts, "_"))
	if name == "" || unicode.IsDigit(rune(name[0])) {
		name = strings.TrimSuffix("SECRET_"+name, "_")
	}
	return name
}

// camel is where a capital begins a word.
var camel = lazyre.New(`([a-z0-9])([A-Z])`)
