package report

import (
	"bufio"
	"io"
	"strings"

	"postback/internal/plan"
	"postback/internal/redact"
)

// curlWriter writes every request as a curl command that sends the same bytes. What came from an
// environment variable is written as that variable, so that the command can be pasted and kept.
type curlWriter struct {
	w    *bufio.Writer
	hide *redact.Redactor
}

func newCurlWriter(w io.Writer, style Style) ResultWriter {
	return &curlWriter{w: bufio.NewWriterSize(w, bufferSize), hide: style.Hide.Replacing(shellReference)}
}

// A reference to a variable travels through the redactor between these two characters, which
// cannot stand in a request, and is taken out of the quotes afterwards.
const (
	referenceOpen  = "\x01"
	referenceClose = "\x02"
)

// shellReference is what stands for a secret in a command: the variable it came from. What came
// from a file is read from that file again.
func shellReference(name string) string {
	scheme, rest, _ := strings.Cut(name, ":")
	switch scheme {
	case "env":
		return referenceOpen + "$" + rest + referenceClose
	case "file":
		return referenceOpen + "$(cat " + shellQuote(rest) + ")" + referenceClose
	}
	return redact.Mask
}

func (c *curlWriter) Result(r Result) error {
	if r.Firing.Decision != plan.Fire {
		return nil
	}
	_, err := c.w.WriteString(c.command(r.Firing) + "\n")
	return err
}

func (c *curlWriter) Close() error { return c.w.Flush() }

// command is one curl command. It keeps curl from changing anything: --globoff for brackets,
// --path-as-is for dots, --data-raw for a body that begins with @, and no Content-Type that the
// request does not have.
func (c *curlWriter) command(f *plan.Firing) string {
	shown := visibleRequest(f, c.hide)
	words := []string{"curl", "--globoff", "--path-as-is"}
	if shown.method != "GET" || len(shown.body) > 0 {
		words = append(words, "-X", shown.method)
	}
	for _, h := range shown.headers {
		words = append(words, "-H", c.quote(h.name+": "+h.value))
	}
	if len(shown.body) > 0 {
		if contentType(shown.headers) == "" {
			words = append(words, "-H", "'Content-Type:'")
		}
		words = append(words, "--data-raw", c.quote(string(shown.body)))
	}
	return strings.Join(append(words, c.quote(shown.url)), " ")
}

// quote quotes a word for the shell and puts its references to variables in double quotes.
func (c *curlWriter) quote(s string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, referenceOpen)
		if before != "" || !found && b.Len() == 0 {
			b.WriteString(shellQuote(before))
		}
		if !found {
			return b.String()
		}
		reference, after, _ := strings.Cut(rest, referenceClose)
		b.WriteString(`"` + reference + `"`)
		s = after
	}
}

// shellQuote is s as one word of a POSIX shell.
func shellQuote(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
