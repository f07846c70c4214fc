package report

import (
	"fmt"
	"strings"

	"postback/internal/golden"
	"postback/internal/redact"
)

// saidOf says in what a request differs, for somebody who expected something.
func saidOf(d golden.Difference) string {
	what := thing(d.Part, d.Name)
	switch d.Change {
	case golden.Added:
		return what + " is not expected"
	case golden.Removed:
		return what + " is missing"
	case golden.Renamed:
		return fmt.Sprintf("%s is missing; did you mean %s?", what, d.To)
	case golden.Reencoded:
		return what + " is written differently, and a receiver reads the same"
	case golden.Reordered:
		return "the " + plural(d.Part) + " stand in another order"
	case golden.Changed:
	}
	return what + " differs"
}

// thing names a part of a request, or one value in it.
func thing(part golden.Part, name string) string {
	word := map[golden.Part]string{
		golden.URL: "the URL", golden.JSON: "JSON at", golden.Form: "form parameter", golden.BasicAuth: "basic authentication:",
	}[part]
	if word == "" {
		word = string(part)
	}
	if name == "" && part == golden.JSON {
		return "JSON as a whole"
	}
	return strings.TrimSpace(word + " " + oneLine(name))
}

// plural names all values of a part.
func plural(part golden.Part) string {
	if part == golden.Form {
		return "form parameters"
	}
	return string(part) + "s"
}

// hideValue hides the secrets of one value of a request.
func hideValue(hide *redact.Redactor, part golden.Part, name, value string) string {
	switch part {
	case golden.URL, golden.Endpoint:
		return hide.URL(value)
	case golden.Body:
		return hide.String(value)
	case golden.JSON:
		name = name[strings.LastIndexByte(name, '/')+1:]
	}
	return hide.Header(name, value)
}

// shownValue is a value on one line: quoted where one would not see where it ends.
func shownValue(value string) string {
	switch {
	case value == "":
		return "(empty)"
	case strings.TrimSpace(value) != value:
		return fmt.Sprintf("%q", value)
	}
	return oneLine(value)
}
