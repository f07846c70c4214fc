package template

import (
	"bytes"
	"strconv"
	"testing"
)

// quoteTest quotes as a document might: it doubles quotation marks and spells the letter é.
func quoteTest(dst, text []byte) []byte {
	text = bytes.ReplaceAll(text, []byte(`"`), []byte(`""`))
	return append(dst, bytes.ReplaceAll(text, []byte("é"), []byte("{e}"))...)
}

// TestQuoted: a quoted template renders what quoting the rendered one gives, also one that shows a
// URL with parts hidden, and for every record anew.
func TestQuoted(t *testing.T) {
	t.Parallel()
	hide := func(dst, stretch []byte) []byte {
		return append(dst, bytes.ReplaceAll(stretch, []byte("x"), []byte(`"?"`))...)
	}
	l := NewLayout()
	var plain, quoted []*Bound
	add := func(b *Bound) {
		q, ok := l.BindQuoted(b, quoteTest)
		if !ok {
			t.Fatalf("%q is not quoted", b.Template().Text())
		}
		plain, quoted = append(plain, b), append(quoted, q)
	}
	for i, kind := range []Kind{JSONBody, JSONBody, TextBody, FormBody, Header, URL, URL} {
		text := `{"no":"` + strconv.Itoa(i) + `","é":"[c:x]","y":[c:y],"z":"[c:z|c:x]","end":"é"}`
		if kind == URL {
			text = "https://h/" + strconv.Itoa(i) + `?x=[c:x]&"y"=[c:y]&é=[c:z|c:x]&end=1`
		}
		b := l.Bind(mustParse(t, text, kind, Component), nil)
		add(b)
		if shown, ok := l.BindHidden(b, hide); kind == URL && ok {
			add(shown)
		}
	}
	if len(plain) != 9 || quoted[5] != plain[5] {
		t.Errorf("%d templates; a URL that needs no quotes is quoted: %v", len(plain), quoted[5] != plain[5])
	}
	v := l.NewValues()
	for _, value := range []string{"", `"`, "é é", `a"b`, "x"} {
		v.Reset(newRecord(l, map[string]string{"c:x": value, "c:y": "1" + value, "c:z": ""}))
		for i := range plain {
			i = (i * 5) % len(plain) // so that what is shared is met in another order
			got, want := string(quoted[i].Append(nil, v)), string(quoteTest(nil, plain[i].Append(nil, v)))
			if got != want {
				t.Errorf("%q: %s, want %s", value, got, want)
			}
		}
	}
}

// TestQuotedIsText: text that is not UTF-8 is not quoted.
func TestQuotedIsText(t *testing.T) {
	t.Parallel()
	l := NewLayout()
	b := l.Bind(mustParse(t, "a ${env:K}", TextBody, Component), vars("env:K=\xff"))
	if _, ok := l.BindQuoted(b, quoteTest); ok {
		t.Error("it is quoted")
	}
}
