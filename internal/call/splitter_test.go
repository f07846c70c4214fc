package call

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// drainBatches is drain by way of batches, which several readers read in turn.
func drainBatches(input io.Reader, opt ReaderOptions, readers int) (all []outcome) {
	s := NewSplitter(input, opt)
	batches, workers := make([]Batch, readers), make([]*BatchReader, readers)
	for i := range workers {
		workers[i] = NewBatchReader(opt)
	}
	for i := 0; s.Next(&batches[i%readers]); i++ {
		r := workers[i%readers]
		r.Open(&batches[i%readers])
		for {
			rec, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			var e *Error
			if errors.As(err, &e) {
				all = append(all, outcome{Error: e.Error(), Line: e.Line, Offset: e.Offset, Resumed: e.Resumable})
				continue
			}
			all = append(all, outcome{Contents: contents(rec), Line: rec.Line(), Offset: rec.Offset()})
		}
	}
	if s.Next(&batches[0]) {
		all = append(all, outcome{Error: "there is more behind the end"})
	}
	return all
}

// TestBatchesHoldTheInput: batches hold what a Reader reads, whatever the shape and the size of the
// records and however the input arrives.
func TestBatchesHoldTheInput(t *testing.T) {
	t.Parallel()
	log := string(sampleLog(280, 0.3)) // more than a batch
	list := "[" + strings.ReplaceAll(strings.TrimSpace(log), "\n", ",\n") + "]"
	long := `{"note":"` + strings.Repeat("0123456789", 90_000) + `"}`
	inputs := map[string]string{
		"NDJSON": log, "without an end": strings.TrimSpace(log), "array": list, "gzip": zipped(log[:99999], log[99999:]),
		"envelope": `{"report":{"records":` + list + `,"totalCount":280},"isSuccessful":true}`,
		"CSV":      string(sampleCSV(280)),
		"long":     "{}\n" + long + "\n{}\n\n" + long + "\n" + long + "\n{\"inboundCallId\":\"A\"}",
		"long end": "{}\n" + long,
		"bad":      strings.Replace(log, `"number"`, `"number"x`, 90) + "{",
		"bad list": strings.Replace(list, `:true`, `:tru`, 90) + "{",
		"bad CSV":  strings.ReplaceAll(string(sampleCSV(280)), "\nRGB7", "\nRGB,"),
		"empty":    "", "blank": "\n\n \n", "nothing in a list": "[]", "HTML": "<p>",
	}
	for name, input := range inputs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, opt := range []ReaderOptions{{Name: "x"}, {Name: "x.ndjson", MaxRecord: 900}} {
				want := readAll(input, opt)
				for _, arriving := range []io.Reader{strings.NewReader(input), iotest.HalfReader(strings.NewReader(input)), iotest.DataErrReader(strings.NewReader(input))} {
					if diff := cmp.Diff(want, drainBatches(arriving, opt, 3)); diff != "" {
						t.Errorf("with %+v (-reader +batches):\n%.2000s", opt, diff)
					}
				}
			}
		})
	}
}

// TestBatchesPassOnFailures: what was read before a failure is in the batches.
func TestBatchesPassOnFailures(t *testing.T) {
	t.Parallel()
	for _, input := range []string{"", "{", "{}\n{", "{}\n{}\n", "[{},", "[{}", `{"report":{"records":[{}]`, "inboundCallId\nA\nB", "inboundCallId"} {
		failing := func() io.Reader {
			return io.MultiReader(strings.NewReader(input), iotest.ErrReader(errors.New("the disk is on fire")))
		}
		want := drain(failing(), ReaderOptions{})
		if diff := cmp.Diff(want, drainBatches(failing(), ReaderOptions{}, 2)); diff != "" || !strings.Contains(want[len(want)-1].Error, "fire") {
			t.Errorf("%q (-reader +batches):\n%s", input, diff)
		}
	}
}

// TestSplitterDoesNotWait: records are handed out as soon as they are there.
func TestSplitterDoesNotWait(t *testing.T) {
	t.Parallel()
	for name, parts := range map[string][]string{
		"NDJSON":  {"{\"inboundCallId\":\"0\"}\n", "{\"inboundCallId\":\"1\"}\n{\"inb", "oundCallId\":\"2\"}\n"},
		"objects": {"{\n\"inboundCallId\":\"0\"}", "{\"inboundCallId\":\n\"1\"}"},
		"array":   {"[{\"inboundCallId\":\"0\"}", ",{\"inboundCallId\":\"1\"},", "{}]"},
		"CSV":     {"inboundCallId\n0\n", "1\n"},
	} {
		next := 0
		s := NewSplitter(readerFunc(func(p []byte) (int, error) {
			next++
			return copy(p, parts[next-1]), nil
		}), ReaderOptions{})
		var b Batch
		for i := range parts {
			if !s.Next(&b) || next != i+1 {
				t.Errorf("%s: %d parts were read for batch %d", name, next, i)
			}
		}
	}
}

// TestBatchesKeepTheirMemory: one long record does not make all later batches large.
func TestBatchesKeepTheirMemory(t *testing.T) {
	t.Parallel()
	log := sampleLog(2000, 0.3)
	input := append([]byte(`{"note":"`+strings.Repeat("x", 3<<20)+"\"}\n"), bytes.Repeat(log, 3)...)
	opt := ReaderOptions{Name: "x.ndjson"}
	s, r := NewSplitter(bytes.NewReader(input), opt), NewBatchReader(opt)
	var b Batch
	largest, records := 0, 0
	for s.Next(&b) {
		if records > 3000 {
			largest = max(largest, cap(b.lines), cap(s.reader.in.buf))
		}
		r.Open(&b)
		for {
			if _, err := r.Next(); err != nil {
				break
			}
			records++
		}
	}
	if largest > 4*batchSize || records != 6001 {
		t.Errorf("%d bytes for a batch, %d records", largest, records)
	}
}

func BenchmarkBatches(b *testing.B) {
	log := bytes.Repeat(sampleLog(perLog, 0), 10)
	b.SetBytes(int64(len(log) / perLog / 10))
	b.ReportAllocs()
	opt := ReaderOptions{Keys: askedKeys()}
	r, s, batch := NewBatchReader(opt), NewSplitter(bytes.NewReader(log), opt), new(Batch)
	r.Open(batch)
	for b.Loop() {
		_, err := r.Next()
		for errors.Is(err, io.EOF) {
			if !s.Next(batch) {
				s = NewSplitter(bytes.NewReader(log), opt)
				s.Next(batch)
			}
			r.Open(batch)
			_, err = r.Next()
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}

// TestBatchAllocatesNothing: once a reader knows the shape of records, the next one costs no memory.
func TestBatchAllocatesNothing(t *testing.T) {
	options := ReaderOptions{Keys: askedKeys()}
	var b Batch
	if !NewSplitter(bytes.NewReader(sampleLog(100, 0)), options).Next(&b) {
		t.Fatal("no batch")
	}
	r := NewBatchReader(options)
	r.Open(&b)
	n := testing.AllocsPerRun(50, func() {
		if _, err := r.Next(); err != nil {
			t.Fatal(err)
		}
	})
	if n != 0 {
		t.Errorf("%v allocations a record", n)
	}
}
