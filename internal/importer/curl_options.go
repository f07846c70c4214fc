package importer

import (
	"slices"
	"strings"

	"postback/internal/diag"
)

// curlOption is one option of curl: what it does to the request, if it concerns the request at all.
type curlOption struct {
	names string // long ones with their dashes, and short ones: "-d --data --data-ascii"
	takes bool   // an argument
	apply func(c *curl, argument word)
	lost  string // what a pixel does instead; "" where that is the same
}

// curlOptions are the options that are understood. Options about the connection, the output and the
// progress do not concern the request.
func curlOptions() []curlOption {
	return []curlOption{
		{names: "--url", takes: true, apply: (*curl).addURL},
		{names: "-X --request", takes: true, apply: func(c *curl, w word) { c.method = w.text }},
		{names: "-G --get", apply: func(c *curl, _ word) { c.get = true }},
		{names: "-I --head", apply: func(c *curl, _ word) { c.head = true }},
		{names: "-H --header", takes: true, apply: (*curl).header},
		{names: "-A --user-agent", takes: true, apply: func(c *curl, w word) { c.set("User-Agent", w.text) }},
		{names: "-e --referer", takes: true, apply: func(c *curl, w word) { c.set("Referer", strings.TrimSuffix(w.text, ";auto")) }},
		{names: "-b --cookie", takes: true, apply: (*curl).cookie},
		{names: "-u --user", takes: true, apply: (*curl).user},
		{names: "--oauth2-bearer", takes: true, apply: func(c *curl, w word) { c.set("Authorization", "Bearer "+w.text) }},
		{names: "-d --data --data-ascii --data-binary", takes: true, apply: (*curl).data},
		{names: "--data-raw", takes: true, apply: func(c *curl, w word) { c.addData(w.text) }},
		{names: "--data-urlencode", takes: true, apply: (*curl).dataEncoded},
		{names: "--json", takes: true, apply: (*curl).json},
		{names: "--url-query", takes: true, apply: (*curl).urlQuery},
		{names: "-g --globoff", apply: func(c *curl, _ word) { c.globOff = true }},
		{names: "--compressed", lost: "a pixel does not ask for a compressed answer"},
		{names: "-L --location --location-trusted", lost: "a pixel follows no redirect"},
		{names: "-k --insecure", lost: "a pixel checks certificates"},
		{names: "--retry", takes: true, lost: "a pixel is sent once"},
		{names: "--retry-all-errors --retry-connrefused", lost: "a pixel is sent once"},
		{names: "-m --max-time --connect-timeout", takes: true, lost: "a pixel waits ten seconds"},
		{names: "-x --proxy --noproxy", takes: true, lost: "a proxy is set where the tool runs"},
		{names: "--basic --path-as-is -s --silent -S --show-error -v --verbose -i --include -f --fail --fail-with-body " +
			"-N --no-buffer -O --remote-name -J --remote-header-name -# --progress-bar --no-progress-meter -q --disable " +
			"-0 --http1.0 --http1.1 --http2 --http2-prior-knowledge --http3 -4 --ipv4 -6 --ipv6 --no-keepalive --tlsv1.2 --tlsv1.3 " +
			"--ssl-no-revoke --tcp-nodelay --create-dirs -Z --parallel --fail-early --trace-time --styled-output"},
		{names: "-o --output -w --write-out -D --dump-header -c --cookie-jar --stderr --trace --trace-ascii --retry-delay --retry-max-time " +
			"--limit-rate --max-redirs --keepalive-time --resolve --connect-to --interface --cacert --capath --tls-max --ciphers", takes: true},
		{names: "-F --form --form-string", takes: true, apply: refused("a pixel cannot send a multipart form")},
		{names: "-T --upload-file", takes: true, apply: refused("a pixel cannot send a file")},
		{names: "-K --config", takes: true, apply: refused("the options in that file are not known; write them into the command")},
		{names: "-n --netrc --netrc-optional", apply: refused("the password in that file is not known; use -u")},
		{names: "-E --cert --key", takes: true, apply: refused("a pixel cannot show a client certificate")},
		{names: "--digest --ntlm --negotiate --anyauth", apply: refused("a pixel knows basic authentication only")},
		{names: "-: --next", apply: refused("give each command by itself")},
		{names: "--aws-sigv4 --request-target --unix-socket --proxy-user -U", takes: true, apply: refused("a pixel cannot do that")},
	}
}

// refused is an option without which the request is another one.
func refused(why string) func(*curl, word) {
	return func(c *curl, _ word) { c.fault(c.option, "%s: %s", c.option.text, why) }
}

// findOption is the option of a name, with its dashes.
func findOption(name string) (curlOption, bool) {
	for _, o := range curlOptions() {
		if slices.Contains(strings.Fields(o.names), name) {
			return o, true
		}
	}
	return curlOption{}, false
}

// optionNames are the long names of all options.
func optionNames() []string {
	var names []string
	for _, o := range curlOptions() {
		names = append(names, strings.Fields(o.names)...)
	}
	return slices.DeleteFunc(names, func(name string) bool { return !strings.HasPrefix(name, "--") })
}

// parse goes through the arguments of a command.
func (c *curl) parse(words []word) {
	for len(words) > 0 {
		w := words[0]
		words = words[1:]
		switch {
		case c.onlyURLs || len(w.text) < 2 || w.text[0] != '-':
			c.addURL(w)
		case w.text == "--":
			c.onlyURLs = true
		case strings.HasPrefix(w.text, "--"):
			words = c.long(w, words)
		default:
			words = c.short(w, words)
		}
	}
}

// long applies an option with a long name and returns the words behind it and its argument.
func (c *curl) long(w word, rest []word) []word {
	c.option = w
	o, ok := findOption(w.text)
	switch {
	case !ok && strings.HasPrefix(w.text, "--no-"):
		if _, known := findOption("--" + strings.TrimPrefix(w.text, "--no-")); known {
			return rest
		}
		fallthrough
	case !ok:
		c.fault(w, "the option %s is not known here%s; leave it out if the request is the same without it", w.text, diag.DidYouMean(w.text, optionNames()))
		return rest
	case !o.takes:
		c.apply(o, word{})
		return rest
	case len(rest) == 0:
		c.fault(w, "%s needs a value; was all of the command copied?", w.text)
		return nil
	}
	c.apply(o, rest[0])
	return rest[1:]
}

// short applies the options of a word such as -sXPOST: letters, of which one that takes an argument
// takes the rest of the word, or the next one.
func (c *curl) short(w word, rest []word) []word {
	for i := 1; i < len(w.text); i++ {
		c.option = word{"-" + w.text[i:i+1], w.span}
		o, ok := findOption(c.option.text)
		switch {
		case !ok:
			c.fault(w, "the option %s is not known here; leave it out if the request is the same without it", c.option.text)
			return rest
		case !o.takes:
			c.apply(o, word{})
		case i+1 < len(w.text):
			c.apply(o, word{w.text[i+1:], w.span})
			return rest
		case len(rest) == 0:
			c.fault(w, "%s needs a value; was all of the command copied?", c.option.text)
			return nil
		default:
			c.apply(o, rest[0])
			return rest[1:]
		}
	}
	return rest
}

func (c *curl) apply(o curlOption, argument word) {
	if o.apply != nil {
		o.apply(c, argument)
	}
	if o.lost != "" {
		c.lost = append(c.lost, c.option.text+" ("+o.lost+")")
	}
}
