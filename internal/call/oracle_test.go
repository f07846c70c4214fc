package call

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// This file says a second time, slowly and with the help of encoding/json, what the scanner
// accepts and reads.

// stricter names the reason why we refuse a value that encoding/json accepts; "" when we do not.
func stricter(raw []byte) string {
	switch {
	case !utf8.Valid(raw):
		return "invalid UTF-8"
	case hasLoneSurrogate(raw):
		return "half a surrogate pair"
	}
	return structural(json.NewDecoder(bytes.NewReader(raw)))
}

// structural looks for duplicate keys and too much depth.
func structural(d *json.Decoder) string {
	type level struct {
		keys map[string]bool // nil in an array
		key  bool            // a key comes next
	}
	var open []level
	d.UseNumber()
	for {
		token, err := d.Token()
		if err != nil {
			return ""
		}
		top := len(open) - 1
		if name, ok := token.(string); ok && top >= 0 && open[top].key {
			if open[top].keys[name] {
				return "a duplicate key"
			}
			open[top].keys[name] = true
			open[top].key = false
			continue
		}
		switch token {
		case json.Delim('{'):
			open = append(open, level{keys: map[string]bool{}, key: true})
		case json.Delim('['):
			open = append(open, level{})
		case json.Delim('}'), json.Delim(']'):
			open = open[:top]
		}
		if len(open) > MaxDepth {
			return "depth"
		}
		if _, opened := token.(json.Delim); (!opened || token == json.Delim('}') || token == json.Delim(']')) && len(open) > 0 {
			open[len(open)-1].key = open[len(open)-1].keys != nil
		}
	}
}

// unit matches one unit of a JSON string.
var unit = regexp.MustCompile(`\\u[0-9A-Fa-f]{4}|\\.|(?s:.)`)

// hasLoneSurrogate reports whether valid JSON holds half a surrogate pair.
func hasLoneSurrogate(raw []byte) bool {
	pending := false
	for _, u := range unit.FindAllString(string(raw), -1) {
		code, _ := strconv.ParseUint(strings.TrimPrefix(u, `\u`), 16, 32)
		escape := strings.HasPrefix(u, `\u`)
		high, low := escape && code >= 0xD800 && code < 0xDC00, escape && code >= 0xDC00 && code < 0xE000
		if pending != low {
			return true
		}
		pending = high
	}
	return pending
}

// eventsProblem reports whether a record's "events" is a list with something that is no event.
func eventsProblem(record map[string]any) bool {
	names := []any{}
	switch events := record["events"].(type) {
	case string:
		if events == "" {
			return false
		}
		for _, name := range strings.Split(events, ",") {
			names = append(names, name)
		}
	case []any:
		for _, element := range events {
			switch element.(type) {
			case map[string]any, []any:
			default:
				names = append(names, element)
			}
		}
	}
	for _, name := range names {
		text, ok := name.(string)
		if _, known := ParseEvent(text); !ok || !known {
			return true
		}
	}
	return false
}

// decoded is the first JSON value in data and what encoding/json makes of it; ok is false when
// it makes nothing of it, or no object.
func decoded(data []byte) (raw json.RawMessage, record map[string]any, ok bool) {
	d := json.NewDecoder(bytes.NewReader(data))
	if d.Decode(&raw) != nil {
		return nil, nil, false
	}
	values := json.NewDecoder(bytes.NewReader(raw))
	values.UseNumber()
	return raw, record, values.Decode(&record) == nil && record != nil
}

// outcome is what reading one record came to: its contents, or an error.
type outcome struct {
	Contents []string
	Error    string
	Line     int
	Offset   int64
	Resumed  bool
}

// readAll reads an input to its end, or to an error that ends it.
func readAll(input string, opt ReaderOptions) []outcome { return drain(strings.NewReader(input), opt) }

func drain(input io.Reader, opt ReaderOptions) (all []outcome) {
	r := NewReader(input, opt)
	for {
		rec, err := r.Next()
		if err == nil {
			all = append(all, outcome{Contents: contents(rec), Line: rec.Line(), Offset: rec.Offset()})
			continue
		}
		var e *Error
		if !errors.As(err, &e) {
			return all // io.EOF
		}
		all = append(all, outcome{Error: e.Error(), Line: e.Line, Offset: e.Offset, Resumed: e.Resumable})
		if !e.Resumable {
			return all
		}
	}
}

func faults(all []outcome) (errors []string) {
	for _, o := range all {
		if o.Error != "" {
			errors = append(errors, o.Error)
		}
	}
	return errors
}
