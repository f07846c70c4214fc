package yamldoc

import (
	"reflect"

	"gopkg.in/yaml.v3"
)

// marks are the places that the library's parser stopped with. Its errors say only a line, and for
// half of them the wrong one; the parser itself knows better. These are fields that it does not
// export, read and never written. Should they go away, ok is false and the line has to do.
type marks struct {
	problem int // offset of what the parser could not accept
	context int // offset of the construct around it, or of the problem itself
	open    int // offset of the innermost collection that was not finished, -1 when there is none
	current int // offset of the node that was being read; right where its text is, and something else is wrong
	ok      bool
}

// readMarks reads where decoder stopped.
func readMarks(decoder *yaml.Decoder, places *locator) (m marks) {
	outer := field(reflect.ValueOf(decoder).Elem(), "parser")
	if outer.Kind() != reflect.Pointer {
		return m
	}
	state := field(outer.Elem(), "parser")
	problem := "problem_mark"
	if field(state, "problem").String() == "" {
		problem = "mark" // it has stopped without finding anything wrong
	}
	m.problem, m.ok = offsetOfMark(field(state, problem), places)
	m.current, _ = offsetOfMark(field(field(outer.Elem(), "event"), "start_mark"), places)
	m.context, m.open = m.problem, -1
	if field(state, "context").String() != "" {
		m.context, _ = offsetOfMark(field(state, "context_mark"), places)
	}
	if open := field(state, "marks"); open.Kind() == reflect.Slice && open.Len() > 0 {
		m.open, _ = offsetOfMark(open.Index(open.Len()-1), places)
	}
	return m
}

func field(v reflect.Value, name string) reflect.Value {
	if v.Kind() != reflect.Struct {
		return reflect.Value{}
	}
	return v.FieldByName(name)
}

// offsetOfMark translates a mark, which counts lines and columns from zero.
func offsetOfMark(mark reflect.Value, places *locator) (offset int, ok bool) {
	line, column := field(mark, "line"), field(mark, "column")
	if line.Kind() != reflect.Int || column.Kind() != reflect.Int {
		return 0, false
	}
	return places.offsetOf(int(line.Int())+1, int(column.Int())+1), true
}
