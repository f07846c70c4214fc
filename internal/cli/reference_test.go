package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// reference writes the reference into a folder of its own.
func reference(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := (Reference{Version: "v0-test"}).Write(folder); err != nil {
		t.Fatal(err)
	}
	return folder
}

// contents are the files of a folder.
func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, entry := range entries {
		files[entry.Name()] = read(t, filepath.Join(folder, entry.Name()))
	}
	return files
}

// TestDocs: the pages in docs are those of the commands as they are.
func TestDocs(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff(contents(t, filepath.Join(reference(t), "docs")), contents(t, "docs")); diff != "" {
		t.Errorf("internal/cli/docs is out of date; run `make docs` (-program +docs):\n%s", diff)
	}
}

// TestManPages: there is one for each command, and man reads it without a complaint.
func TestManPages(t *testing.T) {
	t.Parallel()
	pages := filepath.Join(reference(t), "man")
	all := contents(t, pages)
	for _, name := range []string{"postback.1", "postback-test.1", "postback-list-rules.1"} {
		if !strings.Contains(all[name], `.SH DESCRIPTION`) || !strings.Contains(all[name], "everything asked for succeeded") {
			t.Errorf("%s: %.300s", name, all[name])
		}
	}
	if _, err := exec.LookPath("man"); err != nil {
		t.Skip("needs man")
	}
	for name := range all {
		command := exec.Command("man", "--warnings", "-l", filepath.Join(pages, name))
		command.Env = append(os.Environ(), "MANWIDTH=100", "MANPAGER=cat", "LC_ALL=C.UTF-8")
		command.Stdout = nil
		var complaints strings.Builder
		command.Stderr = &complaints
		if err := command.Run(); err != nil || complaints.Len() > 0 {
			t.Errorf("man %s: %v %s", name, err, complaints.String())
		}
	}
}

// TestCompletionFiles: there is a script for each shell, under the name that packages install.
func TestCompletionFiles(t *testing.T) {
	t.Parallel()
	scripts := contents(t, filepath.Join(reference(t), "completions"))
	for name, want := range map[string]string{
		"postback.bash": "__start_postback", "postback.fish": "complete -c postback", "_postback": "#compdef postback", "postback.ps1": "Register-ArgumentCompleter",
	} {
		if !strings.Contains(scripts[name], want) || len(scripts) != 4 {
			t.Errorf("%s of %d scripts has no %q", name, len(scripts), want)
		}
	}
}

// TestMarkdownOf: help stays what it says.
func TestMarkdownOf(t *testing.T) {
	t.Parallel()
	const help = "Reads *_test.yaml and [x](y) <z>.\n\nFormats:\n  text  a *block*\n\n  json  a line\nThe end | of # it."
	const want = "Reads \\*\\_test.yaml and \\[x](y) \\<z>.\n\nFormats:\n\n      text  a *block*\n\n      json  a line\nThe end \\| of \\# it."
	if got := markdownOf(help); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
