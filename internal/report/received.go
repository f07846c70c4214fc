package report

import (
	"fmt"
	"io"
	"strings"

	"postback/internal/listen"
)

// ReceivedWriter writes the requests that the local receiver gets, one after the other.
type ReceivedWriter func(*listen.Received) error

// ReceivedFormats are the formats for received requests; the first is the default.
func ReceivedFormats() []string { return []string{"text", "ndjson"} }

// NewReceivedWriter returns the writer of the named format, which is one of [ReceivedFormats].
func NewReceivedWriter(format string, w io.Writer, style Style) ReceivedWriter {
	if format == "ndjson" {
		return func(r *listen.Received) error { return writeReceivedJSON(w, r, style) }
	}
	return func(r *listen.Received) error { return writeReceivedText(w, r, style) }
}

// writeReceivedText writes a block a request, its parameters decoded.
func writeReceivedText(w io.Writer, r *listen.Received, style Style) error {
	text := &strings.Builder{}
	fmt.Fprintf(text, "%s %s %s %s\n", style.Palette.Faint(fmt.Sprintf("#%d", r.Seq)),
		style.Palette.Bold(r.Method), oneLine(style.Hide.String(r.Path)), style.Palette.Faint("from "+r.RemoteAddr))
	writeParams(text, "  ", r.Query, style)
	if r.ContentType != "" || len(r.Body) > 0 {
		fmt.Fprintf(text, "  body %s, %d bytes\n", orNone(oneLine(r.ContentType)), len(r.Body))
	}
	writeParams(text, "  ", r.BodyParams, style)
	if len(r.BodyParams) == 0 && len(r.Body) > 0 {
		for _, line := range prefixed("    ", style.Hide.Body(r.ContentType, r.Body)) {
			text.WriteString(oneLine(line) + "\n")
		}
	}
	if r.BodyProblem != "" {
		fmt.Fprintf(text, "  %s\n", style.Palette.Caution(oneLine(style.Hide.String(r.BodyProblem))))
	}
	fmt.Fprintf(text, "  answered %d\n", r.Status)
	_, err := io.WriteString(w, text.String())
	return err
}

func orNone(contentType string) string {
	if contentType == "" {
		return "without content type"
	}
	return contentType
}

func writeParams(text *strings.Builder, indent string, params []listen.Param, style Style) {
	names := 0
	for _, p := range params {
		names = max(names, cells(p.Name))
	}
	for _, p := range params {
		value := oneLine(hideParameter(style.Hide, p.Name, p.Value))
		if value == "" {
			value = style.Palette.Caution("(empty)")
		}
		if p.Malformed {
			value += "  " + style.Palette.Caution("← not valid percent-encoding")
		}
		fmt.Fprintf(text, "%s  %s  %s\n", indent, pad(oneLine(p.Name), min(names, maxNameCells)), value)
	}
}

// receivedJSON is the documented shape of one received request.
type receivedJSON struct {
	Type        string      `json:"type"`
	Seq         int         `json:"seq"`
	Time        string      `json:"time"`
	Method      string      `json:"method"`
	Path        string      `json:"path"`
	Query       []paramJSON `json:"query"`
	Headers     headersJSON `json:"headers"`
	ContentType string      `json:"content_type,omitempty"`
	Body        string      `json:"body,omitempty"`
	BodyParams  []paramJSON `json:"body_params,omitempty"`
	Status      int         `json:"status"`
}

type paramJSON struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

func writeReceivedJSON(w io.Writer, r *listen.Received, style Style) error {
	out := receivedJSON{
		Type: "received", Seq: r.Seq, Time: r.Time.Format("2006-01-02T15:04:05.000Z07:00"), Method: r.Method,
		Path: style.Hide.String(r.Path), Query: paramsJSON(r.Query, style), ContentType: r.ContentType,
		Body:       strings.ToValidUTF8(string(style.Hide.Body(r.ContentType, r.Body)), "\ufffd"),
		BodyParams: paramsJSON(r.BodyParams, style), Status: r.Status,
	}
	for _, h := range r.Headers {
		out.Headers = append(out.Headers, header{h.Name, style.Hide.Header(h.Name, h.Value)})
	}
	encoded, err := encodeJSON(out)
	if err != nil {
		return err
	}
	_, err = w.Write(append(encoded, '\n'))
	return err
}

func paramsJSON(params []listen.Param, style Style) []paramJSON {
	list := []paramJSON{}
	for _, p := range params {
		list = append(list, paramJSON{p.Name, hideParameter(style.Hide, p.Name, p.Value)})
	}
	return list
}
