package validate

import (
	"strings"

	"postback/internal/diag"
	"postback/internal/lazyre"
	"postback/internal/pixel"
)

// contentType is the content type of a pixel's body; the zero Text when nothing gives one.
func contentType(px *pixel.Pixel) diag.Text {
	if px.ContentType != nil {
		return px.ContentType.Value.Text()
	}
	for _, h := range px.Headers {
		if strings.EqualFold(h.Name.String(), "Content-Type") {
			return h.Value.Text()
		}
	}
	return diag.Text{}
}

// The content types that a body can be told to be by its looks.
const (
	typeJSON = "application/json"
	typeForm = "application/x-www-form-urlencoded"
	typeXML  = "application/xml"
	typeText = "text/plain"
)

// formBody is a text of name=value pairs; what is neither a letter nor a digit is encoded in a form.
var formBody = lazyre.New(`^[\w.\-\[\]%+\x00]+=[^\s{}<>"]*$`)

// guessType is the content type that a body looks like.
func guessType(literal string) string {
	trimmed := strings.TrimSpace(literal)
	switch {
	case strings.HasPrefix(trimmed, "{"), strings.HasPrefix(trimmed, "["):
		return typeJSON
	case strings.HasPrefix(trimmed, "<"):
		return typeXML
	case formBody.MatchString(trimmed):
		return typeForm
	}
	return typeText
}

// announcedType is the one of the types above that a content type means, typeText for all others.
func announcedType(contentType string) string {
	media, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	switch media = strings.TrimSpace(media); {
	case media == typeForm:
		return typeForm
	case media == typeJSON, media == "text/json", strings.HasSuffix(media, "+json"):
		return typeJSON
	case media == typeXML, media == "text/xml", strings.HasSuffix(media, "+xml"):
		return typeXML
	}
	return typeText
}

// hasMismatch reports whether a body is of another kind than its content type says.
func hasMismatch(body *part) bool {
	announced, looks := announcedType(contentType(body.pixel).String()), guessType(body.literal)
	return announced != typeText && looks != typeText && looks != announced
}
