package report

import (
	"fmt"
	"slices"
)

// format is one entry of a table of formats: its name, what it is, and how to begin to write it.
type format[T any] struct {
	name, meaning string
	open          T
}

// namesOf are the names of formats; the first is the default.
func namesOf[T any](formats []format[T]) []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// helpOf explains every format in one line each.
func helpOf[T any](formats []format[T]) string {
	width := 0
	for _, f := range formats {
		width = max(width, len(f.name))
	}
	var help string
	for _, f := range formats {
		help += fmt.Sprintf("  %-*s %s\n", width, f.name, f.meaning)
	}
	return help
}

// openOf is how to begin to write the named format.
func openOf[T any](formats []format[T], name string) (open T, err error) {
	i := slices.IndexFunc(formats, func(f format[T]) bool { return f.name == name })
	if i < 0 {
		return open, fmt.Errorf("unknown format %q", name)
	}
	return formats[i].open, nil
}
