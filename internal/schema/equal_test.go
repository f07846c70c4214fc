package schema_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"postback/internal/config"
	"postback/internal/diag"
	"postback/internal/golden"
	"postback/internal/schema"
	"postback/internal/yamldoc"
)

// kind is one kind of file: its schema and its decoder.
type kind struct {
	name   string
	value  schema.Value
	decode func(*diag.Source) diag.List
}

func kinds() []kind {
	return []kind{
		{"definitions", config.Schema(), func(src *diag.Source) diag.List {
			_, faults := config.LoadSources([]*diag.Source{src}, config.Options{KeepVariables: true})
			return faults
		}},
		{"tests", golden.Schema(), func(src *diag.Source) diag.List {
			_, faults := golden.Parse(src)
			return faults
		}},
	}
}

// beyond are the faults that a schema cannot know of: names that have to be defined elsewhere, twins,
// and what stands within texts.
var beyond = []string{
	config.RuleUnknownName, config.RuleDuplicateName, golden.RuleBadPattern, golden.RuleBadToken, golden.RuleBadCall, "unclosed-bracket", "bad-token",
	"single-bracket", "not-a-token", "unclosed-variable", "bad-variable", "header-line-break", yamldoc.RuleDuplicateKey, "empty-file",
}

// structural are the errors that a schema has to find too.
func structural(faults diag.List) (list []string) {
	for _, d := range faults {
		if d.Severity == diag.Error && !slices.Contains(beyond, d.Rule) {
			list = append(list, d.String())
		}
	}
	return list
}

func compile(t *testing.T, k kind) *jsonschema.Schema {
	t.Helper()
	text, err := schema.Document(k.name, k.value)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(k.name, document); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile(k.name)
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// valueOf is a YAML file of one document as plain values.
func valueOf(t *testing.T, text []byte) any {
	t.Helper()
	documents, faults := yamldoc.Parse(diag.NewSource("f", text))
	if len(documents) != 1 || faults.HasErrors() {
		t.Fatal(len(documents), faults)
	}
	encoded := yamldoc.AppendJSON(nil, documents[0], "the file", &faults)
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(encoded))
	if err != nil {
		t.Fatalf("%v in %s", err, encoded)
	}
	return value
}

// fixtures are files of a kind: the examples, and those of a folder of testdata.
func fixtures(t *testing.T, folder, kind string) map[string][]byte {
	t.Helper()
	found := map[string][]byte{}
	patterns := []string{filepath.Join("testdata", folder, "*."+kind+".yaml")}
	if folder == "good" {
		name := map[string]string{"definitions": "pixels.yaml", "tests": "pixels_test.yaml"}[kind]
		patterns = append(patterns, filepath.Join("..", "..", "examples", "*", name))
	}
	for _, pattern := range patterns {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			found[file] = content
		}
	}
	return found
}

// TestGood: what the decoder reads, the schema accepts.
func TestGood(t *testing.T) {
	t.Parallel()
	for _, k := range kinds() {
		compiled := compile(t, k)
		for name, content := range fixtures(t, "good", k.name) {
			if faults := structural(k.decode(diag.NewSource(name, content))); len(faults) > 0 {
				t.Errorf("%s: the decoder says %q", name, faults)
			}
			if err := compiled.Validate(valueOf(t, content)); err != nil {
				t.Errorf("%s: the schema says %v", name, err)
			}
		}
	}
}

// TestBad: each item of the bad fixtures is a file of its own, and neither accepts it.
func TestBad(t *testing.T) {
	t.Parallel()
	for _, k := range kinds() {
		compiled := compile(t, k)
		for name, content := range fixtures(t, "bad", k.name) {
			for i, item := range valueOf(t, content).([]any) {
				if err := compiled.Validate(item); err == nil {
					t.Errorf("%s, item %d: the schema accepts it", name, i)
				}
				if faults := structural(k.decode(source(t, item))); len(faults) == 0 {
					t.Errorf("%s, item %d: the decoder accepts it", name, i)
				}
			}
		}
	}
}

