package report

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"postback/internal/postback"
	"postback/internal/schema"
)

// TestResultSchema: every result is what its schema says, as a document and as lines, and there is
// nothing in the schema that no result ever has.
func TestResultSchema(t *testing.T) {
	t.Parallel()
	compiled := compileSchema(t, ResultSchema())
	fired, hide := firedResults(t)
	judged, _ := firedResults(t)
	judged[0].Outcome = &postback.Outcome{
		Verdict: postback.Accepted, Status: 200, Reason: "OK", Remark: "it says so", Evidence: "<code>0</code>",
		Expected: &postback.Expected{By: postback.ByURL, Receiver: "cake", Matched: "/p.ashx", Certainty: "seen"},
	}
	judged[1].Firing.Request.Body = []byte("\xff")
	seen := map[string]bool{}
	for _, results := range [][]Result{fired, judged} {
		for _, format := range []string{"json", "ndjson"} {
			decoder := json.NewDecoder(bytes.NewReader([]byte(write(t, format, plain(hide), results...))))
			decoder.UseNumber()
			for decoder.More() {
				var value any
				if err := decoder.Decode(&value); err != nil {
					t.Fatal(err)
				}
				if err := compiled.Validate(value); err != nil {
					t.Errorf("%s: %v", format, err)
				}
				noteKeys(value, seen)
			}
		}
	}
	var want []string
	for _, o := range []schema.Object{resultsObject, resultObject, reasonObject, warningObject, outcomeObject, expectObject} {
		want = append(want, o.Names()...)
	}
	for _, name := range want {
		if !seen[name] {
			t.Errorf("no result has the key %s of the schema", name)
		}
	}
}

func compileSchema(t *testing.T, v schema.Value) *jsonschema.Schema {
	t.Helper()
	text, err := schema.Document("test", v)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("test", document); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("test")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// noteKeys notes every key of every object in a value.
func noteKeys(value any, seen map[string]bool) {
	switch value := value.(type) {
	case map[string]any:
		for key, inner := range value {
			seen[key] = true
			noteKeys(inner, seen)
		}
	case []any:
		for _, item := range value {
			noteKeys(item, seen)
		}
	}
}
