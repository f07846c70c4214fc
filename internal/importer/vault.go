package importer

import (
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
type vault struct{ secrets []secret }

type secret struct{ name, value, place string }

// take puts a value away and returns the variable that stands for it. The name is made of words,
// such as the receiver's name and the parameter's; place says in words where the value stood.
func (v *vault) take(value, place string, words ...string) string {
	for _, s := range v.secrets {
		if s.value == value {
			return variable(s.name)
		}
	}
	name := v.unused(variableName(words))
	v.secrets = append(v.secrets, secret{name, value, place})
	return variable(name)
}

// unused is the name with a number behind it when it is taken by another value.
func (v *vault) unused(name string) string {
	unused := name
	for n := 2; v.taken(unused); n++ {
		unused = fmt.Sprintf("%s_%d", name, n)
	}
	return unused
}

// reserve keeps a name that the source uses for a variable of its own.
func (v *vault) reserve(name, place string) {
	if !v.taken(name) {
		v.secrets = append(v.secrets, secret{name: name, place: place})
	}
}

func (v *vault) taken(name string) bool {
	return slices.ContainsFunc(v.secrets, func(s secret) bool { return s.name == name })
}

// minAnywhere is the length from which a credential is looked for where its name does not show it.
const minAnywhere = 4

// hide puts variables in place of the credentials that are known by now, wherever they stand.
func (v *vault) hide(text string) string {
	for _, s := range v.secrets {
		if len(s.value) < minAnywhere {
			continue
		}
		for _, form := range []string{s.value, url.QueryEscape(s.value), url.PathEscape(s.value)} {
			text = replaceOutside(text, form, variable(s.name))
		}
	}
	return text
}

// mask hides the credentials in text that is for people only, such as a name or a comment.
func (v *vault) mask(text string) string {
	for _, s := range v.secrets {
		if len(s.value) >= minSaid {
			text = strings.ReplaceAll(text, s.value, redact.Mask)
		}
	}
	return text
}

// minSaid is the length from which a credential in a text for people is hardly an ordinary word.
const minSaid = 8

// replaceOutside replaces a value, but not within the names of variables.
func replaceOutside(text, value, by string) string {
	parts := strings.Split(text, "\x00")
	for i := 0; i < len(parts); i += 2 {
		parts[i] = strings.ReplaceAll(parts[i], value, by)
	}
	return strings.Join(parts, "\x00")
}

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

// values are the credentials, for redaction.
func (v *vault) values() []redact.Secret {
	var secrets []redact.Secret
	for _, s := range v.secrets {
		secrets = append(secrets, redact.Secret{Name: "env:" + s.name, Value: s.value})
	}
	return secrets
}
