package report

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"postback/internal/listen"
	"postback/internal/redact"
)

// harWriter writes an HTTP Archive 1.2, entry by entry, so that it holds none of them:
// http://www.softwareishard.com/blog/har-12-spec/.
type harWriter struct {
	w       *bufio.Writer
	version string // of this program
	written int
}

func newHARWriter(w io.Writer, style Style) *harWriter {
	return &harWriter{w: bufio.NewWriterSize(w, bufferSize), version: style.Version}
}

// What stands between and behind the entries of an archive.
const (
	harBetween = ",\n"
	harTail    = "]}}\n"
)

// harHead is what stands before them. It names the version of this program.
func harHead(version string) string {
	creator := encodeText(harCreator{"postback", version})
	return fmt.Sprintf("{\"log\":{\"version\":\"1.2\",\"creator\":%s,\"entries\":[\n", creator)
}

// entry writes one exchange. What it holds has to be fit to be shown: see the functions below.
func (h *harWriter) entry(e *harEntry) error {
	encoded, err := encodeJSON(e)
	if err != nil {
		return err
	}
	h.separate()
	h.written++
	_, err = h.w.Write(encoded)
	return err
}

// separate writes what stands before an entry.
func (h *harWriter) separate() {
	if h.written > 0 {
		_, _ = h.w.WriteString(harBetween)
		return
	}
	_, _ = h.w.WriteString(harHead(h.version))
}

// Close completes the archive.
func (h *harWriter) Close() error {
	if h.written == 0 {
		h.separate()
	}
	_, _ = h.w.WriteString(harTail)
	return h.w.Flush()
}

// The shapes of the format, as far as they are used. A field without omitempty is required by it.
type (
	harCreator struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}

	// harEntry is one exchange.
	harEntry struct {
		StartedDateTime string      `json:"startedDateTime"`
		Time            float64     `json:"time"` // the sum of the timings that are known
		Request         harRequest  `json:"request"`
		Response        harResponse `json:"response"`
		Cache           struct{}    `json:"cache"`
		Timings         harTimings  `json:"timings"`
		Comment         string      `json:"comment,omitempty"`
	}

	harRequest struct {
		Method      string       `json:"method"`
		URL         string       `json:"url"`
		HTTPVersion string       `json:"httpVersion"`
		Cookies     []harPair    `json:"cookies"`
		Headers     []harPair    `json:"headers"`
		QueryString []harPair    `json:"queryString"`
		PostData    *harPostData `json:"postData,omitempty"`
		HeadersSize int          `json:"headersSize"`
		BodySize    int          `json:"bodySize"`
	}

	harPostData struct {
		MimeType string    `json:"mimeType"`
		Params   []harPair `json:"params"` // stays empty: it excludes the text
		Text     string    `json:"text"`
		Comment  string    `json:"comment,omitempty"`
	}

	harResponse struct {
		Status      int        `json:"status"`
		StatusText  string     `json:"statusText"`
		HTTPVersion string     `json:"httpVersion"`
		Cookies     []harPair  `json:"cookies"`
		Headers     []harPair  `json:"headers"`
		Content     harContent `json:"content"`
		RedirectURL string     `json:"redirectURL"`
		HeadersSize int        `json:"headersSize"`
		BodySize    int        `json:"bodySize"`
	}

	harContent struct {
		Size     int    `json:"size"`
		MimeType string `json:"mimeType"`
		Text     string `json:"text,omitempty"`
		Encoding string `json:"encoding,omitempty"`
	}

	harPair struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}

	// harTimings are in milliseconds; -1 is a stage that did not happen.
	harTimings struct {
		Blocked float64 `json:"blocked"`
		DNS     float64 `json:"dns"`
		Connect float64 `json:"connect"`
		Send    float64 `json:"send"`
		Wait    float64 `json:"wait"`
		Receive float64 `json:"receive"`
		SSL     float64 `json:"ssl"`
	}
)

const (
	harUnknown = -1 // a size or a time that is not known
	harBase64  = "base64"
)

// total is the sum of the stages that happened. TLS is a part of connecting.
func (t *harTimings) total() float64 {
	sum := 0.0
	for _, stage := range []float64{t.Blocked, t.DNS, t.Connect, t.Send, t.Wait, t.Receive} {
		sum += max(stage, 0)
	}
	return sum
}

// newHARPostData is a body as it may be shown; nil without one. The format has no way to write
// bytes that are not text but the comment.
func newHARPostData(hide *redact.Redactor, contentType string, body []byte) *harPostData {
	if len(body) == 0 {
		return nil
	}
	text, encoding := harText(hide.Body(contentType, body))
	return &harPostData{MimeType: contentType, Params: []harPair{}, Text: text, Comment: encoding}
}

// newHARContent is the body of an answer as it may be shown.
func newHARContent(hide *redact.Redactor, contentType string, body []byte) harContent {
	text, encoding := harText(hide.Body(contentType, body))
	return harContent{Size: len(body), MimeType: contentType, Text: text, Encoding: encoding}
}

// harText is a body as text, in base64 where it is none.
func harText(body []byte) (text, encoding string) {
	if utf8.Valid(body) {
		return string(body), ""
	}
	return base64.StdEncoding.EncodeToString(body), harBase64
}

// harHeaders are headers that are fit to be shown.
func harHeaders(headers []header) []harPair {
	pairs := []harPair{}
	for _, h := range headers {
		pairs = append(pairs, harPair{h.name, strings.ToValidUTF8(h.value, "\ufffd")})
	}
	return pairs
}

// harQuery are decoded parameters as they may be shown.
func harQuery(hide *redact.Redactor, params []listen.Param) []harPair {
	pairs := []harPair{}
	for _, p := range params {
		pairs = append(pairs, harPair{p.Name, hideParameter(hide, p.Name, p.Value)})
	}
	return pairs
}
