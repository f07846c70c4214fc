package config

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// pixelNamed is a definitions file with one pixel.
func pixelNamed(name string) string {
	return "pixels: [{name: " + name + ", fire_on: incoming, url: x}]\n"
}

// TestFilesMerge: files, folders and documents make one set, in the order given and within a
// folder by name; what is no definition is passed over, and a file named twice is read once.
func TestFilesMerge(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"z.yaml":                   pixelNamed("Z"),
		"pixels/b.yml":             pixelNamed("B"),
		"pixels/a.yaml":            pixelNamed("A1") + "---\n" + pixelNamed("A2") + "---\n# nothing\n",
		"pixels/a_test.yaml":       "cases: []",
		"pixels/b_test.yml":        "cases: []",
		"pixels/.postback.yaml":    "color: never",
		"pixels/.hidden.yml":       "x",
		"pixels/notes.txt":         "x",
		"pixels/c.yaml.bak":        "x",
		"pixels/YAML":              "x",
		"pixels/folder.yaml/x.yml": "x",
		"pixels/test.yaml":         "campaigns: [{name: C, pixels: [Z, A2, B]}]",
		"cases_test.yaml":          pixelNamed("T"),
	})
	paths := []string{
		filepath.Join(dir, "z.yaml"), filepath.Join(dir, "pixels"), dir + "/./z.yaml",
		filepath.Join(dir, "pixels", "a.yaml"), "-", filepath.Join(dir, "cases_test.yaml"), "-",
	}
	set, faults, err := Load(paths, Options{Lookup: environment(), Stdin: strings.NewReader(pixelNamed("S"))})
	if err != nil || len(faults) > 0 {
		t.Fatal(err, marked(faults))
	}
	if diff := cmp.Diff([]string{"Z", "A1", "A2", "B", "S", "T"}, set.PixelNames()); diff != "" {
		t.Errorf("pixels (-want +got):\n%s", diff)
	}
	if got := set.Campaigns[0].Pixels[1].Pixel.Name.String(); got != "A2" {
		t.Errorf("attached across files: %q", got)
	}
	var sources []string
	for _, s := range set.Sources {
		name, err := filepath.Rel(dir, s.Name())
		if err != nil {
			name = s.Name()
		}
		sources = append(sources, filepath.ToSlash(name))
	}
	if diff := cmp.Diff([]string{"z.yaml", "pixels/a.yaml", "pixels/b.yml", "pixels/test.yaml", "<stdin>", "cases_test.yaml"}, sources); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
}

// TestDuplicateAcrossFiles: a duplicate names both places, and the second of two files is at fault.
func TestDuplicateAcrossFiles(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"a.yaml": pixelNamed("P") + "campaigns: [{name: C, id: 1}]\n",
		"b.yaml": "authentications: [{name: P, oauth2: {token_url: x, client_id: y, client_secret: z}}]\n---\n" + pixelNamed("P") + "campaigns: [{name: C, id: 2}]\n",
	})
	_, faults, err := Load([]string{dir}, Options{Lookup: environment()})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`b.yaml:3:17: error: the pixel "P" is defined twice; rename or remove one [duplicate-name] «P»; a.yaml:1:17: it is defined here first «P»`,
		`b.yaml:4:20: error: the campaign "C" is defined twice; rename or remove one [duplicate-name] «C»; a.yaml:2:20: it is defined here first «C»`,
	}
	var got []string
	for _, line := range marked(faults) {
		got = append(got, strings.ReplaceAll(line, dir+string(filepath.Separator), ""))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

// TestFaultsOfAllFiles: a file that is broken does not hide what is wrong with the others.
func TestFaultsOfAllFiles(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"a.yaml": "pixels: [",
		"b.yaml": "",
		"c.yaml": "x: 1",
	})
	_, faults, err := Load([]string{dir}, Options{Lookup: environment()})
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, d := range faults {
		files = append(files, filepath.Base(d.Span.Source.Name()))
	}
	if diff := cmp.Diff([]string{"a.yaml", "b.yaml", "c.yaml"}, slices.Compact(files)); diff != "" {
		t.Errorf("files with faults (-want +got):\n%s", diff)
	}
}

// TestUnreadable: what cannot be read is an error that names the path.
func TestUnreadable(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"a.yaml": pixelNamed("P"), "empty/x.txt": "", "locked.yaml": ""})
	locked := filepath.Join(dir, "locked.yaml")
	if err := os.Remove(locked); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(dir, "nowhere"), filepath.Join(dir, "empty", "dangling.yaml")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	broken := iotest.ErrReader(io.ErrUnexpectedEOF)
	tests := []struct{ path, want string }{
		{filepath.Join(dir, "nofile.yaml"), "no such file or folder: "},
		{filepath.Join(dir, "a.yaml", "b"), "cannot read the definitions: "},
		{filepath.Join(dir, "empty"), "cannot read the definitions: "},
		{"-", "cannot read the definitions: "},
	}
	for _, tt := range tests {
		set, faults, err := Load([]string{filepath.Join(dir, "a.yaml"), tt.path}, Options{Lookup: environment(), Stdin: broken})
		if err == nil || !strings.HasPrefix(err.Error(), tt.want) || set != nil || faults != nil {
			t.Errorf("%s: %v", tt.path, err)
		}
		if tt.path != "-" && !strings.Contains(err.Error(), filepath.Base(tt.path)) {
			t.Errorf("%s: %v does not name the path", tt.path, err)
		}
		if tt.path == "-" && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%v does not wrap its cause", err)
		}
	}
	if err := os.Remove(filepath.Join(dir, "empty", "dangling.yaml")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Load([]string{filepath.Join(dir, "empty")}, Options{}); err == nil || !strings.HasPrefix(err.Error(), "no definitions in the folder ") {
		t.Errorf("an empty folder: %v", err)
	}
}
