package validate_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"postback/internal/validate"
)

// TestRulesScale feeds the rules with more of everything than anybody has. A rule that compares all
// with all takes minutes; the others take a moment, on however busy a machine.
func TestRulesScale(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const many, patience = 5000, 20 * time.Second
	kinds := hugeKinds(many)
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		set, loaded := load(t, kinds[name])
		begin := time.Now()
		validate.Run(set, loaded, validate.Options{})
		if took := time.Since(begin); took > patience {
			t.Errorf("%s: %d of them take %s", name, many, took)
		}
	}
}

// hugeKinds are definitions with n of something.
func hugeKinds(n int) map[string]string {
	const url = "https://receiver.test/p"
	each := func(format string) string {
		var all strings.Builder
		for i := range n {
			fmt.Fprintf(&all, format, i)
		}
		return all.String()
	}
	return map[string]string{
		"pixels of one request":      hugeCampaign(n, "    url: "+url+"?id=[Call:InboundCallId]\n"),
		"pixels of one endpoint":     hugeCampaign(n, "    url: "+url+"?id=[Call:InboundCallId]&offer=NUMBER\n"),
		"pixels of different calls":  hugeCampaign(n, "    url: "+url+"?id=[Call:InboundCallId]\n    filters: [{tag: User:x, equals: NUMBER}]\n"),
		"parameters":                 inURL(url + "?" + each("a%d=[Call:InboundCallId]&")),
		"parameters of a form":       inForm(each("a%d=[Call:InboundCallId]&")),
		"ampersands":                 query(strings.Repeat("&", n)),
		"signs":                      query("a=" + strings.Repeat("+1", n)),
		"numbers":                    query("a=" + strings.Repeat("+16615550142,", n)),
		"question marks":             query(strings.Repeat("a=?b=1", n)),
		"spaces":                     query("a=" + strings.Repeat(" x", n)),
		"encoded characters":         query("a=" + strings.Repeat("%2520x", n)),
		"members of JSON":            inJSON("{" + each(`"a%d": [tag:User:a], `) + `"id": 1}`),
		"tokens outside of strings":  inJSON(`{"a": ` + strings.Repeat("[tag:User:a] ", n) + "}"),
		"brackets that do not close": inJSON(strings.Repeat(`{"a": [[`, n)),
		"typographic quotes":         inJSON(strings.Repeat("“", n)),
		"values of a filter":         inURL(url) + "    filters: [{tag: User:x, equals: [" + strings.Repeat("a, b, ", n) + "c]}]\n",
	}
}

// hugeCampaign is a campaign of n pixels with the same request but for a number in it.
func hugeCampaign(n int, request string) string {
	var pixels, names strings.Builder
	events := []string{"incoming", "connected", "completed", "converted"}
	for i := range n {
		fmt.Fprintf(&pixels, "  - name: Pixel %d\n    fire_on: %s\n", i, events[i%len(events)])
		pixels.WriteString(strings.ReplaceAll(request, "NUMBER", strconv.Itoa(i)))
		fmt.Fprintf(&names, "      - Pixel %d\n", i)
	}
	return "pixels:\n" + pixels.String() + "campaigns:\n  - name: Spring\n    pixels:\n" + names.String()
}
