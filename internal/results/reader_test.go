package results

import (
	"errors"
	"io"
	"strings"
	"testing"
)

// all reads a whole file: the types of its entries, and the error that ended it.
func all(text string) (kinds string, err error) {
	r := NewReader(strings.NewReader(text), "r.ndjson")
	for {
		entry, err := r.Next()
		switch entry.(type) {
		case *Run:
			kinds += "<"
		case *Result:
			kinds += "."
		case *End:
			kinds += ">"
		}
		if err != nil {
			return kinds, err
		}
	}
}

const firing = `{"type":"firing","seq":1,"pixel":"P","decision":"fire","outcome":{"verdict":"accepted"}}`

func TestReader(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ text, kinds string }{
		"nothing":               {"", ""},
		"white space":           {" \n\n", ""},
		"lines":                 {firing + "\n" + firing + "\n", ".."},
		"no last line break":    {firing, "."},
		"CRLF":                  {firing + "\r\n" + firing + "\r\n", ".."},
		"a whole run":           {`{"type":"run","shard":"2/3"}` + "\n" + firing + "\n" + `{"type":"end","results":1}`, "<.>"},
		"laid out":              {strings.ReplaceAll(firing, ",", ",\n  "), "."},
		"a document":            {`{"schema_version":1,"results":[` + "\n" + firing + "\n," + firing + "\n]}\n", ".."},
		"a document, laid out":  {"{\n  \"schema_version\": 1,\n  \"results\": [" + firing + "]\n}", "."},
		"an empty document":     {`{"schema_version":1,"results":[]}`, ""},
		"members not known yet": {`{"type":"firing","seq":1,"new":{"a":[1]}}`, "."},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kinds, err := all(tt.text)
			if kinds != tt.kinds || !errors.Is(err, io.EOF) {
				t.Errorf("got %q, %v; want %q", kinds, err, tt.kinds)
			}
		})
	}
}

func TestReaderFaults(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ text, want string }{
		"no JSON":             {"<html>", "r.ndjson:1:1: not a line of results: invalid character '<' looking for beginning of value"},
		"behind a good line":  {firing + "\n" + firing + "\n  {oops}", "r.ndjson:3:4: not a line of results: invalid character 'o' looking for beginning of object key string"},
		"broken off":          {firing + "\n" + firing[:40], "r.ndjson:2:41: the file breaks off here"},
		"no object":           {"\n 17", "r.ndjson:2:2: not a line of results: an object is wanted, not a number"},
		"no type":             {firing + "\n" + `{"id":1}`, `r.ndjson:2:1: not a line of results: it has no "type"; give the output of fire or replay with --format ndjson`},
		"another type":        {`{"type":"song"}`, `r.ndjson:1:1: a line of the type "song", which this version does not know`},
		"an entry":            {`{"type":"entry","number":0}`, "r.ndjson:1:1: an entry of a journal; give the journal itself, in which the last word on each postback is found"},
		"a journal":           {"PBJ1 and so on", "r.ndjson:1:1: a journal, which can only be read where it lies: give the name of its file"},
		"wrong type":          {firing + "\n\n" + `{"type":"firing","seq":"one"}`, "r.ndjson:3:1: seq is a string, which is not what results hold there"},
		"bad shard":           {`{"type":"run","shard":"4/3"}`, `r.ndjson:1:1: "4/3" is no shard; write 2/4 for the second of four`},
		"a document ends":     {`{"schema_version":1,"results":[` + firing, "r.ndjson:1:120: the file breaks off here"},
		"a document is bad":   {`{"schema_version":1,"results":[` + "\n" + firing + "\n" + firing, "r.ndjson:2:89: not a line of results: expected comma after array element"},
		"a document goes on":  {`{"schema_version":1,"results":[]}` + "\n\n" + firing, "r.ndjson:3:1: something follows the end of the document"},
		"a document has more": {`{"schema_version":1,"results":[],"a":1}`, "r.ndjson:1:38: something follows the end of the document"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := all(tt.text); err == nil || err.Error() != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

// Whoever takes times with a clock that is set gets durations that cannot be.
func TestReaderKeepsDurationsPossible(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]float64{"12.5": 12.5, "0": 0, "-3600000": 0, "1e300": maxElapsedMS} {
		r := NewReader(strings.NewReader(`{"type":"firing","outcome":{"elapsed_ms":`+text+`}}`), "r.ndjson")
		entry, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		if got := entry.(*Result).Outcome.ElapsedMS; got != want {
			t.Errorf("%s is read as %g, want %g", text, got, want)
		}
	}
}

func TestReaderPassesFailuresOn(t *testing.T) {
	t.Parallel()
	failing := io.MultiReader(strings.NewReader(firing), readerFunc(func([]byte) (int, error) { return 0, io.ErrClosedPipe }))
	r := NewReader(failing, "r.ndjson")
	for range 2 {
		if _, err := r.Next(); err != nil {
			if !errors.Is(err, io.ErrClosedPipe) {
				t.Errorf("got %v", err)
			}
			return
		}
	}
	t.Error("the failure was not noticed")
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// FuzzReader wants no panic, an end, and places that are within the file.
func FuzzReader(f *testing.F) {
	f.Add(firing + "\n" + firing)
	f.Add(`{"schema_version":1,"results":[` + firing + "]}")
	f.Add("{\"type\":\"run\",\"shard\":\"1/2\"}\n{oops")
	f.Add("PBJ1\n{}")
	f.Fuzz(func(t *testing.T, text string) {
		_, err := all(text)
		if errors.Is(err, io.EOF) {
			return
		}
		var fault *Error
		if !errors.As(err, &fault) {
			t.Fatalf("got %v", err)
		}
		lines := strings.Split(text, "\n")
		if fault.Line < 1 || fault.Line > len(lines) || fault.Column < 1 || fault.Column > len(lines[fault.Line-1])+1 {
			t.Errorf("%v is not within the file", fault)
		}
	})
}
