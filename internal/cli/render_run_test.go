package cli

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"postback/internal/report"
)

// manyPixels have all that matters to a bulk run: pixels that fire for some calls only, a body, one
// that cannot always be rendered, and a secret.
const manyPixels = `
pixels:
  - {name: Query, fire_on: incoming, url: "https://a.example/?id=[Call:InboundCallId]&x=[User:x]&key=${env:K}&note=[User:x]"}
  - name: Body
    fire_on: converted
    method: POST
    url: "https://b.example/[User:x]"
    content_type: application/json
    body: '{"id":"[Call:InboundCallId]","key":"${env:K}","x":"[User:x]"}'
    filters: [{tag: "User:x", not_equals: b}]
  - {name: Header, fire_on: payout, url: "https://c.example/", headers: {X-Id: "[User:x]"}}
`

// someCalls draws NDJSON in which a record may be bad, or be too bad for a header.
func someCalls(t *rapid.T) string {
	line := rapid.Custom(func(t *rapid.T) string {
		flags := rapid.IntRange(0, 3).Draw(t, "flags")
		value := rapid.SampledFrom([]string{"", "a", "b", `\n`, "key=K3Y-value", "K3Y-value", "é", strings.Repeat("long ", 50)}).Draw(t, "value")
		good := fmt.Sprintf(`{"inboundCallId":"RGB%d","tag:User:x":"%s","hasConverted":%v,"hasPayout":%v}`,
			rapid.Uint16().Draw(t, "id"), value, flags&1 > 0, flags&2 > 0)
		return rapid.SampledFrom([]string{good, good, good, good, good[:len(good)/2], "", `{"wasBlocked":true}`}).Draw(t, "line")
	})
	return strings.Join(rapid.SliceOfN(line, 0, 40).Draw(t, "lines"), "\n")
}

// TestWorkersMakeNoDifference: whatever the number of workers and the batches that they take, a run
// is the same as that of a single worker which is given everything at once.
func TestWorkersMakeNoDifference(t *testing.T) {
	t.Parallel()
	pixels := file(t, "pixels.yaml", manyPixels)
	render := func(input io.Reader, args ...string) result {
		var stdout, stderr bytes.Buffer
		env := testEnv(map[string]string{"K": "K3Y-value"}, "", &stdout, &stderr, append([]string{"render", "-f", pixels, "-c", "-"}, args...))
		env.Stdin = input
		return result{Main(env), stdout.String(), stderr.String()}
	}
	rapid.Check(t, func(t *rapid.T) {
		calls := someCalls(t)
		args := []string{
			"--format", rapid.SampledFrom(report.ResultFormats()).Draw(t, "format"),
			"--on-bad-call", rapid.SampledFrom(badCallChoices()).Draw(t, "on bad call"),
			"--all=" + strconv.FormatBool(rapid.Bool().Draw(t, "all")),
		}
		want := render(strings.NewReader(calls), append(args, "--jobs", "1")...)
		size := rapid.IntRange(1, 400).Draw(t, "size")
		workers := strconv.Itoa(rapid.IntRange(1, 5).Draw(t, "workers"))
		got := render(&pieces{strings.NewReader(calls), size}, append(args, "--jobs", workers)...)
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(result{})); diff != "" {
			t.Fatalf("(-one worker +several):\n%s", diff)
		}
	})
}

// pieces is a reader that gives at most so many bytes at once.
type pieces struct {
	io.Reader
	size int
}

func (p *pieces) Read(b []byte) (int, error) { return p.Reader.Read(b[:min(len(b), p.size)]) }

