package validate

// example is a definitions file with one pixel that fires on converted; each line is one of its
// keys, or continues one.
func example(lines ...string) string { return firingOn("converted", lines...) }

// firingOn is an example whose pixel fires on the given event.
func firingOn(event string, lines ...string) string {
	text := "pixels:\n  - name: Sale\n    fire_on: " + event + "\n"
	for _, line := range lines {
		text += "    " + line + "\n"
	}
	return text
}
