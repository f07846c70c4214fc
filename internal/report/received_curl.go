package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"postback/internal/listen"
	"postback/internal/redact"
)

// receivedCurl writes one command a line.
type receivedCurl struct {
	w    io.Writer
	hide *redact.Redactor
}

func newReceivedCurl(w io.Writer, style Style) ReceivedWriter { return &receivedCurl{w, style.Hide} }

func (c *receivedCurl) Received(r *listen.Received) error {
	_, err := io.WriteString(c.w, receivedCommand(r, c.hide)+"\n")
	return err
}

// Expected says nothing: every line is a command.
func (c *receivedCurl) Expected(*listen.Standing) error { return nil }

func (c *receivedCurl) Close() error { return nil }

// receivedCommand is a curl command that sends a request again, to the address where it arrived.
// What was hidden is masked in it.
func receivedCommand(r *listen.Received, hide *redact.Redactor) string {
	if bytes.IndexByte(r.Body, 0) >= 0 {
		return fmt.Sprintf("# request %d: no command, because a shell cannot pass the NUL in the body", r.Seq)
	}
	words := curlWords()
	if r.Method != "GET" || len(r.Body) > 0 {
		words = append(words, "-X", shellQuote(r.Method))
	}
	for _, h := range r.Headers {
		if !isOfConnection(h.Name) {
			words = append(words, "-H", shellQuote(curlHeader(h.Name, hide.Header(h.Name, h.Value))))
		}
	}
	if len(r.Body) > 0 {
		if r.ContentType == "" {
			words = append(words, "-H", "'Content-Type:'")
		}
		words = append(words, "--data-raw", shellQuote(string(hide.Body(r.ContentType, r.Body))))
	}
	return strings.Join(append(words, shellQuote(hide.URL(receivedURL(r)))), " ")
}

// isOfConnection reports whether a header belongs to the connection and the body that it came with.
func isOfConnection(name string) bool {
	switch name {
	case "Connection", "Content-Length", "Keep-Alive", "Te", "Trailer", "Transfer-Encoding", "Upgrade":
		return true
	}
	return false
}

// receivedURL is the address of a request as its sender saw it.
func receivedURL(r *listen.Received) string {
	if strings.HasPrefix(r.URI, "/") {
		return "http://" + r.Host + r.URI
	}
	return r.URI // whole already, as a proxy gets it
}
