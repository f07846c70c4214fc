package yamldoc

import (
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// TestMarks fails when the library no longer keeps its places where they are read from. Everything
// would go on working, with whole lines for places.
func TestMarks(t *testing.T) {
	t.Parallel()
	const text = "é: 1\nb: [x, {y: z]\n"
	decoder := yaml.NewDecoder(strings.NewReader(text))
	if err := decoder.Decode(new(yaml.Node)); err == nil {
		t.Fatal("no error")
	}
	m := readMarks(decoder, newLocator(text))
	want := marks{problem: strings.Index(text, "]"), context: strings.Index(text, "{"), open: strings.Index(text, "["), current: m.current, ok: true}
	if m != want {
		t.Errorf("got %+v, want %+v", m, want)
	}
}

func TestMarksOfAnotherLibrary(t *testing.T) {
	t.Parallel()
	if m, ok := offsetOfMark(reflect.ValueOf(struct{ row int }{1}), newLocator("a")); ok {
		t.Errorf("offset %d of a mark without a line", m)
	}
	if v := field(reflect.ValueOf(3), "line"); v.IsValid() {
		t.Error("a number has no fields")
	}
}

type panickingReader struct{}

func (panickingReader) Read([]byte) (int, error) { panic("odd input") }

func TestPanicsAreErrors(t *testing.T) {
	t.Parallel()
	_, err := next(yaml.NewDecoder(panickingReader{}))
	if err == nil || err.Error() != "yaml: panic: odd input" {
		t.Errorf("got %v", err)
	}
	if _, err := next(yaml.NewDecoder(strings.NewReader(""))); !errors.Is(err, io.EOF) {
		t.Errorf("got %v, want EOF", err)
	}
}
