package cli

import (
	"bytes"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestSettingsSchema: the schema of the settings file has the keys and sections that the program reads,
// and no others.
func TestSettingsSchema(t *testing.T) {
	t.Parallel()
	printed := invoke(t, nil, "", "schema", "settings")
	printed.expect(t, CodeOK)
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(printed.stdout)))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("settings", document); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("settings")
	if err != nil {
		t.Fatal(err)
	}
	root := (&app{env: testEnv(nil, "", nil, nil, nil)}).root()
	sections, flags := settingSections(root), append(allFlagNames(root), "nonsense", configFlag, "help")
	known := 0
	for _, flag := range flags {
		for section := range sections {
			read := unknownKey(inSection(section, flag), flags[:len(flags)-3], sections) == nil
			err := compiled.Validate(map[string]any{section: map[string]any{flag: sample(compiled, section, flag)}})
			if (err == nil) != read {
				t.Errorf("%s: %s: read %t, schema %v", section, flag, read, err)
			}
			if read {
				known++
			}
		}
		read := unknownKey(flag, flags[:len(flags)-3], sections) == nil
		if err := compiled.Validate(map[string]any{flag: sample(compiled, "", flag)}); (err == nil) != read {
			t.Errorf("%s: read %t, schema %v", flag, read, err)
		}
	}
	if known < 50 {
		t.Errorf("only %d keys of sections are known", known)
	}
}

// sample is a value that the schema takes for a flag, if it takes any.
func sample(compiled *jsonschema.Schema, section, flag string) any {
	in := func(value any) any {
		if section == "" {
			return map[string]any{flag: value}
		}
		return map[string]any{section: map[string]any{flag: value}}
	}
	if compiled.Validate(in(true)) == nil {
		return true
	}
	return "text"
}
