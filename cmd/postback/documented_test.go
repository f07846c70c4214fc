package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestEveryFlagHasAScript wants every command to be run by a script, and every flag that its help
// documents to stand in a line that runs it. Global flags may stand anywhere.
func TestEveryFlagHasAScript(t *testing.T) {
	t.Parallel()
	lines := scriptLines(t)
	for _, command := range append(commands(t, "postback"), "postback") {
		help := output(t, "postback", append(strings.Fields(command)[1:], "--help")...)
		help, _, _ = strings.Cut(help, "Global Flags:")
		uses := slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return !strings.Contains(line, command) })
		if len(uses) == 0 {
			t.Errorf("no script runs %q", command)
		}
		for _, flag := range regexp.MustCompile(`(?m)^ +((?:-\w, )?--[a-z-]+)`).FindAllString(help, -1) {
			spellings := strings.ReplaceAll(strings.TrimSpace(flag), ", ", "|") // -f, --file
			used := regexp.MustCompile(" (" + spellings + ")( |=|$)")
			if spellings != "-h|--help" && !slices.ContainsFunc(uses, used.MatchString) {
				t.Errorf("no script uses %s of %q", spellings, command)
			}
		}
	}
}

// scriptLines are the commands of all scripts.
func scriptLines(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "testdata", "script", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	var lines []string
	for _, file := range files {
		script, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		commands, _, _ := strings.Cut(string(script), "\n-- ")
		lines = append(lines, strings.Split(commands, "\n")...)
	}
	return lines
}

// commands are the commands below one, which help lists, and those below them.
func commands(t *testing.T, parent string) []string {
	t.Helper()
	help := output(t, "postback", append(strings.Fields(parent)[1:], "--help")...)
	_, list, _ := strings.Cut(help, "Available Commands:\n")
	list, _, _ = strings.Cut(list, "\n\n")
	var all []string
	for _, name := range regexp.MustCompile(`(?m)^  ([\w-]+)`).FindAllStringSubmatch(list, -1) {
		command := parent + " " + name[1]
		all = append(all, command)
		all = append(all, commands(t, command)...)
	}
	return all
}
