package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// mistakes are texts of a URL that have a certain correction.
func mistakes() map[string]string {
	return map[string]string{
		"[Call:InboundCallID]":          "[Call:InboundCallId]",
		"&amp;":                         "&",
		"%5BCall:InboundCallId%5D":      "[Call:InboundCallId]",
		"%255BCall%253ACallerNumber%5D": "[Call:CallerNumber]",
		"[tag:geo:zip code]":            "[tag:geo:ZipCode]",
	}
}

func correctedText(text string) string {
	for wrong, right := range mistakes() {
		text = strings.ReplaceAll(text, wrong, right)
	}
	return text
}

// layouts are one pixel written in many ways. URL stands for the URL.
func layouts() map[string]string {
	return map[string]string{
		"plain":            "# before\npixels:\n  - name: P # beside\n    fire_on:   converted\n    url: URL\n\n# behind\n",
		"no line at end":   "pixels:\n- name: P\n  fire_on: converted\n  url: URL",
		"quotes":           "pixels:\n  - {name: 'P', \"fire_on\": converted, url: \"URL\"}   \n",
		"single quotes":    "pixels: [{name: P, fire_on: converted, url: 'URL'}]\n",
		"folded":           "pixels:\n  - name: P\n    fire_on: converted\n    url: >-\n      URL\n\n\n",
		"folded and kept":  "pixels:\n  - name: P\n    fire_on: converted\n    url: |-2\n      URL\n    method: GET\n",
		"many documents":   "---\npixels:\n  - name: P\n    fire_on: converted\n    url: URL\n...\n---\ncampaigns:\n  - {name: C, pixels: [P]}\n",
		"text all around":  "# [Call:InboundCallID] &amp; %5BCall:InboundCallId%5D\npixels:\n  - name: P &amp; [Call:InboundCallID]\n    fire_on: converted\n    url: URL # &amp;\n",
		"beyond the plane": "# héad 東京 🎉\npixels:\n  - name: 東京\n    fire_on: converted\n    url: URL\n",
	}
}

// TestFixLayout: corrections change what is wrong and nothing else, whatever the file looks like;
// what is corrected is found no more.
func TestFixLayout(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		layout := layouts()[rapid.SampledFrom([]string{
			"plain", "no line at end", "quotes", "single quotes", "folded", "folded and kept", "many documents", "text all around", "beyond the plane",
		}).Draw(rt, "layout")]
		url := "https://receiver.test/p?a=1"
		wrong := rapid.SliceOfN(rapid.SampledFrom([]string{
			"[Call:InboundCallID]", "&amp;", "%5BCall:InboundCallId%5D", "%255BCall%253ACallerNumber%5D", "[tag:geo:zip code]", "x",
		}), 1, 5).Draw(rt, "mistakes")
		for i, w := range wrong {
			url += "&p" + string(rune('a'+i)) + "=" + w + "1"
		}
		mark := rapid.SampledFrom([]string{"", "\ufeff"}).Draw(rt, "mark")
		end := strings.NewReplacer("\n", rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(rt, "end"))
		write := func(url string) string { return mark + end.Replace(strings.Replace(layout, "URL", url, 1)) }
		path := filepath.Join(t.TempDir(), "pixels.yaml")
		before, want := write(url), write(correctedText(url))
		if err := os.WriteFile(path, []byte(before), 0o600); err != nil {
			rt.Fatal(err)
		}
		r := invoke(t, nil, "", "validate", path, "--fix", "--only", "unknown-token,html-escape,encoded-token")
		if got := read(t, path); got != want {
			rt.Fatalf("the file became (-want +got):\n%s\n%s", cmp.Diff(want, got), r.stderr)
		}
		if r.code != 0 || r.stdout != "" {
			rt.Fatalf("exit %d, still found:\n%s", r.code, r.stdout)
		}
	})
}

const wrongURLs = "https://receiver.test/p?a=[Call:InboundCallID]&amp;b=%5BCall:InboundCallId%5D&c=%5BCall:InboundCallID%5D"

const rightURLs = "https://receiver.test/p?a=[Call:InboundCallId]&b=[Call:InboundCallId]&c=[Call:InboundCallId]"

