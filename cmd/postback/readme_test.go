package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// root is the folder of the repository, seen from this package.
var root = filepath.Join("..", "..")

// notRun are the commands of README.md that a test cannot run: they build and test what is being
// tested.
var notRun = []string{"make demo", "make test", "make build", `export PATH="$PWD/bin:$PATH"`}

// TestReadmeTour runs every command of README.md, in order and in one shell, in a copy of the
// examples, and compares what it prints with what README.md says it prints. A command is a line
// that begins with "$ " in a console block; what stands below it is its output. With -update the
// outputs in README.md are replaced by the real ones.
func TestReadmeTour(t *testing.T) {
	t.Parallel()
	steps := readmeSteps(t)
	if len(steps) < 5 {
		t.Fatalf("README.md has only %d commands to run", len(steps))
	}
	got := runSteps(t, steps)
	if *update {
		rewriteReadme(t, steps, got)
		return
	}
	for i, step := range steps {
		if diff := cmp.Diff(settle(step.output), settle(got[i])); diff != "" {
			t.Errorf("README.md is wrong about\n$ %s\n(-README +really)\n%s\nIt prints:\n%s", step.command, diff, got[i])
		}
	}
}

type step struct{ command, output string }

// readmeFile is held while README.md is written: tests with -update run side by side.
var readmeFile sync.Mutex

// rewriteReadme puts what the commands really print into README.md.
func rewriteReadme(t *testing.T, steps []step, outputs []string) {
	t.Helper()
	readmeFile.Lock()
	defer readmeFile.Unlock()
	text := readme(t)
	for i, s := range steps {
		if settle(s.output) != settle(outputs[i]) {
			text = strings.Replace(text, "$ "+s.command+"\n"+s.output, "$ "+s.command+"\n"+outputs[i], 1)
		}
	}
	if err := os.WriteFile(filepath.Join(root, "README.md"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// readmeSteps reads the commands and outputs of the console blocks.
func readmeSteps(t *testing.T) []step {
	t.Helper()
	var steps []step
	for _, block := range blocks(readme(t)) {
		for line := range strings.Lines(block) {
			command, isCommand := strings.CutPrefix(line, "$ ")
			switch {
			case isCommand:
				steps = append(steps, step{command: strings.TrimSuffix(command, "\n")})
			case len(steps) > 0:
				steps[len(steps)-1].output += line
			}
		}
	}
	return slices.DeleteFunc(steps, func(s step) bool { return slices.Contains(notRun, s.command) })
}

func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// blocks are the contents of all console blocks. Commands may stand in no other kind of block.
func blocks(text string) []string {
	var found []string
	for _, match := range regexp.MustCompile("(?ms)^```console\n(.*?)^```$").FindAllStringSubmatch(text, -1) {
		found = append(found, match[1])
	}
	return found
}

func TestReadmeHasConsoleBlocksOnly(t *testing.T) {
	t.Parallel()
	inside := false
	for line := range strings.Lines(readme(t)) {
		switch {
		case strings.HasPrefix(line, "```"):
			inside = !inside
			if inside && line != "```console\n" {
				t.Errorf("README.md has a block %q; commands and their output stand in console blocks, which are run", line)
			}
		case !inside && strings.HasPrefix(line, "    "):
			t.Errorf("README.md has an indented block, %q; commands stand in console blocks, which are run", line)
		}
	}
}

// runSteps runs the commands in one shell and returns what each of them wrote, stdout and stderr
// together, as on a terminal.
func runSteps(t *testing.T, steps []step) []string {
	t.Helper()
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("needs a shell")
	}
	folder := t.TempDir()
	if err := os.CopyFS(filepath.Join(folder, "examples"), os.DirFS(filepath.Join(root, "examples"))); err != nil {
		t.Fatal(err)
	}
	const boundary = "-- end of a step --"
	var script strings.Builder
	for _, s := range steps { // what a step sees in $? is the exit code of the one before
		fmt.Fprintf(&script, "%s\ncode=$?; echo '%s'; (exit $code)\n", s.command, boundary)
	}
	command := exec.Command(shell)
	command.Dir, command.Stdin = folder, strings.NewReader(script.String())
	command.Env = []string{"HOME=" + folder}
	for _, name := range []string{"PATH", "GOCOVERDIR", "GORACE"} {
		command.Env = append(command.Env, name+"="+os.Getenv(name))
	}
	output, _ := command.CombinedOutput() // the exit code is that of the last step
	parts := strings.Split(string(output), boundary+"\n")
	if len(parts) != len(steps)+1 {
		t.Fatalf("%d of %d commands ran:\n%s", len(parts)-1, len(steps), output)
	}
	return parts[:len(steps)]
}

// settle makes those parts of an output equal that differ from run to run: ports and durations.
func settle(output string) string {
	for pattern, constant := range map[string]string{
		`127\.0\.0\.1:[0-9]+`: "127.0.0.1:PORT",
		`[0-9.]+ ms`:          "N ms",
	} {
		output = regexp.MustCompile(pattern).ReplaceAllString(output, constant)
	}
	return output
}

// TestReadmeExitCodes holds the table of README.md against the program's own.
func TestReadmeExitCodes(t *testing.T) {
	t.Parallel()
	help := output(t, "postback", "help", "exit-codes")
	want := map[string]string{}
	for _, row := range regexp.MustCompile(`(?m)^ +(\d+)  (.*)$`).FindAllStringSubmatch(help, -1) {
		want[row[1]] = row[2]
	}
	got := map[string]string{}
	for _, row := range regexp.MustCompile(`(?m)^\| (\d+) \| (.*) \|$`).FindAllStringSubmatch(readme(t), -1) {
		got[row[1]] = row[2]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the exit codes of README.md and of the program (-program +README):\n%s", diff)
	}
}

// TestReadmeLayout holds the list of folders against the folders.
func TestReadmeLayout(t *testing.T) {
	t.Parallel()
	var want []string
	for _, parent := range []string{"cmd", "examples", "internal", "testdata"} {
		entries, err := os.ReadDir(filepath.Join(root, parent))
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			want = append(want, parent+"/"+entry.Name())
		}
	}
	got := map[string]bool{}
	for _, row := range regexp.MustCompile("(?m)^\\| `((?:cmd|examples|internal|testdata)/[^`]+)` \\|").FindAllStringSubmatch(readme(t), -1) {
		got[row[1]] = true
	}
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(got))); diff != "" {
		t.Errorf("folders (-there +README):\n%s", diff)
	}
}

// TestDemo runs the commands of `make demo`, but for building the program.
func TestDemo(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("make"); err != nil {
		t.Skip("needs make")
	}
	var steps []step
	for line := range strings.Lines(output(t, "make", "-s", "-n", "-C", root, "demo")) {
		if strings.HasPrefix(line, "bin/postback ") {
			command := strings.ReplaceAll(strings.TrimSpace(line), "bin/postback", "postback")
			steps = append(steps, step{command: "KAYZEN_API_KEY=demo-key " + command + "; echo code $?"})
		}
	}
	if len(steps) != 2 {
		t.Fatalf("make demo runs %d commands, want render and fire", len(steps))
	}
	for i, got := range runSteps(t, steps) {
		if !strings.HasSuffix(got, "code 0\n") || strings.Count(got, "conversion_amount") == 0 {
			t.Errorf("%s\n%s", steps[i].command, got)
		}
	}
}

func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	command := exec.Command(name, args...)
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := command.Run(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, stderr.String())
	}
	return stdout.String()
}
