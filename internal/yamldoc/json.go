package yamldoc

import (
	"encoding/json"

	"postback/internal/diag"
)

// AppendJSON appends a node as the JSON that it looks like; what names it in messages. Numbers keep
// their own text, so that 44.90 stays 44.90; what JSON does not have, such as a date or a number with
// a leading zero, is text.
func AppendJSON(dst []byte, n *Node, what string, ds *diag.List) []byte {
	switch n.Kind {
	case Mapping:
		dst = append(dst, '{')
		for i, e := range AsEntries(n, what, ds) {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(appendJSONText(dst, e.Key.String()), ':')
			dst = AppendJSON(dst, e.Value, what, ds)
		}
		return append(dst, '}')
	case Sequence:
		dst = append(dst, '[')
		for i, item := range n.Items {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = AppendJSON(dst, item, what, ds)
		}
		return append(dst, ']')
	case Scalar:
		return appendJSONScalar(dst, n)
	}
	return append(dst, "null"...) // what could not be read has been reported
}

func appendJSONScalar(dst []byte, n *Node) []byte {
	text := n.Text.String()
	switch n.Type {
	case Int, Float:
		if json.Valid([]byte(text)) {
			return append(dst, text...)
		}
	case Bool:
		if text == "true" || text == "false" {
			return append(dst, text...)
		}
	case Null:
		return append(dst, "null"...)
	}
	return appendJSONText(dst, text)
}

func appendJSONText(dst []byte, text string) []byte {
	quoted, _ := json.Marshal(text) // a string always has a JSON form
	return append(dst, quoted...)
}
