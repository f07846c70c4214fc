package redact

import (
	"encoding/json"
	"strings"
	"testing"
)

// FuzzSecretsDoNotSurvive puts a secret into a text in every form and looks for it afterwards, in
// every form.
func FuzzSecretsDoNotSurvive(f *testing.F) {
	f.Add(plainKey, "https://h/?x=", "&y=1")
	f.Add(oddKey, `{"a":"`, `"}`)
	f.Add("1abc", "%4", "x")
	f.Add("ab%4", "", "1")
	f.Add(`ab\`, `\`, "n")
	f.Add("a%zz%41b c", "", "")
	f.Add("****", "***", "*")
	f.Fuzz(func(t *testing.T, secret, before, after string) {
		if len(strings.TrimSpace(secret)) < minAnywhere || len(secret) > 1000 {
			t.Skip()
		}
		r := New(Secret{"s", secret})
		all := formsOf(secret)
		for name, form := range all {
			text := before + form + after
			for kind, hidden := range map[string]string{
				"text": r.String(text), "URL": r.URL(text), "header": r.Header("X-Name", text), "body": string(r.Body("", []byte(text))),
			} {
				for other, survivor := range all {
					if strings.Contains(hidden, survivor) {
						t.Errorf("%s: %q as %s in %q survives as %s: %q", kind, secret, name, text, other, hidden)
					}
				}
			}
		}
	})
}

// FuzzHarmlessTextIsUnchanged compares with a slow search that tries every reading of every byte.
func FuzzHarmlessTextIsUnchanged(f *testing.F) {
	f.Add("a b+%c", "a%20b%2b\\u0025c")
	f.Add("tok\\n", `x tok\\n`)
	f.Add("abcd", "YWJjZA==")
	f.Add(plainKey, "a%zzk4yz3n")
	f.Fuzz(func(t *testing.T, secret, text string) {
		if len(strings.TrimSpace(secret)) < minAnywhere || len(secret) > 20 || len(text) > 200 {
			t.Skip()
		}
		text = strings.NewReplacer("=", "", ":", "", "%3D", "", "%3d", "").Replace(text)
		if strings.ContainsAny(text, "=:") || strings.Contains(strings.ToUpper(text), "%3D") {
			t.Skip()
		}
		if hidden := New(Secret{"s", secret}).String(text); hidden != text && !containsSlowly(text, secret) {
			t.Errorf("%q became %q on account of %q", text, hidden, secret)
		}
	})
}

// containsSlowly reports whether some way of reading the text holds a form of the secret.
func containsSlowly(text, secret string) bool {
	for _, n := range needles(&Secret{Value: secret}) {
		for i := range len(text) {
			if readsAs(text[i:], n.text) {
				return true
			}
		}
	}
	return false
}

// readsAs reports whether text can be read as something that begins with want.
func readsAs(text, want string) bool {
	if want == "" {
		return true
	}
	if text == "" {
		return false
	}
	if text[0] == want[0] && readsAs(text[1:], want[1:]) || text[0] == '+' && want[0] == ' ' && readsAs(text[1:], want[1:]) {
		return true
	}
	if c, rest, ok := slowByte(text); ok && (c == want[0] && readsAs(rest, want[1:]) || c == '\\' && readsAsEscape(rest, want)) {
		return true
	}
	return text[0] == '\\' && readsAsEscape(text[1:], want)
}

// slowByte reads one percent-encoded byte.
func slowByte(text string) (byte, string, bool) {
	if len(text) < 3 || text[0] != '%' || unhex(text[1]) < 0 || unhex(text[2]) < 0 {
		return 0, text, false
	}
	return byte(unhex(text[1])<<4 | unhex(text[2])), text[3:], true
}

// readsAsEscape lets encoding/json read what follows a backslash.
func readsAsEscape(text, want string) bool {
	for strings.HasPrefix(text, "%") { // the escaped character may be encoded
		c, rest, ok := slowByte(text)
		if !ok {
			break
		}
		text = string(rune(c)) + rest
	}
	for _, length := range []int{1, 5, 11} {
		var char string
		if length <= len(text) && json.Unmarshal([]byte(`"\`+text[:length]+`"`), &char) == nil && char != "" &&
			strings.HasPrefix(want, char) && readsAs(text[length:], want[len(char):]) {
			return true
		}
	}
	return false
}

// FuzzHidingTwice hides what is hidden already.
func FuzzHidingTwice(f *testing.F) {
	f.Add("-abcd", "a***b", "x-abcdtoken=v")
	f.Add("****", "=***", "token=b&x=****")
	f.Add(`"abc`, "token", `{"token":"abc","x":[1]}`)
	f.Add("12", "1", `"token":12,"x":"1"`)
	f.Add("*000", "x", "00*"+strings.Repeat("0", 40))
	f.Add("secret", "abc=", "Authorization: Bearer secret\nabc=token=x")
	f.Fuzz(func(t *testing.T, one, two, text string) {
		r := New(Secret{"one", one}, Secret{"two", two})
		for name, hide := range map[string]func(string) string{
			"text":   r.String,
			"URL":    r.URL,
			"form":   func(s string) string { return string(r.Body("application/x-www-form-urlencoded", []byte(s))) },
			"header": func(s string) string { return r.Header("Authorization", s) },
			"other":  func(s string) string { return r.Header("X-Name", s) },
		} {
			once := hide(text)
			if twice := hide(once); twice != once {
				t.Errorf("%s: %q became %q and then %q", name, text, once, twice)
			}
		}
	})
}
