package plan

import (
	"bytes"

	"postback/internal/template"
)

// where says where in the request a piece stands, and the name of the parameter, header or JSON
// member that has it. Out is the rendered part.
func where(t boundPart, piece template.Piece, out []byte) (name, place string) {
	var position template.Position
	if piece.Variable != nil {
		name, position = piece.Variable.Param, piece.Variable.Position
	} else {
		name, position = piece.Expr.Param, piece.Expr.Position
	}
	switch {
	case t.kind == HeaderPart:
		return t.header, "header " + t.header
	case t.kind == UserNamePart || t.kind == PasswordPart:
		return string(t.kind), string(t.kind)
	case position == template.JSONString || position == template.JSONBare:
		return whereInJSON(position, out[:piece.Start])
	case name == "":
		return "", position.String()
	case t.kind == BodyPart:
		return name, "parameter " + name + " of the body"
	}
	return name, "parameter " + name
}

// whereInJSON is where for a piece behind so much of a JSON body.
func whereInJSON(position template.Position, before []byte) (name, place string) {
	name = lastMember(before)
	switch {
	case name == "":
		return "", position.String()
	case position == template.JSONBare:
		return name, "member " + name + " of the body, outside a string"
	}
	return name, "member " + name + " of the body"
}

// lastMember is the name of the last member that begins in a text of JSON, as it is written there;
// "" when none does.
func lastMember(text []byte) string {
	name := ""
	for {
		start := bytes.IndexByte(text, '"') + 1
		length := stringLength(text[start:])
		if start == 0 || length < 0 {
			return name
		}
		literal := text[start : start+length]
		text = text[start+length+1:]
		if bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte(":")) {
			name = string(literal)
		}
	}
}

// stringLength is how far a JSON string reaches of which the text is the inside; -1 when it has no
// end.
func stringLength(text []byte) int {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}