// TestFix: what is corrected, what is said, and which files are touched.
func TestFix(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	wrong, right := filepath.Join(folder, "wrong.yaml"), filepath.Join(folder, "right.yaml")
	write(t, wrong, pixelOf(wrongURLs+"&g=[callId]"))
	write(t, right, strings.Replace(pixelOf(cleanPixel), "name: P", "name: Q", 1))
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(right, old, old); err != nil {
		t.Fatal(err)
	}
	r := invoke(t, nil, "", "validate", "--fix", folder)
	r.expect(t, CodeNo, wrong+": 5 corrections made\n", "checked 2 files, 2 pixels, 0 campaigns: 1 error")
	want := pixelOf(rightURLs + "&g=[callId]")
	if diff := cmp.Diff(want, read(t, wrong)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !strings.Contains(r.stdout, "[column-as-token]") || strings.Count(r.stdout, "error: ") != 1 {
		t.Errorf("what is left:\n%s", r.stdout)
	}
	if info, err := os.Stat(right); err != nil || !info.ModTime().Equal(old) {
		t.Errorf("a file without a correction was written: %v", err)
	}
	r = invoke(t, nil, "", "validate", "--fix", folder)
	r.expect(t, CodeNo, "there is nothing that --fix can correct")
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 2 {
		t.Errorf("left behind: %v %v", entries, err)
	}
}

// TestFixChosenRules: what is disabled, not chosen or ignored is not corrected.
func TestFixChosenRules(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"--only html-escape":                   "https://receiver.test/p?a=[Call:InboundCallID]&b=1",
		"--disable html-escape":                "https://receiver.test/p?a=[Call:InboundCallId]&amp;b=1",
		"--disable html-escape,unknown-token":  "https://receiver.test/p?a=[Call:InboundCallID]&amp;b=1",
		"--deny-warnings":                      "https://receiver.test/p?a=[Call:InboundCallId]&b=1",
		"--format json":                        "https://receiver.test/p?a=[Call:InboundCallId]&b=1",
		"# postback: ignore html-escape to be": "https://receiver.test/p?a=[Call:InboundCallId]&amp;b=1",
	}
	for args, want := range tests {
		path := file(t, "pixels.yaml", pixelOf("https://receiver.test/p?a=[Call:InboundCallID]&amp;b=1"))
		comment := ""
		if strings.HasPrefix(args, "#") {
			comment, args = " "+args, ""
			write(t, path, pixelOf("https://receiver.test/p?a=[Call:InboundCallID]&amp;b=1"+comment))
		}
		invoke(t, nil, "", append([]string{"validate", "--fix", path}, strings.Fields(args)...)...)
		if diff := cmp.Diff(pixelOf(want+comment), read(t, path)); diff != "" {
			t.Errorf("%s%s (-want +got):\n%s", args, comment, diff)
		}
	}
}

// TestFixKeepsFilesWhatTheyAre: modes stay, links stay links, and the file behind them is changed.
func TestFixKeepsFilesWhatTheyAre(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("needs modes and links")
	}
	folder := t.TempDir()
	path, link := filepath.Join(folder, "real", "pixels.yaml"), filepath.Join(folder, "link.yaml")
	write(t, path, pixelOf(wrongURLs))
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join("real", "pixels.yaml"), link); err != nil {
		t.Fatal(err)
	}
	invoke(t, nil, "", "validate", "--fix", link).expect(t, CodeOK, link+": 5 corrections made")
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v", err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the mode changed: %v %v", info, err)
	}
	if strings.Contains(read(t, path), "&amp;") {
		t.Error("the file is not corrected")
	}
}

// TestFixHarmless: a correction that would break the YAML around it is left to people; the others
// are made.
func TestFixHarmless(t *testing.T) {
	t.Parallel()
	path := file(t, "pixels.yaml", "pixels: [{name: P, fire_on: converted, url: https://receiver.test/%5BCall:InboundCallId%5D/&amp;x}]\n")
	r := invoke(t, nil, "", "validate", "--fix", "--only", "html-escape,encoded-token", path)
	r.expect(t, CodeNo, ": 1 correction made")
	if got, want := read(t, path), "pixels: [{name: P, fire_on: converted, url: https://receiver.test/%5BCall:InboundCallId%5D/&x}]\n"; got != want {
		t.Errorf("the file became\n%swant\n%s", got, want)
	}
	if !strings.Contains(r.stdout, "[encoded-token]") {
		t.Errorf("what is left:\n%s", r.stdout)
	}
}

