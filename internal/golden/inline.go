package golden

import (
	"encoding/json"

	"postback/internal/diag"
	"postback/internal/yamldoc"
)

// appendJSON appends a YAML value as the JSON that it looks like. Numbers keep their own text, so that
// 44.90 stays 44.90; what JSON does not have, such as a date or a number with a leading zero, is text.
func appendJSON(dst []byte, n *yamldoc.Node, faults *diag.List) []byte {
	switch n.Kind {
	case yamldoc.Mapping:
		dst = append(dst, '{')
		for i, e := range yamldoc.AsEntries(n, "the call", faults) {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(appendText(dst, e.Key.String()), ':')
			dst = appendJSON(dst, e.Value, faults)
		}
		return append(dst, '}')
	case yamldoc.Sequence:
		dst = append(dst, '[')
		for i, item := range n.Items {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendJSON(dst, item, faults)
		}
		return append(dst, ']')
	case yamldoc.Scalar:
		return appendScalar(dst, n)
	}
	return append(dst, "null"...) // what could not be read has been reported
}

func appendScalar(dst []byte, n *yamldoc.Node) []byte {
	text := n.Text.String()
	switch n.Type {
	case yamldoc.Int, yamldoc.Float:
		if json.Valid([]byte(text)) {
			return append(dst, text...)
		}
	case yamldoc.Bool:
		if text == "true" || text == "false" {
			return append(dst, text...)
		}
	case yamldoc.Null:
		return append(dst, "null"...)
	}
	return appendText(dst, text)
}

func appendText(dst []byte, text string) []byte {
	quoted, _ := json.Marshal(text) // a string always has a JSON form
	return append(dst, quoted...)
}
