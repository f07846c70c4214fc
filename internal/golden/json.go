package golden

import (
	"encoding/json"
	"strconv"
	"strings"

	"postback/internal/diag"
)

// leaves takes a JSON text apart into the values at its JSON pointers (RFC 6901), in order; a text
// that is not JSON has none. Span is where the definitions write the text.
func leaves(text string, span diag.Span) []*Value {
	if !json.Valid([]byte(text)) {
		return nil
	}
	w := &walker{decoder: json.NewDecoder(strings.NewReader(text)), span: span}
	w.decoder.UseNumber()
	w.value("")
	return w.values
}

// walker goes through the tokens of a text that is known to be valid.
type walker struct {
	decoder *json.Decoder
	span    diag.Span
	values  []*Value
}

func (w *walker) value(pointer string) {
	token, err := w.decoder.Token()
	if err != nil {
		return
	}
	open, isComposite := token.(json.Delim)
	switch {
	case !isComposite:
		w.leaf(pointer, scalarText(token))
	case !w.decoder.More():
		w.leaf(pointer, map[json.Delim]string{'{': "{}", '[': "[]"}[open])
	}
	for i := 0; isComposite && w.decoder.More(); i++ {
		w.member(pointer, open, i)
	}
	if isComposite {
		_, _ = w.decoder.Token() // the closing one
	}
}

// member goes through one member of an object or one element of an array.
func (w *walker) member(pointer string, open json.Delim, i int) {
	name := strconv.Itoa(i)
	if open == '{' {
		key, _ := w.decoder.Token()
		name, _ = key.(string)
	}
	w.value(pointer + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name))
}

func (w *walker) leaf(pointer, text string) {
	w.values = append(w.values, &Value{Name: pointer, Values: []string{text}, Span: w.span})
}

// scalarText is a JSON scalar as text: a string decoded, a number with its own digits.
func scalarText(token json.Token) string {
	switch t := token.(type) {
	case string:
		return t
	case json.Number:
		return t.String()
	case bool:
		return strconv.FormatBool(t)
	}
	return "null"
}