// TestFixDryRun: a diff on stdout, findings as they are on stderr, and nothing changed; what patch
// makes of the diff is what --fix writes.
func TestFixDryRun(t *testing.T) {
	t.Parallel()
	for name, layout := range layouts() {
		for _, end := range []string{"\n", "\r\n"} {
			folder := filepath.Join(t.TempDir(), "with space")
			path := filepath.Join(folder, "my pixels.yaml")
			before := strings.ReplaceAll(strings.Replace(layout, "URL", wrongURLs, 1), "\n", end)
			write(t, path, before)
			r := invoke(t, nil, "", "validate", "--fix", "--dry-run", path)
			r.expect(t, CodeNo, "my pixels.yaml: 5 corrections would be made", "[html-escape]", "checked 1 file")
			if read(t, path) != before {
				t.Errorf("%s: the file was changed", name)
			}
			invoke(t, nil, "", "validate", "--fix", path)
			want := read(t, path)
			if diff := cmp.Diff(want, applyDiff(t, before, r.stdout)); diff != "" {
				t.Errorf("%s: the diff makes something else (-fix +diff):\n%s\n%s", name, diff, r.stdout)
			}
			write(t, path, before)
			if patch(t, filepath.Dir(path), r.stdout); read(t, path) != want {
				t.Errorf("%s: patch makes something else of\n%s", name, r.stdout)
			}
		}
	}
}

// patch runs patch -p1, where there is one, in the folder in which the diff's file lies.
func patch(t *testing.T, folder, diff string) {
	t.Helper()
	if _, err := exec.LookPath("patch"); err != nil {
		t.Skip("needs patch")
	}
	below := regexp.MustCompile(`(?m)^(--- a|\+\+\+ b)/.*/`).ReplaceAllString(diff, "$1/") // as if run in the folder
	command := exec.Command("patch", "-p1", "--binary")
	command.Dir, command.Stdin = folder, strings.NewReader(below)
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("patch: %v\n%s\n%s", err, output, below)
	}
}

// hunkHead is "@@ -1,2 +1,2 @@".
var hunkHead = regexp.MustCompile(`^@@ -(\d+)(?:,\d+)? \+\d+(?:,\d+)? @@\n$`)

// applyDiff is patch in a few lines, to compare with: every line of the diff has to be right.
func applyDiff(t *testing.T, before, diff string) string {
	t.Helper()
	lines, edits := strings.SplitAfter(before, "\n"), strings.SplitAfter(diff, "\n")
	var after strings.Builder
	at := 0
	for i, line := range edits {
		if i+1 < len(edits) && strings.HasPrefix(edits[i+1], "\\ No newline") {
			line = strings.TrimSuffix(line, "\n")
		}
		head := hunkHead.FindStringSubmatch(line)
		switch {
		case head != nil:
			for start := atoi(head[1]) - 1; at < start; at++ {
				after.WriteString(lines[at])
			}
		case line == "", line[0] == '\\', strings.HasPrefix(line, "diff "), strings.HasPrefix(line, "--- "), strings.HasPrefix(line, "+++ "):
		case line[0] == '+':
			after.WriteString(line[1:])
		case line[1:] != lines[at]:
			t.Fatalf("the diff expects %q and the file has %q", line[1:], lines[at])
		default:
			if line[0] == ' ' {
				after.WriteString(lines[at])
			}
			at++
		}
	}
	return after.String() + strings.Join(lines[at:], "")
}

func atoi(s string) int {
	n := 0
	for _, c := range s {
		n = n*10 + int(c-'0')
	}
	return n
}

// TestFixDryRunToFile: -o takes the diff.
func TestFixDryRunToFile(t *testing.T) {
	t.Parallel()
	path := file(t, "pixels.yaml", pixelOf(wrongURLs))
	out := filepath.Join(t.TempDir(), "fix.patch")
	want := invoke(t, nil, "", "validate", "--fix", "--dry-run", path)
	got := invoke(t, nil, "", "validate", "--fix", "--dry-run", path, "-o", out)
	if got.stdout != "" || read(t, out) != want.stdout || got.stderr != want.stderr {
		t.Errorf("stdout %q, in the file:\n%s", got.stdout, read(t, out))
	}
	invoke(t, nil, "", "validate", "--fix", "--dry-run", path, "-o", filepath.Join(t.TempDir(), "no", "folder")).expect(t, CodeOutput)
}

