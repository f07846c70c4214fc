package golden

import (
	"errors"
	"strings"
	"testing"
	"time"

	"postback/internal/config"
	"postback/internal/diag"
	"postback/internal/pixel"
)

// loadSet loads definitions that have no fault.
func loadSet(t testing.TB, yaml string) *pixel.Set {
	t.Helper()
	set, faults := config.LoadSources([]*diag.Source{diag.NewSource("pixels.yaml", []byte(yaml))}, config.Options{KeepVariables: true})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return set
}

// parse reads a test file that has no fault.
func parse(t testing.TB, yaml string) *File {
	t.Helper()
	file, faults := Parse(diag.NewSource("pixels_test.yaml", []byte(yaml)))
	if len(faults) > 0 {
		t.Fatalf("%v in\n%s", faults, yaml)
	}
	return file
}

// outside are files that test cases may name.
func outside(files map[string]string) Surroundings {
	return Surroundings{
		Read: func(_ *diag.Source, path string) ([]byte, error) {
			if content, ok := files[path]; ok {
				return []byte(content), nil
			}
			return nil, errors.New("no such call record: " + path)
		},
		Zone: time.LoadLocation,
	}
}

// runAll runs every case of a file.
func runAll(t testing.TB, definitions, cases string) (*File, []Result) {
	t.Helper()
	file := parse(t, cases)
	suite := NewSuite(loadSet(t, definitions), outside(nil))
	var results []Result
	for _, c := range file.Cases {
		results = append(results, suite.Run(c))
	}
	return file, results
}

// told is everything that is wrong with a case, a line each.
func told(r Result) []string {
	var lines []string
	for _, d := range r.Unusable {
		lines = append(lines, "unusable: "+d.Message)
	}
	for _, f := range r.Faults {
		if len(f.Differences) == 0 {
			lines = append(lines, string(f.Kind)+" "+f.Pixel+": "+f.Message)
		}
		for _, d := range f.Differences {
			lines = append(lines, toldDifference(d))
		}
	}
	return lines
}

func toldDifference(d Difference) string {
	name := strings.TrimSuffix(string(d.Part)+" "+d.Name, " ")
	if d.To != "" {
		name += " → " + d.To
	}
	return name + " " + string(d.Change) + ": «" + d.Want + "» «" + d.Got + "» at " + d.Span.Text()
}

// noSecrets lets everything be written down.
func noSecrets(string, string) bool { return false }
