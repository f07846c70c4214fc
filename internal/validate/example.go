package validate

import "strconv"

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

// shot is a pixel of an example: the event on which it fires and what stands behind the address.
type shot struct{ event, query string }

// campaignOf is a definitions file with a campaign of these pixels.
func campaignOf(shots ...shot) string {
	pixels, names := "pixels:\n", ""
	for i, s := range shots {
		name := "Pixel " + strconv.Itoa(i+1)
		pixels += "  - name: " + name + "\n    fire_on: " + s.event + "\n    url: https://receiver.test/p" + s.query + "\n"
		names += ", " + name
	}
	return pixels + "campaigns:\n  - name: Spring\n    pixels: [" + names[len(", "):] + "]\n"
}