// TestFixDryRunHidesSecrets: a secret near a correction is masked, which is said, because patch
// cannot use the diff then; --show-secrets leaves it in.
func TestFixDryRunHidesSecrets(t *testing.T) {
	t.Parallel()
	path := file(t, "pixels.yaml", pixelOf("https://receiver.test/p?a=1&amp;b=1", "    headers: {X-Token: l1teral-s3cret}\n"))
	r := invoke(t, nil, "", "validate", "--fix", "--dry-run", path)
	r.expect(t, CodeNo, "secrets are hidden in the diff, so patch cannot apply it; --show-secrets leaves them in")
	if !strings.Contains(r.stdout, "\n     headers: {X-Token: ***") || strings.Contains(r.stdout+r.stderr, "l1teral") {
		t.Errorf("%s", r.stdout)
	}
	r = invoke(t, nil, "", "validate", "--fix", "--dry-run", path, "--show-secrets")
	if !strings.Contains(r.stdout, "l1teral-s3cret") || strings.Contains(r.stderr, "patch cannot") {
		t.Errorf("%s\n%s", r.stdout, r.stderr)
	}
	invoke(t, nil, "", "validate", "--fix", path).expect(t, CodeOK)
	if got := read(t, path); !strings.Contains(got, "?a=1&b=1") || !strings.Contains(got, "l1teral-s3cret") {
		t.Errorf("the file became\n%s", got)
	}
}

// TestFixStdin: stdin cannot be changed, but what would be can be shown.
func TestFixStdin(t *testing.T) {
	t.Parallel()
	path := file(t, "pixels.yaml", strings.Replace(pixelOf(wrongURLs), "name: P", "name: Q", 1))
	before := read(t, path)
	invoke(t, nil, pixelOf(wrongURLs), "validate", "--fix", path, "-").expect(t, CodeUsage, "--fix cannot change stdin; add --dry-run for a diff")
	if read(t, path) != before {
		t.Error("a file was changed all the same")
	}
	r := invoke(t, nil, pixelOf(wrongURLs), "validate", "--fix", "--dry-run", "-")
	r.expect(t, CodeNo, "<stdin>: 5 corrections would be made")
	if got, want := applyDiff(t, pixelOf(wrongURLs), r.stdout), pixelOf(rightURLs); got != want {
		t.Errorf("the diff makes\n%s", got)
	}
}

// TestFixWithCalls: the records are read once, for what the corrected definitions make of them.
func TestFixWithCalls(t *testing.T) {
	t.Parallel()
	path := file(t, "pixels.yaml", pixelOf("https://receiver.test/p?a=[Call:InboundCallID]&b=[User:x]"))
	r := invoke(t, nil, `{"inboundCallId":"RGB1","hasConverted":true}`, "validate", "--fix", path, "-c", "-")
	r.expect(t, CodeOK, "1 correction made", ": 1 warning")
	if strings.Contains(r.stdout, "unknown-token") || !strings.Contains(r.stdout, "nothing is sent for [User:x] on converted") {
		t.Errorf("%s", r.stdout)
	}
}

// TestFixCannotWrite: what cannot be written is code 6.
func TestFixCannotWrite(t *testing.T) {
	t.Parallel()
	a := &app{env: testEnv(nil, "", nil, nil, nil)}
	f := &fixer{app: a, options: &validateOptions{}, made: map[string]int{}, texts: map[string]string{}}
	path := file(t, "pixels.yaml", pixelOf(wrongURLs))
	d, err := a.loadDraft([]string{path}, nil)
	if err != nil {
		t.Fatal(err)
	}
	f.made[path] = 1
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	err = f.write(d)
	checkCode(t, err, CodeOutput)
	if want := "cannot correct " + path + ": it is no file that can be changed"; err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	env := testEnv(nil, pixelOf(wrongURLs), failing{errors.New("no space left")}, io.Discard, []string{"validate", "--fix", "--dry-run", "-"})
	if code := Main(env); code != int(CodeOutput) {
		t.Errorf("a full disk gives %d", code)
	}
}

// TestFixCannotReload: what is gone while it is being corrected is unusable input.
func TestFixCannotReload(t *testing.T) {
	t.Parallel()
	a := &app{env: testEnv(nil, "", nil, nil, nil)}
	folder := t.TempDir()
	path := filepath.Join(folder, "pixels.yaml")
	write(t, path, pixelOf(wrongURLs))
	d, err := a.loadDraft([]string{folder}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	_, err = a.correct(&validateOptions{}, []string{folder}, d)
	checkCode(t, err, CodeInput)
}

// TestPatchName: patch is run in the working folder.
func TestPatchName(t *testing.T) {
	folder := t.TempDir()
	t.Chdir(folder)
	working, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"a.yaml":                               "a.yaml",
		filepath.Join("b", "a.yaml"):           "b/a.yaml",
		filepath.Join(working, "b", "a.yaml"):  "b/a.yaml",
		filepath.Join(working, "..", "a.yaml"): filepath.ToSlash(filepath.Join(working, "..", "a.yaml")),
		"<stdin>":                              "<stdin>",
	} {
		if got := patchName(name); got != want {
			t.Errorf("%s is called %s, want %s", name, got, want)
		}
	}
}
