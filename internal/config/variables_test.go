package config

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/pixel"
)

// TestEnvironmentVariables: set, unset and empty; each is looked up once, at its first place.
func TestEnvironmentVariables(t *testing.T) {
	t.Parallel()
	set := valid(t, pixelWith("    headers: {A: '${env:K}${env:EMPTY}', B: '${env:K} ${env:UNSET}'}\n    body: $${env:UNSET}\n"))
	want := []string{
		`5:19 ${env:K}="key"`,
		`5:27 ${env:EMPTY}: the environment variable EMPTY is empty`,
		`5:55 ${env:UNSET}: the environment variable UNSET is not set`,
	}
	if diff := cmp.Diff(want, variables(set, "<stdin>:")); diff != "" {
		t.Errorf("variables (-want +got):\n%s", diff)
	}
}

func variables(set *pixel.Set, prefix string) []string {
	var list []string
	for _, v := range set.Variables {
		line := strings.TrimPrefix(v.Span.String(), prefix) + " " + v.Placeholder()
		switch {
		case v.Known && v.Reason == "":
			line += `="` + v.Value + `"`
		case !v.Known && v.Value == "":
			line += ": " + v.Reason
		default:
			line += " is both known and not"
		}
		list = append(list, line)
	}
	return list
}

// TestFileVariables: a path counts from the folder of the definitions; one line break at the end
// belongs to the file.
func TestFileVariables(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"secrets/plain":    "s3cret",
		"secrets/newline":  "s3cret\n",
		"secrets/windows":  "s3cret\r\n",
		"secrets/two":      "s3cret\n\n",
		"secrets/spaces":   " s3cret \n",
		"secrets/empty":    "",
		"secrets/no value": "\n",
		"a/x.yaml":         "",
		"b/key":            "of b",
	})
	files := []string{"plain", "newline", "windows", "two", "spaces", "empty", "no value", "missing"}
	body := "${file:../secrets/" + strings.Join(files, "} ${file:../secrets/") + "} ${file:key} ${file:.} ${file:" + filepath.Join(dir, "secrets", "plain") + "}"
	write(t, filepath.Join(dir, "a", "x.yaml"), "pixels: [{name: A, fire_on: incoming, url: x, body: '"+body+"'}]")
	write(t, filepath.Join(dir, "b", "x.yaml"), "pixels: [{name: B, fire_on: incoming, url: x, body: '${file:key}'}]")
	set, faults, err := Load([]string{filepath.Join(dir, "a"), filepath.Join(dir, "b")}, Options{Lookup: environment()})
	if err != nil || len(faults) > 0 {
		t.Fatal(err, marked(faults))
	}
	want := []string{
		`${file:../secrets/plain}="s3cret"`,
		`${file:../secrets/newline}="s3cret"`,
		`${file:../secrets/windows}="s3cret"`,
		"${file:../secrets/two}=\"s3cret\n\"",
		`${file:../secrets/spaces}=" s3cret "`,
		`${file:../secrets/empty}: DIR/secrets/empty is empty`,
		`${file:../secrets/no value}: DIR/secrets/no value is empty`,
		`${file:../secrets/missing}: cannot read DIR/secrets/missing: no such file or directory`,
		`${file:key}: cannot read DIR/a/key: no such file or directory`,
		`${file:.}: cannot read DIR/a: is a directory`,
		`${file:DIR/secrets/plain}="s3cret"`,
		`${file:key}="of b"`,
	}
	var got []string
	for _, line := range variables(set, "") {
		_, line, _ = strings.Cut(line, " ")
		got = append(got, strings.ReplaceAll(line, dir, "DIR"))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("variables (-want +got):\n%s", diff)
	}
	if v, ok := set.Variable(set.Pixels[1].Span.Source, "file", "key"); !ok || v.Value != "of b" {
		t.Errorf("the key of b is %+v", v)
	}
	if v, ok := set.Variable(set.Pixels[0].Span.Source, "file", "key"); !ok || v.Known {
		t.Errorf("the key of a is %+v", v)
	}
}
