package report

import (
	"io"

	"postback/internal/listen"
)

// ReceivedWriter writes the requests that the local receiver gets, one after the other. Each is
// out before Received returns, but for the formats that are one document.
type ReceivedWriter interface {
	// Received writes one request.
	Received(*listen.Received) error
	// Expected writes how requests compare with what was expected, once at the end.
	Expected(*listen.Standing) error
	// Close completes the document. It does not close the stream.
	Close() error
}

func receivedFormats() []format[func(io.Writer, Style) ReceivedWriter] {
	return []format[func(io.Writer, Style) ReceivedWriter]{
		{"text", "a block a request, parameters decoded, for reading", newReceivedText},
		{"ndjson", "one JSON object a line", newReceivedNDJSON},
		{"curl", "one curl command a line, to send it again", newReceivedCurl},
		{"har", "an HTTP Archive 1.2, complete when listen ends", newReceivedHAR},
	}
}

// ReceivedFormats are the names of all formats for received requests; the first is the default.
func ReceivedFormats() []string { return namesOf(receivedFormats()) }

// ReceivedFormatHelp explains every format in one line each.
func ReceivedFormatHelp() string { return helpOf(receivedFormats()) }

// NewReceivedWriter returns the writer of the named format, which is one of [ReceivedFormats].
func NewReceivedWriter(name string, w io.Writer, style Style) (ReceivedWriter, error) {
	open, err := openOf(receivedFormats(), name)
	if err != nil {
		return nil, err
	}
	return open(w, style), nil
}
