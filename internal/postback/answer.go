package postback

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"unicode"
)

// answerHead is what the head of an answer says. Its header may be shared with other answers.
type answerHead struct {
	status   int
	text     string // behind the code
	reason   string // the text as it may be shown
	protocol string
	header   http.Header
	closes   bool // the receiver hangs up behind it

	// length of the body, negative when it is not known. So many bytes follow on the connection, or
	// body has them.
	length int64
	body   io.Reader
}

// knownHead is a head that has been read.
type knownHead struct {
	text   string // with the empty line that ends it
	answer answerHead
}

// headReader reads the heads of one receiver's answers. Those that follow each other are mostly the same to
// the byte, so it knows the last one by heart. It is safe for concurrent use.
type headReader struct{ last atomic.Pointer[knownHead] }

// ordinary takes the head of an answer off the reader, if all of it has arrived and it is of the kind that
// receivers mostly send: HTTP/1.1, final, its length stated. It costs half of what net/http takes. Anything
// else is left to net/http, and so is the judgement of what is not valid.
func (h *headReader) ordinary(r *bufio.Reader) (a answerHead, ok bool) {
	arrived, _ := r.Peek(r.Buffered())
	known := h.last.Load()
	if known == nil || !bytes.HasPrefix(arrived, []byte(known.text)) {
		if known, ok = learnHead(arrived); !ok {
			return a, false
		}
		h.last.Store(known)
	}
	_, _ = r.Discard(len(known.text))
	return known.answer, true
}

// learnHead reads the head that the arrived bytes begin with. Ok is false when it is not an ordinary one.
func learnHead(arrived []byte) (known *knownHead, ok bool) {
	const emptyLine = "\r\n\r\n"
	end := bytes.Index(arrived, []byte(emptyLine))
	if end < 0 {
		return nil, false
	}
	known = &knownHead{text: string(arrived[:end+len(emptyLine)])}
	known.answer, ok = parseHead(known.text)
	return known, ok
}

// parseHead reads an ordinary head, with the empty line that ends it. Ok is false for every other.
func parseHead(head string) (a answerHead, ok bool) {
	statusLine, fields, _ := strings.Cut(head, "\r\n")
	if !a.parseStatus(statusLine) {
		return a, false
	}
	a.length = -1
	count := strings.Count(fields, "\n") - 1
	a.header = make(http.Header, count)
	values := make([]string, 0, count) // one array for the values of all names
	for fields != "\r\n" {
		end := strings.IndexByte(fields, '\n')
		name, value, found := strings.Cut(strings.TrimSuffix(fields[:end], "\r"), ":")
		value, fields = strings.Trim(value, " \t"), fields[end+1:]
		if !found || !isFieldValue([]byte(value)) {
			return a, false
		}
		if name, ok = canonicalName(name); !ok || !a.heed(name, value) {
			return a, false
		}
		if _, twice := a.header[name]; twice {
			a.header[name] = append(a.header[name], value)
			continue
		}
		values = append(values, value)
		a.header[name] = values[len(values)-1 : len(values) : len(values)]
	}
	if a.status == http.StatusNoContent {
		a.length = 0
	}
	a.reason = a.words()
	return a, a.length >= 0
}

// canonicalName is a header name as net/http writes it. Ok is false for one that HTTP does not allow.
func canonicalName(name string) (canonical string, ok bool) {
	begins := true
	for _, c := range []byte(name) {
		asIs := c == '-' || '0' <= c && c <= '9' || begins && 'A' <= c && c <= 'Z' || !begins && 'a' <= c && c <= 'z'
		if !asIs {
			return http.CanonicalHeaderKey(name), isToken(name)
		}
		begins = c == '-'
	}
	return name, name != ""
}

// parseStatus reads a status line such as "HTTP/1.1 200 OK".
func (a *answerHead) parseStatus(line string) bool {
	const protocol, digits = "HTTP/1.1", 3
	rest, ok := strings.CutPrefix(line, protocol+" ")
	if !ok || len(rest) < digits || !isFieldValue([]byte(rest)) {
		return false
	}
	code, err := strconv.ParseUint(rest[:digits], 10, 16)
	if len(rest) > digits {
		ok = rest[digits] == ' '
		a.text = rest[digits+1:]
	}
	a.protocol, a.status = protocol, int(code)
	return ok && err == nil && code >= 200 && code != http.StatusNotModified
}

// heed takes in what a field says about the body and the connection. It reports false where that is not
// ordinary.
func (a *answerHead) heed(name, value string) bool {
	switch name {
	case "Transfer-Encoding", "Trailer", "Pragma": // to the last, net/http adds a Cache-Control
		return false
	case "Connection":
		return strings.EqualFold(value, "keep-alive") // with another a new connection costs more than a head
	case "Content-Length":
		const longest = 18 // digits
		length, err := strconv.ParseUint(value, 10, 63)
		twice := a.length >= 0
		a.length = int64(length)
		return err == nil && !twice && len(value) <= longest
	}
	return true
}

// answerTo is what net/http made of a head.
func answerTo(r *http.Response) answerHead {
	_, text, _ := strings.Cut(r.Status, " ")
	a := answerHead{
		status: r.StatusCode, text: text, protocol: r.Proto, header: r.Header,
		closes: r.Close, length: r.ContentLength, body: r.Body,
	}
	a.reason = a.words()
	return a
}

// read reads at most limit bytes of the body. The error is io.EOF when that was everything, nil when
// there is more or cannot be known to be none, and otherwise what broke off the reading.
func (a *answerHead) read(r *bufio.Reader, limit int) ([]byte, error) {
	if a.body != nil {
		return readUpTo(a.body, limit, a.length)
	}
	size := int(min(a.length, int64(limit)))
	if size == 0 {
		return nil, a.ending(size)
	}
	body := make([]byte, size)
	n, err := io.ReadFull(r, body)
	if err != nil {
		return body[:n], noEOF(err)
	}
	return body, a.ending(n)
}

// ending is io.EOF when so many bytes are the whole body.
func (a *answerHead) ending(n int) error {
	if int64(n) == a.length {
		return io.EOF
	}
	return nil
}

// noEOF is the error of a body that ended before its time.
func noEOF(err error) error {
	if err == io.EOF { //nolint:errorlint // io.ReadFull returns it bare
		return io.ErrUnexpectedEOF
	}
	return err
}

// readUpTo reads at most limit bytes. The error is io.EOF when that was everything, nil when
// there is more or cannot be known to be none, and otherwise what broke off the reading. expected
// is the length of the body if known, else negative.
func readUpTo(r io.Reader, limit int, expected int64) ([]byte, error) {
	size := 512
	if expected >= 0 {
		size = int(min(expected, int64(limit))) + 1
	}
	buffer := make([]byte, 0, size)
	for {
		if len(buffer) == cap(buffer) {
			buffer = append(buffer, 0)[:len(buffer)]
		}
		n, err := r.Read(buffer[len(buffer):cap(buffer)])
		buffer = buffer[:len(buffer)+n]
		switch {
		case len(buffer) > limit:
			return buffer[:limit], nil
		case err != nil && !errors.Is(err, io.EOF) && len(buffer) == limit:
			return buffer, nil
		case err != nil:
			return buffer, err
		}
	}
}

// words are the ones behind the status code, as the receiver chose them, without what could spoil a
// line.
func (a *answerHead) words() string {
	text := strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, a.text)
	if text == "" || len(text) > 100 {
		text = http.StatusText(a.status)
	}
	if a.status/100 == 3 && a.header.Get("Location") != "" {
		text += " (redirects are not followed)"
	}
	return text
}
