package journal

import (
	"maps"
	"slices"
	"testing"
)

// FuzzOpen opens files of any content. A reader and the next writer agree about them, and what the writer
// leaves is sound.
func FuzzOpen(f *testing.F) {
	d := newDisk()
	j, err := open(d, Options{InFlight: 1}, "boot")
	if err != nil {
		f.Fatal(err)
	}
	pixel, err := j.Pixel("converted", "A")
	if err != nil {
		f.Fatal(err)
	}
	number := j.Claim(Claim{[]byte("a"), pixel, 1})
	j.Claim(Claim{[]byte("b"), pixel, 2})
	if err := j.Commit(); err != nil {
		f.Fatal(err)
	}
	f.Add(slices.Clone(d.cache), true)
	begun, err := j.Begin(number)
	if err == nil {
		err = j.End(begun, outcomes()[Answered])
	}
	if err == nil {
		err = j.Close()
	}
	if err != nil {
		f.Fatal(err)
	}
	f.Add(slices.Clone(d.cache), true)
	f.Add(d.cache[:len(d.cache)-20], false)
	f.Add([]byte{}, true)
	f.Add([]byte(magic), true)
	f.Fuzz(func(t *testing.T, content []byte, sameBoot bool) {
		boot := map[bool]string{true: "boot", false: "another boot"}[sameBoot]
		d := &disk{cache: slices.Clone(content), budget: -1}
		before, readErr := states(d, boot)
		if _, err := readLast(d, boot, false, nil); (err == nil) != (readErr == nil) {
			t.Fatalf("its entries can be read: %v, its last words: %v", readErr, err)
		}
		j, err := open(d, Options{InFlight: 1, AnyLoss: true}, boot)
		if err != nil {
			if readErr == nil {
				t.Fatalf("it can be read and not opened: %v", err)
			}
			if !slices.Equal(d.cache, content) {
				t.Fatal("it was changed")
			}
			return
		}
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		after, err := states(d, boot)
		if err != nil || readErr == nil && !maps.Equal(before, after) {
			t.Fatalf("%v before, %v after, %v", before, after, err)
		}
	})
}
