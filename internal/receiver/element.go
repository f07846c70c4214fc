package receiver

import (
	"encoding/xml"
	"io"
	"slices"
	"strings"
)

// maxDepth is how deep an XML answer may be nested; no receiver comes near it.
const maxDepth = 100

// findElement looks the first element of a path up, and its text. The reader knows no entities but
// those of XML itself, so none can expand to anything. A body that is no XML has no element; one that
// was cut off may have any that did not come before the cut.
func findElement(body *plainBody, path string) found {
	names := strings.Split(strings.TrimPrefix(path, "/"), "/")
	decoder := xml.NewDecoder(strings.NewReader(body.text))
	decoder.Strict = false // only the elements asked for matter
	decoder.CharsetReader = func(_ string, input io.Reader) (io.Reader, error) { return input, nil }
	w := walk{names: names}
	for {
		token, err := decoder.RawToken()
		if err != nil {
			return found{unknown: !body.whole}
		}
		if done := w.take(token); done {
			return found{there: true, value: strings.TrimSpace(w.text.String()), quote: w.quote()}
		}
		if len(w.open) > maxDepth {
			return found{}
		}
	}
}

// walk goes through a document to the first element of a path.
type walk struct {
	names []string // of the path
	open  []string // the names of the elements that are open
	at    int      // how many were open when the element began; 0 before
	text  strings.Builder
}

// take looks at one token and reports whether the element is complete.
func (w *walk) take(token xml.Token) (done bool) {
	switch token := token.(type) {
	case xml.StartElement:
		w.open = append(w.open, token.Name.Local)
		if w.at == 0 && slices.Equal(w.open, w.names) {
			w.at = len(w.open)
		}
	case xml.CharData:
		if w.at > 0 {
			w.text.Write(token)
		}
	case xml.EndElement:
		return w.leave(token.Name.Local)
	}
	return false
}

// leave closes the innermost element of that name, and those within it that nobody closed.
func (w *walk) leave(name string) (done bool) {
	for i := len(w.open) - 1; i >= 0; i-- {
		if w.open[i] == name {
			w.open = w.open[:i]
			break
		}
	}
	return w.at > 0 && len(w.open) < w.at
}

// quote is the element as it would be written: <code>0</code>.
func (w *walk) quote() string {
	name := w.names[len(w.names)-1]
	return "<" + name + ">" + strings.TrimSpace(w.text.String()) + "</" + name + ">"
}
