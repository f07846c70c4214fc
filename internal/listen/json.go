package listen

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits on what is listed of a JSON body, so that a small body cannot make a long list.
const (
	maxJSONDepth  = 64
	maxJSONParams = 10_000
)

// The ways in which listing a JSON body ends early.
var (
	errTooDeep  = errors.New("the JSON is nested too deeply to be listed")
	errTooMany  = errors.New("the JSON has too many values to list them all")
	errTrailing = errors.New("something follows the JSON value")
)

// parseJSON lists the scalars of a JSON text in order, duplicate keys included. Each is named by
// its JSON pointer (RFC 6901). problem says why the list is not complete.
func parseJSON(text []byte) (list []Param, problem string) {
	d := &jsonLister{text: text, decoder: json.NewDecoder(bytes.NewReader(text))}
	d.decoder.UseNumber()
	err := d.value("", 0)
	if err == nil {
		err = d.end()
	}
	if err != nil {
		problem = jsonProblem(err, d.decoder.InputOffset())
	}
	return d.list, problem
}

// jsonProblem is the sentence for an error met at that offset.
func jsonProblem(err error, offset int64) string {
	switch {
	case errors.Is(err, errTooDeep), errors.Is(err, errTooMany):
		return err.Error()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		err = errors.New("it ends too early")
	}
	return fmt.Sprintf("not valid JSON: %v (byte %d)", err, offset)
}

// jsonLister collects the scalars of one JSON text.
type jsonLister struct {
	text    []byte
	decoder *json.Decoder
	list    []Param
}

// next is the next token, and the bytes it was made of.
func (d *jsonLister) next() (token json.Token, raw []byte, err error) {
	begin := d.decoder.InputOffset()
	token, err = d.decoder.Token()
	raw = bytes.TrimLeft(d.text[begin:d.decoder.InputOffset()], " \t\r\n,:")
	return token, raw, err
}

// value lists the next value, whose JSON pointer is given.
func (d *jsonLister) value(pointer string, depth int) error {
	token, raw, err := d.next()
	if err != nil {
		return err
	}
	if depth > maxJSONDepth {
		return errTooDeep
	}
	switch token {
	case json.Delim('{'):
		return d.object(pointer, depth)
	case json.Delim('['):
		return d.array(pointer, depth)
	}
	return d.scalar(pointer, token, raw)
}

// object lists the members of the object whose opening brace was read.
func (d *jsonLister) object(pointer string, depth int) error {
	for d.decoder.More() {
		key, err := d.decoder.Token()
		if err != nil {
			return err
		}
		name := strings.NewReplacer("~", "~0", "/", "~1").Replace(fmt.Sprint(key))
		if err := d.value(pointer+"/"+name, depth+1); err != nil {
			return err
		}
	}
	_, err := d.decoder.Token()
	return err
}

// array lists the items of the array whose opening bracket was read.
func (d *jsonLister) array(pointer string, depth int) error {
	for i := 0; d.decoder.More(); i++ {
		if err := d.value(pointer+"/"+strconv.Itoa(i), depth+1); err != nil {
			return err
		}
	}
	_, err := d.decoder.Token()
	return err
}

// scalar adds a string, number, boolean or null to the list.
func (d *jsonLister) scalar(pointer string, token json.Token, raw []byte) error {
	if len(d.list) == maxJSONParams {
		return errTooMany
	}
	p := Param{Name: pointer, Raw: string(raw), Malformed: !utf8.Valid(raw)}
	if token != nil {
		p.Value = fmt.Sprint(token)
	}
	d.list = append(d.list, p)
	return nil
}

// end checks that nothing but white space is left.
func (d *jsonLister) end() error {
	if _, err := d.decoder.Token(); !errors.Is(err, io.EOF) {
		return errTrailing
	}
	return nil
}