// manyCalls is a log of several batches.
func manyCalls(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"inboundCallId":"RGB%d","hasPayout":true,"tag:User:x":"%s"}`+"\n", i, strings.Repeat("x", 400))
	}
	return b.String()
}

// TestShapesOfManyCalls: a log gives the same output in whatever shape it comes.
func TestShapesOfManyCalls(t *testing.T) {
	t.Parallel()
	const n = 3000
	log := manyCalls(n)
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	if _, err := z.Write([]byte(log)); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	list := "[" + strings.ReplaceAll(strings.TrimSpace(log), "\n", ",") + "]"
	table := "inboundCallId,hasPayout,tag:User:x\n"
	for i := range n {
		table += fmt.Sprintf("RGB%d,true,%s\n", i, strings.Repeat("x", 400))
	}
	args := inputs(t, "render", "--format", "url", "-e", "all")
	want := invoke(t, nil, log, append(args, "--jobs", "1")...)
	want.expect(t, CodeOK, "6000 rendered, nothing was sent · 3000 calls")
	if lines := strings.Count(want.stdout, "\n"); lines != 2*n || !strings.HasSuffix(want.stdout, "https://b.example/?id=RGB2999\n") {
		t.Errorf("%d lines", lines)
	}
	for name, input := range map[string]string{
		"NDJSON": log, "gzip": zipped.String(), "array": list, "CSV": table,
		"envelope": `{"isSuccessful":true,"report":{"records":` + list + `}}`,
	} {
		got := invoke(t, nil, input, append(args, "--jobs", "3")...)
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(result{})); diff != "" {
			t.Errorf("%s (-one worker +three):\n%.3000s", name, diff)
		}
	}
}

// TestSheetsAreHandedOutEarly: a batch that gives more than a worker holds in memory comes out whole
// and in order, and a fault in its middle does not keep back what came before.
func TestSheetsAreHandedOutEarly(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("long-path/", 800)
	pixels := file(t, "pixels.yaml", "pixels: [{name: P, fire_on: incoming, url: 'https://a.example/"+long+"?id=[Call:InboundCallId]'}]")
	log := manyCalls(500)
	for name, bad := range map[string]string{"no fault": "", "a fault": "{"} {
		var want strings.Builder
		for i := range 500 {
			fmt.Fprintf(&want, "https://a.example/%s?id=RGB%d\n", long, i)
		}
		r := invoke(t, nil, log+bad, "render", "-f", pixels, "-c", "-", "--format", "url", "--jobs", "3")
		if r.stdout != want.String() || (r.code == 0) != (bad == "") || want.Len() < 3*maxSheet {
			t.Errorf("%s: exit %d, %d bytes of %d; stderr: %s", name, r.code, len(r.stdout), want.Len(), r.stderr)
		}
	}
}

// TestOutputFailsInTheMiddle: when the output cannot be written any more, the run stops at once with
// exit code 6, and what had been written is the beginning of what was to be.
func TestOutputFailsInTheMiddle(t *testing.T) {
	t.Parallel()
	log := manyCalls(3000)
	args := inputs(t, "render", "--format", "url", "-e", "all")
	whole := invoke(t, nil, log, args...).stdout
	for _, jobs := range []string{"1", "4"} {
		out := &limited{room: 100_000}
		var stderr bytes.Buffer
		code := Main(testEnv(nil, log, out, &stderr, append(args, "--jobs", jobs)))
		if code != int(CodeOutput) || stderr.String() != "postback: cannot write the output: no room\n" {
			t.Errorf("exit %d, %s", code, stderr.String())
		}
		if got := out.String(); len(got) != 100_000 || !strings.HasPrefix(whole, got) || out.late > 0 {
			t.Errorf("%d bytes, %d writes behind the failure", len(got), out.late)
		}
	}
}

// limited is a writer that has room for so many bytes. It counts the writes after that.
type limited struct {
	bytes.Buffer
	room, late int
}

func (l *limited) Write(p []byte) (int, error) {
	if l.room == 0 {
		l.late++
	}
	n, _ := l.Buffer.Write(p[:min(len(p), l.room)])
	if l.room -= n; n < len(p) {
		return n, errors.New("no room")
	}
	return n, nil
}

// TestInputFailsInTheMiddle: what was read before the input failed is rendered.
func TestInputFailsInTheMiddle(t *testing.T) {
	t.Parallel()
	var stdout, stderr bytes.Buffer
	env := testEnv(nil, "", &stdout, &stderr, inputs(t, "render", "--format", "url"))
	env.Stdin = io.MultiReader(strings.NewReader(oneCall+"\n"), iotest.ErrReader(os.ErrClosed))
	code := Main(env)
	if code != int(CodeInput) || stdout.String() != "https://a.example/?id=RGB1&x=1\n" || !strings.Contains(stderr.String(), "<stdin>:2:1: the input cannot be read: file already closed") {
		t.Errorf("exit %d\n%s%s", code, stdout.String(), stderr.String())
	}
}

// TestJobs: the number of workers is a number.
func TestJobs(t *testing.T) {
	t.Parallel()
	invoke(t, nil, oneCall, inputs(t, "render", "--jobs", "-1")...).expect(t, CodeUsage, "--jobs -1: give a number of processors, or 0 for all there are")
	invoke(t, nil, oneCall, inputs(t, "render", "--jobs", "many")...).expect(t, CodeUsage, "--jobs")
	invoke(t, nil, oneCall, inputs(t, "render", "--jobs", "64")...).expect(t, CodeOK)
}

// BenchmarkRender is the whole of a dry run: its time is that of a record with two pixels.
func BenchmarkRender(b *testing.B) {
	for _, jobs := range []string{"1", "2"} {
		b.Run("jobs="+jobs, func(b *testing.B) { benchmarkRender(b, "--format", "url", "--jobs", jobs) })
	}
}

// BenchmarkRenderFormats is BenchmarkRender for every format, with one worker.
func BenchmarkRenderFormats(b *testing.B) {
	for _, format := range report.ResultFormats() {
		b.Run(format, func(b *testing.B) { benchmarkRender(b, "--format", format, "--jobs", "1") })
	}
}

func benchmarkRender(b *testing.B, flags ...string) {
	const n = 20_000
	log := manyCalls(n)
	args := append(inputs(b, "render", "-q", "-e", "all"), flags...)
	b.SetBytes(int64(len(log)))
	for b.Loop() {
		if code := Main(testEnv(nil, log, io.Discard, io.Discard, args)); code != 0 {
			b.Fatal(code)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/record")
}
