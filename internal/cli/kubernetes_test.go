package cli

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"postback/internal/diag"
	"postback/internal/yamldoc"
)

// kubernetesJob is what of the example is to be held against the program.
type kubernetesJob struct {
	mode        string
	completions int
	args        []string
	env         map[string]string
}

func readJob(t *testing.T) kubernetesJob {
	t.Helper()
	path := filepath.Join("..", "..", "examples", "kubernetes", "job.yaml")
	documents, faults := yamldoc.Parse(diag.NewSource(path, []byte(read(t, path))))
	if faults.HasErrors() || len(documents) != 1 {
		t.Fatal(faults)
	}
	spec := member(t, documents[0], "spec")
	container := member(t, spec, "template", "spec", "containers").Items[0]
	job := kubernetesJob{mode: member(t, spec, "completionMode").Text.String(), env: map[string]string{}}
	if _, err := fmt.Sscan(member(t, spec, "completions").Text.String(), &job.completions); err != nil {
		t.Fatal(err)
	}
	for _, item := range member(t, container, "args").Items {
		job.args = append(job.args, item.Text.String())
	}
	for _, item := range member(t, container, "env").Items {
		job.env[member(t, item, "name").Text.String()] = member(t, item, "value").Text.String()
	}
	return job
}

// member follows a path of keys.
func member(t *testing.T, n *yamldoc.Node, path ...string) *yamldoc.Node {
	t.Helper()
	for _, name := range path {
		var found *yamldoc.Node
		for _, pair := range n.Pairs {
			if pair.Key.Text.String() == name {
				found = pair.Value
			}
		}
		if found == nil {
			t.Fatalf("the job has no %s", name)
		}
		n = found
	}
	return n
}

// kubernetesCalls is how many calls the copies of the job share.
const kubernetesCalls = 40

// jobFolder is what the volumes of the job hold.
func jobFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	var lines strings.Builder
	for i := range kubernetesCalls {
		fmt.Fprintf(&lines, "{\"inboundCallId\":\"RGB%d\"}\n", i)
	}
	write(t, filepath.Join(folder, "data", "calls.ndjson"), lines.String())
	write(t, filepath.Join(folder, "data", "results", "readme"), "")
	write(t, filepath.Join(folder, "definitions", "pixels.yaml"), `pixels: [{name: A, fire_on: incoming, url: "https://a.example/?id=[Call:InboundCallId]"}]`)
	return folder
}

// TestKubernetesExample runs what each copy of the job would run: together they send every call
// once, and their results make a whole. One that is started again sends nothing.
func TestKubernetesExample(t *testing.T) {
	t.Parallel()
	job, folder := readJob(t), jobFolder(t)
	if job.mode != "Indexed" || job.env["JOB_COMPLETIONS"] != fmt.Sprint(job.completions) {
		t.Errorf("the job does not tell its copies how many they are: %+v", job)
	}
	var mu sync.Mutex
	got := map[string]int{}
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		got[r.URL.Query().Get("id")]++
	}))
	t.Cleanup(receiver.Close)
	report := []string{"report"}
	for i := range job.completions {
		env := map[string]string{"JOB_COMPLETION_INDEX": fmt.Sprint(i), "JOB_COMPLETIONS": job.env["JOB_COMPLETIONS"], "POSTBACK_TO": receiver.URL}
		args := make([]string, len(job.args))
		for j, arg := range job.args {
			args[j] = strings.NewReplacer("$(JOB_COMPLETION_INDEX)", fmt.Sprint(i), "=/", "="+folder+"/").Replace(arg)
			if path, ok := strings.CutPrefix(args[j], "--output="); ok {
				report = append(report, path)
			}
		}
		invoke(t, env, "", args...).expect(t, CodeOK, fmt.Sprintf("shard %d/%d", i+1, job.completions))
		again := append(args[:len(args):len(args)], "--output=-")
		invoke(t, env, "", again...).expect(t, CodeOK, "nothing was sent")
	}
	if len(got) != kubernetesCalls {
		t.Errorf("%d of %d calls were sent", len(got), kubernetesCalls)
	}
	for id, n := range got {
		if n != 1 {
			t.Errorf("%s was sent %d times", id, n)
		}
	}
	whole := invoke(t, nil, "", report...)
	whole.expect(t, CodeOK)
	if want := fmt.Sprintf("%d fired: %d unverified", kubernetesCalls, kubernetesCalls); !strings.Contains(whole.stdout, want) {
		t.Errorf("no %q in\n%s", want, whole.stdout)
	}
	invoke(t, nil, "", report[:len(report)-1]...).expect(t, CodeInput, "is missing")
}
