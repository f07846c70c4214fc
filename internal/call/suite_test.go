package call

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

const suites = "../../../shared/suites"

// Values of the JSON test suite are read as a value of a record. What must parse must parse, what
// must not must not, and nothing may crash.
func TestJSONTestSuite(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob(filepath.Join(suites, "json/test_parsing/*.json"))
	if len(files) == 0 {
		t.Skip("the suite is not here")
	}
	tally := map[byte]int{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(file)
		record := `{"v":` + string(content) + `}`
		n, err := NewScanner(NewKeys()).Scan([]byte(record), new(Record))
		accepted := err == nil && n == len(record)
		if reason := stricter(content); reason != "" && name[0] == 'y' {
			if accepted {
				t.Errorf("%s: accepted in spite of %s", name, reason)
			}
			continue
		}
		if want := map[byte]bool{'y': true, 'n': false, 'i': accepted}[name[0]]; accepted != want {
			t.Errorf("%s: accepted is %v, want %v: %v", name, accepted, want, err)
		}
		tally[name[0]]++
	}
	if tally['y'] < 80 || tally['n'] < 180 {
		t.Errorf("too few files were looked at: %v", tally)
	}
}

// The files as they are, with all their encodings and cut-off ends, go through the reader.
func TestJSONTestSuiteThroughReader(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob(filepath.Join(suites, "json/test_parsing/*.json"))
	if len(files) == 0 {
		t.Skip("the suite is not here")
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(file)
		bad := faults(readAll(string(content), ReaderOptions{Name: name}))
		empty := len(bytes.TrimSpace(bytes.TrimPrefix(content, []byte("\uFEFF")))) == 0 // a log without calls
		if name[0] == 'n' && len(bad) == 0 && !empty {
			t.Errorf("%s: no error", name)
		}
	}
}

// Strings that break software come through unharmed, as value and as name of a tag.
func TestNaughtyStrings(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile(filepath.Join(suites, "strings/blns.json"))
	if err != nil {
		t.Skip("the suite is not here")
	}
	var naughty []string
	if err := json.Unmarshal(content, &naughty); err != nil {
		t.Fatal(err)
	}
	keys, s := NewKeys(), NewScanner(NewKeys())
	s.keys = keys
	for _, text := range naughty {
		key := keys.Tag("User", text)
		data, err := json.Marshal(map[string]string{"inboundCallId": text, "tag:User:" + text: text})
		if err != nil {
			t.Fatal(err)
		}
		var rec Record
		if _, err := s.Scan(data, &rec); err != nil {
			t.Errorf("%q: %v", text, err)
		} else if got := rec.ID(); got != text {
			t.Errorf("the id %q became %q", text, got)
		} else if got := rec.Value(key).Text(); got != text {
			t.Errorf("the tag %q became %q", text, got)
		}
	}
}
