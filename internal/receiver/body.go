package receiver

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"io"
	"mime"
	"strings"
	"unicode/utf16"

	"postback/internal/postback"
)

// plainBody is the body of an answer as text.
type plainBody struct {
	text  string
	whole bool
	why   string // why it is not whole, as the end of a sentence
}

// maxPlain is how much of a compressed body is read: a few kilobytes can become gigabytes.
const maxPlain = 1 << 20

// readBody undoes compression and character set as far as they are known. What cannot be read is not
// there, but may hold anything.
func readBody(o *postback.Outcome) *plainBody {
	body, why := decompress(o)
	text := strings.TrimPrefix(decodeText(body, o.Header.Get("Content-Type")), "\ufeff")
	return &plainBody{text: text, whole: why == "", why: why}
}

// BodyText is the body of an answer as text: decompressed and in UTF-8, as far as that can be done.
func BodyText(o *postback.Outcome) string { return readBody(o).text }

// maxCoding is how much is repeated of a Content-Encoding that is not known.
const maxCoding = 20

const cutOff = "the answer was cut off"

// decompress returns the body without its Content-Encoding, and what keeps it from being whole.
func decompress(o *postback.Outcome) (body []byte, why string) {
	if o.BodyTruncated {
		why = cutOff
	}
	coding := strings.ToLower(strings.TrimSpace(o.Header.Get("Content-Encoding")))
	var reader io.Reader
	var err error
	switch coding {
	case "", "identity":
		return o.Body, why
	case "gzip", "x-gzip":
		reader, err = gzip.NewReader(bytes.NewReader(o.Body))
	case "deflate":
		reader, err = zlib.NewReader(bytes.NewReader(o.Body))
	default:
		return nil, "the answer is compressed in a way that is not read (" + coding[:min(len(coding), maxCoding)] + ")"
	}
	if len(o.Body) == 0 {
		return nil, why
	}
	if err != nil {
		return nil, "the answer says it is compressed as " + coding + " and is not"
	}
	body, err = io.ReadAll(io.LimitReader(reader, maxPlain+1))
	switch {
	case len(body) > maxPlain:
		return body[:maxPlain], "the answer decompresses to more than is read"
	case err != nil && why == "":
		why = "the compressed answer breaks off"
	}
	return body, why
}

// decodeText turns a body into UTF-8. What is neither marked nor known to be anything else is taken as
// it is.
func decodeText(body []byte, contentType string) string {
	_, parameters, _ := mime.ParseMediaType(contentType)
	charset := strings.ToLower(parameters["charset"])
	switch {
	case bytes.HasPrefix(body, []byte{0xff, 0xfe}), charset == "utf-16le":
		return decodeUTF16(body, func(pair []byte) uint16 { return uint16(pair[0]) | uint16(pair[1])<<8 })
	case bytes.HasPrefix(body, []byte{0xfe, 0xff}), charset == "utf-16be", charset == "utf-16":
		return decodeUTF16(body, func(pair []byte) uint16 { return uint16(pair[1]) | uint16(pair[0])<<8 })
	case charset == "iso-8859-1", charset == "latin1", charset == "windows-1252":
		return decodeLatin1(body)
	}
	return string(body)
}

func decodeUTF16(body []byte, unit func(pair []byte) uint16) string {
	units := make([]uint16, 0, len(body)/2)
	for ; len(body) >= 2; body = body[2:] {
		units = append(units, unit(body))
	}
	return string(utf16.Decode(units))
}

// decodeLatin1 takes every byte for the character of its number; where Windows has others no receiver
// says what it means.
func decodeLatin1(body []byte) string {
	var b strings.Builder
	for _, c := range body {
		b.WriteRune(rune(c))
	}
	return b.String()
}
