package validate

import "postback/internal/diag"

// yamlRules document what reading YAML finds.
func yamlRules() []Rule {
	return []Rule{
		{
			Name:     "yaml-syntax",
			Severity: diag.Error,
			Summary:  "a file that is not valid YAML",
			Long: `Nothing can be read from the file. The finding stands where YAML gives up, which is
often a little behind the mistake: a quote that is not closed, a tab, a missing space behind
a colon, indentation that does not line up.`,
			Wrong: example(`url: "https://receiver.test/p?id=[Call:InboundCallId]`),
			Right: example(`url: "https://receiver.test/p?id=[Call:InboundCallId]"`),
		},
		{
			Name:     "yaml-encoding",
			Severity: diag.Error,
			Summary:  "a file that is not UTF-8, or holds control characters",
			Long: `Definitions are UTF-8. Windows editors and spreadsheets write other encodings, and text
pasted from a chat or a PDF may hold characters that nobody sees. Save the file as UTF-8.`,
			Wrong: example("url: https://receiver.test/p?id=[Call:InboundCallId]&city=K\xf6ln"),
			Right: example("url: https://receiver.test/p?id=[Call:InboundCallId]&city=Köln"),
		},
		{
			Name:     "yaml-unsupported",
			Severity: diag.Error,
			Summary:  "anchors, aliases, merge keys and tags, which definitions do without",
			Long: `What a pixel sends should be readable where the pixel stands. So definitions have no
anchors, aliases, merge keys or tags of YAML: write the value out.`,
			Wrong: example(`url: &url https://receiver.test/p?id=[Call:InboundCallId]`),
			Right: example(`url: https://receiver.test/p?id=[Call:InboundCallId]`),
		},
		{
			Name:     "unquoted-token",
			Severity: diag.Error,
			Summary:  "a value that begins with [ or { and has no quotes, which YAML reads as a list or a mapping",
			Long: `To YAML, [Call:InboundCallId] without quotes is a list and {"id": 1} is a mapping. Put quotes
around a token that begins a value, and write a JSON body in quotes or as a block behind a |.`,
			Wrong: example(`url: https://receiver.test/p`, `headers:`, `  X-Call-Id: [Call:InboundCallId]`),
			Right: example(`url: https://receiver.test/p`, `headers:`, `  X-Call-Id: "[Call:InboundCallId]"`),
		},
		{
			Name:     "comment-cuts-value",
			Severity: diag.Warning,
			Summary:  "a value that ends at a #, because a space stands before it",
			Long: `To YAML, a # behind a space begins a comment, and the rest of the line is lost. Put quotes
around the whole value. If a comment is meant, put a space behind the #.`,
			Wrong: example(`url: https://receiver.test/p?id=[Call:InboundCallId] #converted`),
			Right: example(`url: https://receiver.test/p?id=[Call:InboundCallId] # converted`),
		},
	}
}
