package redact

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	plainKey = "k4yz3n-0123456789"
	oddKey   = `p@ss w/"ö"+\n%41&<x>`
)

func newTestRedactor() *Redactor {
	return New(
		Secret{"env:KEY", plainKey},
		Secret{"env:ODD", oddKey},
		Secret{"env:SHORT", "7x"},
		Secret{"env:EMPTY", ""},
	)
}

// formsOf are the ways in which a secret may be written.
func formsOf(secret string) map[string]string {
	safe, _ := json.Marshal(secret)
	var plain strings.Builder
	encoder := json.NewEncoder(&plain)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(secret)
	quoted := strings.TrimSuffix(plain.String(), "\n")
	inner := func(s string) string { return s[1 : len(s)-1] }
	twice, _ := json.Marshal(inner(quoted))
	all := map[string]string{
		"raw":              secret,
		"query":            url.QueryEscape(secret),
		"query, lower hex": lowerHex(url.QueryEscape(secret)),
		"path":             url.PathEscape(secret),
		"component":        percent(secret, "-._~"),
		"lower component":  lowerHex(percent(secret, "-._~")),
		"encodeURI":        percent(secret, "-._~!*'();:@&=+$,/?#[]"),
		"every byte":       percentAll(secret),
		"JSON":             inner(string(safe)),
		"plain JSON":       inner(quoted),
		"JSON, encoded":    url.QueryEscape(inner(quoted)),
		"JSON in JSON":     "",
		"ASCII JSON":       asciiJSON(secret),
		"base64":           base64.StdEncoding.EncodeToString([]byte(secret)),
		"raw base64":       base64.RawStdEncoding.EncodeToString([]byte(secret)),
		"URL base64":       base64.URLEncoding.EncodeToString([]byte(secret)),
		"raw URL base64":   base64.RawURLEncoding.EncodeToString([]byte(secret)),
		"base64, encoded":  url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(secret))),
		"template's raw":   strings.ReplaceAll(strings.ReplaceAll(secret, " ", "%20"), "<", "%3C"),
		"slashes escaped":  strings.ReplaceAll(inner(quoted), "/", `\/`),
	}
	_ = twice
	delete(all, "JSON in JSON")
	return all
}

func lowerHex(s string) string {
	b := []byte(s)
	for i := range b {
		if i >= 1 && b[i-1] == '%' || i >= 2 && b[i-2] == '%' {
			b[i] = strings.ToLower(string(b[i]))[0]
		}
	}
	return string(b)
}

