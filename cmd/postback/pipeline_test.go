package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"postback/internal/diag"
	"postback/internal/yamldoc"
)

// TestProblemMatcher: the file by which GitHub finds findings in a log finds every one of them.
func TestProblemMatcher(t *testing.T) {
	t.Parallel()
	var file struct {
		ProblemMatcher []struct {
			Pattern []struct{ Regexp string }
		}
	}
	if err := json.Unmarshal([]byte(rootFile(t, ".github/problem-matcher.json")), &file); err != nil {
		t.Fatal(err)
	}
	matcher := regexp.MustCompile(file.ProblemMatcher[0].Pattern[0].Regexp)
	command := exec.Command("postback", "validate", "-q", filepath.Join("examples", "kayzen-as-published"))
	command.Dir = root
	found, _ := command.Output() // it has findings, so it fails
	seen := 0
	for line := range strings.Lines(string(found)) {
		line = strings.TrimSuffix(line, "\n")
		isFinding := strings.HasPrefix(line, "examples/") && strings.HasSuffix(line, "]") // what only explains one has no rule
		match := matcher.FindStringSubmatch(line)
		if (match != nil) != isFinding {
			t.Errorf("%q matches as %q", line, match)
		}
		if match != nil {
			seen++
			if match[1] != "examples/kayzen-as-published/pixels.yaml" || match[6] == "" {
				t.Errorf("%q is taken apart as %q", line, match[1:])
			}
		}
	}
	if seen < 10 {
		t.Errorf("%d findings", seen)
	}
}

func rootFile(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// yamlFile is a YAML file of the repository as plain values.
func yamlFile(t *testing.T, name string, into any) {
	t.Helper()
	documents, faults := yamldoc.Parse(diag.NewSource(name, []byte(rootFile(t, name))))
	if faults.HasErrors() || len(documents) != 1 {
		t.Fatal(faults)
	}
	if err := json.Unmarshal(yamldoc.AppendJSON(nil, documents[0], name, &faults), into); err != nil {
		t.Fatal(err)
	}
}

// actionStep is one step of the action.
type actionStep struct {
	Name, Run string
	Env       map[string]string
}

// TestAction runs the steps of the GitHub Action in a repository as init writes it, in which a pull
// request renames a parameter and says so in its cases.
func TestAction(t *testing.T) {
	t.Parallel()
	for _, tool := range []string{"bash", "git"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("needs " + tool)
		}
	}
	folder, temp := repository(t), t.TempDir()
	in := func(name string, args ...string) string {
		t.Helper()
		command := exec.Command(name, args...)
		command.Dir = folder
		out, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("%s %q: %v\n%s", name, args, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	in("git", "init", "-q", ".")
	in("git", "add", ".")
	in("git", "-c", "user.name=me", "-c", "user.email=me@a.example", "commit", "-q", "-m", "first")
	base := in("git", "rev-parse", "HEAD")
	for _, name := range []string{"partner.yaml", "partner_test.yaml"} {
		path := filepath.Join(folder, "pixels", name)
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		renamed := strings.NewReplacer("caller=", "caller_id=", "caller:", "caller_id:").Replace(string(content))
		if err := os.WriteFile(path, []byte(renamed), 0o600); err != nil {
			t.Fatal(err)
		}
	}

	var action struct{ Runs struct{ Steps []actionStep } }
	yamlFile(t, "action.yml", &action)
	values := strings.NewReplacer(
		"${{ inputs.pixels }}", "pixels", "${{ inputs.tests }}", ". pixels", "${{ inputs.calls }}", "calls/converted.json",
		"${{ inputs.deny-warnings }}", "true", "${{ github.event.pull_request.base.sha }}", base)
	summary, output := filepath.Join(temp, "summary.md"), filepath.Join(temp, "output")
	if err := os.Mkdir(filepath.Join(temp, "postback"), 0o700); err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, step := range action.Runs.Steps {
		if step.Name != "Validate" && step.Name != "Test" && step.Name != "Diff" {
			continue
		}
		ran++
		command := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step.Run)
		command.Dir = folder
		command.Env = append(os.Environ(), "CI=true", "GITHUB_STEP_SUMMARY="+summary, "GITHUB_OUTPUT="+output, "RUNNER_TEMP="+temp)
		for name, value := range step.Env {
			command.Env = append(command.Env, name+"="+values.Replace(value))
		}
		if out, err := command.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", step.Name, err, out)
		}
	}
	page, err := os.ReadFile(summary)
	if err != nil || ran != 3 {
		t.Fatalf("%d steps, %v", ran, err)
	}
	for _, want := range []string{"### postback validate", "### postback test", "3 cases: 3 passed", "| parameter caller → caller\\_id |"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the summary has no %q:\n%s", want, page)
		}
	}
}

// TestPreCommitHooks: the hooks run in a repository as init writes it, and so do those that init itself
// writes.
func TestPreCommitHooks(t *testing.T) {
	t.Parallel()
	type hook struct{ ID, Entry, Files string }
	var hooks []hook
	yamlFile(t, ".pre-commit-hooks.yaml", &hooks)
	var local struct {
		Repos []struct{ Hooks []hook }
	}
	yamlFile(t, "internal/cli/scaffold/.pre-commit-config.yaml", &local)
	folder := repository(t)
	for i, h := range append(hooks, local.Repos[0].Hooks...) {
		if files, err := regexp.Compile(h.Files); err != nil || !files.MatchString("pixels/partner.yaml") || files.MatchString("README.md") {
			t.Errorf("%s runs for the files %q, %v", h.ID, h.Files, err)
		}
		words := strings.Fields(h.Entry)
		if i < len(hooks) {
			words = append(words, "pixels") // of the args that a repository gives
		}
		command := exec.Command(words[0], words[1:]...)
		command.Dir = folder
		if out, err := command.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", h.ID, err, out)
		}
	}
}

// TestDockerfile: the image is built with the Go of go.mod and runs without rights.
func TestDockerfile(t *testing.T) {
	t.Parallel()
	version := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(rootFile(t, "go.mod"))[1]
	file := rootFile(t, "Dockerfile")
	stages := strings.Split(file, "\nFROM ")
	if want := "golang:" + version + " AS build"; !strings.HasPrefix(stages[1], want) {
		t.Errorf("the first stage is not %s", want)
	}
	if last := stages[len(stages)-1]; !strings.Contains(last, "\nUSER nonroot\n") || strings.Contains(last, "RUN ") {
		t.Errorf("the last stage is\n%s", last)
	}
}