// source is a value as a file: JSON is YAML.
func source(t *testing.T, value any) *diag.Source {
	t.Helper()
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		t.Fatal(err)
	}
	return diag.NewSource("f", out.Bytes())
}

// TestMutants: whatever is changed at whatever place of a good file, the schema and the decoder agree
// whether it is still one.
func TestMutants(t *testing.T) {
	t.Parallel()
	for _, k := range kinds() {
		compiled := compile(t, k)
		refused, accepted := 0, 0
		for name, content := range fixtures(t, "good", k.name) {
			if !strings.HasPrefix(name, "testdata") {
				continue // the examples have nothing that the others have not
			}
			for part := range parts(valueOf(t, content)) {
				for what, mutant := range mutants(part) {
					err := compiled.Validate(mutant)
					faults := structural(k.decode(source(t, mutant)))
					if (err == nil) != (len(faults) == 0) {
						t.Errorf("%s with %s:\n  the schema says %v\n  the decoder says %q", filepath.ToSlash(name), what, err, faults)
					}
					if err == nil {
						accepted++
					} else {
						refused++
					}
				}
			}
		}
		if refused < 500 || accepted < 100 {
			t.Errorf("%s: %d mutants are refused and %d accepted: too few to tell", k.name, refused, accepted)
		}
	}
}

// parts yields the items of a file's lists, each as a file of its own.
func parts(file any) iter.Seq[any] {
	return func(yield func(any) bool) {
		for key, value := range file.(map[string]any) {
			items, _ := value.([]any)
			for _, item := range items {
				if !yield(map[string]any{key: []any{item}}) {
					return
				}
			}
		}
	}
}

// replacements are values of every kind.
func replacements() []any {
	return []any{
		"", "word", "/", "payout", "CALL COMPLETE", "post", "3", "2xx", "-0.5", json.Number("7"), json.Number("200"), json.Number("1.5"), true, false, nil,
		[]any{},
		[]any{"word"},
		[]any{[]any{}},
		[]any{map[string]any{}},
		map[string]any{},
		map[string]any{"word": "word"},
		map[string]any{"/a": "word"},
	}
}

// mutants yields a value with one change, at every place, and what the change was.
func mutants(value any) func(yield func(string, any) bool) {
	return func(yield func(string, any) bool) { mutate(value, "", yield) }
}

// mutate yields what a part of a value can become; place is where the part stands.
func mutate(value any, place string, yield func(string, any) bool) bool {
	for i, replacement := range replacements() {
		if !yield(fmt.Sprintf("%s = replacement %d, %v", place, i, replacement), replacement) {
			return false
		}
	}
	switch value := value.(type) {
	case map[string]any:
		return mutateObject(value, place, yield)
	case []any:
		for i, item := range value {
			with := func(what string, mutant any) bool {
				return yield(what, append(append(slices.Clone(value[:i]), mutant), value[i+1:]...))
			}
			if !mutate(item, fmt.Sprintf("%s/%d", place, i), with) {
				return false
			}
		}
	}
	return true
}

// mutateObject takes out every key, renames it, adds others, and changes what is behind it.
func mutateObject(object map[string]any, place string, yield func(string, any) bool) bool {
	for _, key := range slices.Sorted(maps.Keys(object)) {
		without := maps.Clone(object)
		delete(without, key)
		renamed := maps.Clone(without)
		renamed[key+"x"] = object[key]
		with := func(what string, mutant any) bool {
			changed := maps.Clone(object)
			changed[key] = mutant
			return yield(what, changed)
		}
		place := place + "/" + strings.ReplaceAll(key, "/", "~1")
		if !yield(place+" taken out", without) || !yield(place+" renamed", renamed) || !mutate(object[key], place, with) {
			return false
		}
	}
	for _, key := range []string{"url", "parameters", "skip", "body", "any", "equals", "exists", "request", "name", "status", "matches"} {
		more := maps.Clone(object)
		more[key] = "word"
		if !yield(place+" and "+key, more) {
			return false
		}
	}
	return true
}