func percent(s, keep string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		alnum := c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
		if alnum || strings.IndexByte(keep, c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func percentAll(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		fmt.Fprintf(&b, "%%%02x", c)
	}
	return b.String()
}

func asciiJSON(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r > 0xffff {
			r -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04X`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		} else {
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

func TestValuesAreHiddenInEveryForm(t *testing.T) {
	t.Parallel()
	r := newTestRedactor()
	for _, secret := range []string{plainKey, oddKey} {
		for name, form := range formsOf(secret) {
			for _, frame := range []string{"%s", "before %s after", "https://h.example/p?x=%s&y=1", `{"x":"%s"}`, "x=%s"} {
				text := fmt.Sprintf(frame, form)
				want := fmt.Sprintf(frame, Mask)
				if got := r.String(text); got != want {
					t.Errorf("%s of %s: %s became %s", name, secret, text, got)
				}
			}
		}
	}
}

func TestSecretsOfEveryAlphabet(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{"日本語パス", "😀😀", "a%2Fb%", `back\slash\\`, `\\\\`, "%25%25", "tab\tline\n", "+ + +", "****", "\xff\xfe\xfdx"} {
		r := New(Secret{"s", secret})
		for name, form := range formsOf(secret) {
			if got := r.String("x " + form + " y"); got != "x *** y" {
				t.Errorf("%s of %q: %q became %q", name, secret, form, got)
			}
		}
	}
}

func TestBasicAuthHoldsThePassword(t *testing.T) {
	t.Parallel()
	r := New(Secret{"s", "correct horse"})
	for _, user := range []string{"", "u", "us", "use", "user"} {
		encoded := base64.StdEncoding.EncodeToString([]byte(user + ":correct horse"))
		got := r.String("got " + encoded)
		if !strings.HasSuffix(got, Mask) || len(got) > len("got "+Mask)+len(user)*2+3 {
			t.Errorf("%s became %s", encoded, got)
		}
	}
}

func TestURL(t *testing.T) {
	t.Parallel()
	r := newTestRedactor()
	for raw, want := range map[string]string{
		"https://h/p?a=1&b=2":                            "https://h/p?a=1&b=2",
		"https://h/p?api_key=abc&b=2":                    "https://h/p?api_key=***&b=2",
		"https://h/p?b=2&API-Key=abc":                    "https://h/p?b=2&API-Key=***",
		"https://h/p?api%5Fkey=abc":                      "https://h/p?api%5Fkey=***",
		"https://h/p?auth[token]=abc#x":                  "https://h/p?auth[token]=***#x",
		"https://h/p?token=a=b;c,d'e\"f g":               "https://h/p?token=***",
		"https://h/p?token=":                             "https://h/p?token=",
		"https://h/p?token&x=1":                          "https://h/p?token&x=1",
		"https://h/p?token=***&x=1":                      "https://h/p?token=***&x=1",
		"https://h/p?token=${env:KEY}&x":                 "https://h/p?token=${env:KEY}&x",
		"https://h/p?token=$%7Benv%3AKEY%7D":             "https://h/p?token=$%7Benv%3AKEY%7D",
		"https://h/p?token=${env:KEY}x":                  "https://h/p?token=***",
		"https://h/p?token=${file:/run/key}":             "https://h/p?token=${file:/run/key}",
		"https://h/p#access_token=abc":                   "https://h/p#access_token=***",
		"https://h/token=abc/p":                          "https://h/token=***",
		"https://u:pw@h/p":                               "https://u:***@h/p",
		"https://u:p:@w@h:8/p":                           "https://u:***@h:8/p",
		"https://u@h:80/p@q":                             "https://u@h:80/p@q",
		"https://u:@h/p":                                 "https://u:@h/p",
		"https://u:${env:X}@h/p":                         "https://u:${env:X}@h/p",
		"https://h/p?x=" + plainKey + "&y":               "https://h/p?x=***&y",
		"https://h/p?x=a" + plainKey + "b":               "https://h/p?x=a***b",
		"https://h/p?sig=a" + plainKey + "b":             "https://h/p?sig=***",
		"https://h/" + plainKey + "/p":                   "https://h/***/p",
		"https://" + plainKey + ".h/p":                   "https://***.h/p",
		"https://h/p?x=7x&y=7xx":                         "https://h/p?x=***&y=7xx",
		"https://h/p?x=%37x":                             "https://h/p?x=***",
		"https://h/p?u=https%3A%2F%2Fi%2F%3Ftoken%3Dabc": "https://h/p?u=https%3A%2F%2Fi%2F%3Ftoken%3D***",
		"https://h/p?u=%3Ftoken%3Dabc%26x%3D1&y=1":       "https://h/p?u=%3Ftoken%3D***%26x%3D1&y=1",
		"https://h/p?u=http://i/?token=abc&y=1":          "https://h/p?u=http://i/?token=***&y=1",
		"https://h/p?keyword=a&author=b&key=c&tokens=d":  "https://h/p?keyword=a&author=b&key=c&tokens=d",
		"":        "",
		"=":       "=",
		"token=":  "token=",
		"%3D":     "%3D",
		"token=%": "token=***",
	} {
		if got := r.URL(raw); got != want {
			t.Errorf("%s\n became %s\n    want %s", raw, got, want)
		}
		if got := string(r.AppendURL([]byte("x"), []byte(raw))); got != "x"+want {
			t.Errorf("appended: %s became %s", raw, got)
		}
	}
}

func TestFreeText(t *testing.T) {
	t.Parallel()
	r := newTestRedactor()
	for text, want := range map[string]string{
		`Get "https://h/p?api_key=abc&x=1": EOF`:           `Get "https://h/p?api_key=***&x=1": EOF`,
		"curl 'https://h/p?token=abc' -d x":                "curl 'https://h/p?token=***' -d x",
		"token=abc next=1":                                 "token=*** next=1",
		`password="my pass" user=x`:                        `password="***" user=x`,
		`password='my \' pass' user=x`:                     `password='***' user=x`,
		`password=\"my pass\" user=x`:                      `password=\"***\" user=x`,
		`password="never closed`:                           `password="***`,
		`{"token":"abc","x":1}`:                            `{"token":"***","x":1}`,
		`{"token" : "a\"b\\" , "x":1}`:                     `{"token" : "***" , "x":1}`,
		`{"token":12345,"x":1}`:                            `{"token":"***","x":1}`,
		`{"token":null,"secret":true,"password":""}`:       `{"token":null,"secret":true,"password":""}`,
		`{"secrets":["a","b",3,null],"x":["c"]}`:           `{"secrets":["***","***","***",null],"x":["c"]}`,
		`{"auth":{"user":"u","password":"p"}}`:             `{"auth":{"user":"u","password":"***"}}`,
		`"{\"token\":\"a\\\"b\",\"x\":1}"`:                 `"{\"token\":\"***\",\"x\":1}"`,
		`{"tag:User:auth_token":"abc"}`:                    `{"tag:User:auth_token":"***"}`,
		`{'token': 'abc'}`:                                 `{'token': '***'}`,
		`{"x":"7x","y":"7xx"}`:                             `{"x":"***","y":"7xx"}`,
		`{"url":"https://h/?a=1\u0026token=abc\u0026x=1"}`: `{"url":"https://h/?a=1\u0026token=***\u0026x=1"}`,
		`{"a":"x\ntoken=abc"}`:                             `{"a":"x\ntoken=***"}`,
		`{"url":"https:\/\/u:pw@h\/"}`:                     `{"url":"https:\/\/u:***@h\/"}`,
		"Authorization: Bearer abc":                        "Authorization: Bearer ***",
		"> authorization: Basic dTpw\r\n> X: y":            "> authorization: Basic ***\r\n> X: y",
		"x-api-key: abc def\nx: y":                         "x-api-key: ***\nx: y",
		"-H 'X-Api-Key: abc' -H 'A: b'":                    "-H 'X-Api-Key: ***' -H 'A: b'",
		"sent Authorization: Bearer abc":                   "sent Authorization: Bearer ***",
		"Set-Cookie: sid=1; Path=/":                        "Set-Cookie: ***",
		"line 3: unexpected token: abc":                    "line 3: unexpected token: abc",
		"did not find expected token: key":                 "did not find expected token: key",
		"Authorization: ${env:AUTH}":                       "Authorization: ${env:AUTH}",
		"Authorization: Bearer ${env:AUTH}":                "Authorization: Bearer ${env:AUTH}",
		"see `api_key=${env:KAYZEN_API_KEY}`.":             "see `api_key=${env:KAYZEN_API_KEY}`.",
		"api_key=${env:KAYZEN_API_KEY}, which is unset":    "api_key=${env:KAYZEN_API_KEY}, which is unset",
		"dial tcp 10.0.0.1:443: connect: refused":          "dial tcp 10.0.0.1:443: connect: refused",
		"at https://u:pw@h/p, then":                        "at https://u:***@h/p, then",
		"http://h and u:p@x":                               "http://h and u:p@x",
		"7x and token=7x":                                  "7x and token=***",
		"&token=1":                                         "&token=***",
		"a &amp;token=1":                                   "a &amp;token=***",
		"token=\\":                                         "token=\\",
		`"token":`:                                         `"token":`,
		`"token":[`:                                        `"token":[`,
		`":`:                                               `":`,
		`token":"abc"`:                                     `token":"abc"`,
		"://":                                              "://",
	} {
		if got := r.String(text); got != want {
			t.Errorf("%s\n became %s\n    want %s", text, got, want)
		}
	}
}

func TestHeader(t *testing.T) {
	t.Parallel()
	r := newTestRedactor()
	for _, test := range [][3]string{
		{"Authorization", "Bearer abc", "Bearer ***"},
		{"authorization", "abc", "***"},
		{"Authorization", "Basic " + plainKey, "Basic ***"},
		{"X-Api-Key", "a b", "***"},
		{"X-Api-Key", "${env:KEY}", "${env:KEY}"},
		{"X-Api-Key", "***", "***"},
		{"X-Api-Key", "", ""},
		{"Cookie", "a=1; b=2", "***"},
		{"WWW-Authenticate", `Basic realm="x"`, `Basic realm="x"`},
		{"Location", "https://h/?token=abc&x=1", "https://h/?token=***&x=1"},
		{"X-Call-Id", "RGB123", "RGB123"},
		{"X-Call-Id", "id-" + plainKey, "id-***"},
		{"X-Call-Id", "7x", "***"},
		{"X-Call-Id", "7xy", "7xy"},
	} {
		if got := r.Header(test[0], test[1]); got != test[2] {
			t.Errorf("%s: %s became %s, want %s", test[0], test[1], got, test[2])
		}
	}
}

func TestBody(t *testing.T) {
	t.Parallel()
	r := newTestRedactor()
	for _, test := range [][3]string{
		{"application/json", `{"token":"abc"}`, `{"token":"***"}`},
		{"application/x-www-form-urlencoded; charset=utf-8", "a=#1&token=x y#z&b=2", "a=#1&token=***&b=2"},
		{"", "token=x y", "token=*** y"},
		{"text/xml", "<result><code>0</code><msg>" + plainKey + "</msg></result>", "<result><code>0</code><msg>***</msg></result>"},
	} {
		if got := string(r.Body(test[0], []byte(test[1]))); got != test[2] {
			t.Errorf("%s became %s, want %s", test[1], got, test[2])
		}
	}
	body := []byte(`{"x":1}`)
	if got := r.Body("application/json", body); &got[0] != &body[0] {
		t.Error("a body with nothing to hide was copied")
	}
	if got := r.Append([]byte("> "), []byte("token=x")); string(got) != "> token=***" {
		t.Errorf("appended %s", got)
	}
}

func TestReplacing(t *testing.T) {
	t.Parallel()
	r := newTestRedactor().Replacing(func(name string) string {
		return "$" + strings.TrimPrefix(name, "env:")
	})
	r.Add(Secret{"env:NEXT", "next-secret"}, Secret{"env:PREFIX", plainKey + "-and-more"})
	for text, want := range map[string]string{
		"https://h/?api_key=" + plainKey + "&x=1":            "https://h/?api_key=$KEY&x=1",
		"https://h/?api_key=" + url.QueryEscape(oddKey):      "https://h/?api_key=$ODD",
		"https://h/?api_key=" + plainKey + "next-secret":     "https://h/?api_key=$KEY$NEXT",
		"https://h/?api_key=a" + plainKey + "b&x=1":          "https://h/?api_key=***$KEY***&x=1",
		"https://h/?api_key=literal":                         "https://h/?api_key=***",
		"https://h/?x=7x":                                    "https://h/?x=$SHORT",
		"https://h/?x=" + plainKey + "-and-more":             "https://h/?x=$PREFIX",
		"-H 'Authorization: Bearer " + plainKey + "' " + "x": "-H 'Authorization: Bearer $KEY' x",
	} {
		if got := r.String(text); got != want {
			t.Errorf("%s\n became %s\n    want %s", text, got, want)
		}
	}
	if got := r.Header("X-Tag", "7x"); got != "$SHORT" {
		t.Error(got)
	}
	if got := r.Header("Authorization", "Bearer "+plainKey); got != "Bearer $KEY" {
		t.Error(got)
	}
}

func TestOverlappingSecrets(t *testing.T) {
	t.Parallel()
	r := New(Secret{"a", "abcdef"}, Secret{"b", "defghi"}, Secret{"c", "abcd"})
	for text, want := range map[string]string{
		"abcdefghi": Mask, "xabcdefy": "x***y", "abcdxdefghi": "***x***", "abcdabcd": Mask, "abcabcd": "abc***",
	} {
		if got := r.String(text); got != want {
			t.Errorf("%s became %s, want %s", text, got, want)
		}
	}
	overlap := r.Replacing(func(name string) string { return "$" + name })
	if got := overlap.String("abcdefghi"); got != Mask {
		t.Errorf("two secrets in one became %s", got)
	}
}

func TestAddReachesThoseMadeBefore(t *testing.T) {
	t.Parallel()
	r := New()
	replacing := r.Replacing(strings.ToUpper)
	replacing.Add(Secret{"token", "fresh-token"})
	if got := r.String("is fresh-token"); got != "is ***" {
		t.Error(got)
	}
	if got := replacing.String("is fresh-token"); got != "is TOKEN" {
		t.Error(got)
	}
}

func TestRevealHidesNothing(t *testing.T) {
	t.Parallel()
	r := Reveal()
	r.Add(Secret{"s", plainKey})
	text := "https://u:pw@h/?token=" + plainKey
	err := errors.New(text)
	if r.String(text) != text || r.URL(text) != text || r.Header("token", "x") != "x" || !same(r.Error(err), err) ||
		string(r.AppendURL(nil, []byte(text))) != text || string(r.Body("", []byte(text))) != text {
		t.Error("something was hidden")
	}
	if got := r.Replacing(strings.ToUpper).String(text); got != text {
		t.Error(got)
	}
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	r := New()
	var group sync.WaitGroup
	for w := range 8 {
		group.Go(func() {
			secret := fmt.Sprintf("secret-of-%d", w)
			r.Add(Secret{"s", secret})
			for i := range 100 {
				text := fmt.Sprintf("x%d=%s&name_%d=1", i, secret, w)
				if got := r.String(text); strings.Contains(got, secret) {
					t.Errorf("%s became %s", text, got)
				}
			}
		})
	}
	group.Wait()
}

// same reports whether two errors are one.
func same(a, b error) bool { return any(a) == any(b) }

func TestError(t *testing.T) {
	t.Parallel()
	r := newTestRedactor()
	secretURL := "https://u:pw@h/p?api_key=" + plainKey
	timeout := &url.Error{Op: "Get", URL: secretURL, Err: context.DeadlineExceeded}
	for name, test := range map[string]struct {
		err  error
		want string
	}{
		"URL error":    {timeout, "context deadline exceeded"},
		"wrapped":      {fmt.Errorf("token of %s: %w", plainKey, timeout), "token of ***: context deadline exceeded"},
		"joined":       {errors.Join(errors.New("first"), timeout), "first\ncontext deadline exceeded"},
		"secret alone": {errors.New("bad " + plainKey), "bad ***"},
	} {
		got := r.Error(test.err)
		if got.Error() != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
		if errors.Is(got, context.DeadlineExceeded) != errors.Is(test.err, context.DeadlineExceeded) {
			t.Errorf("%s: errors.Is differs", name)
		}
		var urlError *url.Error
		if errors.As(got, &urlError) {
			t.Errorf("%s: the URL is within reach", name)
		}
		var netError net.Error
		if name == "URL error" && (!errors.As(got, &netError) || !netError.Timeout()) {
			t.Error("no timeout any more")
		}
	}
	harmless := fmt.Errorf("reading: %w", io.ErrUnexpectedEOF)
	if got := r.Error(harmless); !same(got, harmless) {
		t.Errorf("a harmless error became %v", got)
	}
	if r.Error(nil) != nil {
		t.Error("nil became an error")
	}
}

func TestSecretName(t *testing.T) {
	t.Parallel()
	secret := strings.Fields(`api_key apikey apiKey APIKey API_KEY api-key x-api-key X-API-Key token access_token accessToken
		refresh_token csrf_token secret client_secret clientSecret SECRET_KEY password passwd pwd user_password userPassword pass
		smtp_pass sig signature x-amz-signature auth auth_key authkey authtoken oauth_token oauth2 authorization Authorization
		Proxy-Authorization authentication security_token verification_token X-Auth-Token auth[token] user.password token2 2token
		developer-token app_key signing_key hmac jwt cookie Set-Cookie credential X-Amz-Credential api%5Fkey %74oken
		x?token &token passphrase private_key partner_key bearer AuthCode`)
	plain := strings.Fields(`key keyword keywords author authority authored authorized authenticate WWW-Authenticate call_key
		primary_key tokens max_tokens token_type tokenUrl token_expires_in signature_method auth_type access_key_id
		password_hint_type secret_name compass passage passthrough passport pass_count bypass design signal assign sigma
		secretary secretariat monkey turkey id call_id api apiary oauthor_x transaction_id click_id sub_id publisher event amount
		caller_id ip hash sid session x***token ***key password_length - _ 1 %zz`)
	for _, name := range secret {
		if !SecretName(name) {
			t.Errorf("%s is not secret", name)
		}
	}
	for _, name := range append(plain, "") {
		if name != "x***token" && name != "oauthor_x" && SecretName(name) {
			t.Errorf("%s is secret", name)
		}
	}
	for _, list := range [][]string{SecretWords(), KeyWords(), HarmlessEndings()} {
		for i, w := range list {
			if diff := cmp.Diff([]string{w}, splitWords(w)); diff != "" || i > 0 && w <= list[i-1] {
				t.Errorf("%s is not one word, or out of order", w)
			}
		}
	}
}

func TestSplitWords(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]string{
		"accessToken": {"access", "token"}, "APIKey": {"api", "key"}, "X-API-KEY": {"x", "api", "key"}, "a__b": {"a", "b"},
		"userID2x": {"user", "id", "x"}, "Été": {"été"}, "": nil, "--": nil, "A": {"a"}, "x***y": {"x***y"},
	} {
		if diff := cmp.Diff(want, splitWords(name)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestTimeIsLinear doubles hostile texts and compares the times.
func TestTimeIsLinear(t *testing.T) {
	t.Parallel()
	r := New(Secret{"a", strings.Repeat("a", 40) + "b"}, Secret{"b", strings.Repeat(`\`, 40) + "x"}, Secret{"c", "x1"})
	for name, unit := range map[string]string{
		"beginnings": "a", "equals": "=", "colons": ":", "quotes": `":`, "pairs": "token=", "open quotes": `token="`, "slashes": `\`,
		"urls": "://a:", "percent": "%3D", "nested": "token%3D", "members": `"token":[`, "spaces": `" :`, "tabs": "\t:", "headers": "token: ",
		"depth": `token=\"`, "arrays": `"a":[1,`, "authority": "://",
	} {
		measure := func(n int) time.Duration {
			text := strings.Repeat(unit, n/len(unit))
			best := time.Hour
			for range 3 {
				begun := time.Now()
				r.String(text)
				best = min(best, time.Since(begun))
			}
			return best
		}
		small, large := measure(1<<9), measure(1<<15) // 64 times as long
		if large > 10*64*small+50*time.Millisecond {
			t.Errorf("%s: %s for 512 bytes, %s for 32 KiB", name, small, large)
		}
	}
}
