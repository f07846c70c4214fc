package importer_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postback/internal/diag"
	"postback/internal/importer"
)

// planted is a credential that no fuzzer comes up with by itself.
const planted = "Zq9-planted-9qZ"

// checkImport wants definitions that are YAML of the right form and hold no planted credential, or
// errors and nothing else.
func checkImport(t *testing.T, result *importer.Result) {
	t.Helper()
	if result.Findings.HasErrors() {
		if result.YAML != "" {
			t.Errorf("errors, and definitions too: %v", result.Findings)
		}
		return
	}
	if strings.Contains(result.YAML, planted) {
		t.Errorf("the credential is in the definitions:\n%s", result.YAML)
	}
	set, faults := load(t, result)
	for _, d := range faults {
		switch d.Rule {
		case "yaml-syntax", "yaml-encoding", "yaml-unsupported", "wrong-type", "unknown-key", "duplicate-key", "duplicate-name", "unknown-name", "conflict", "comment-cuts-value":
			t.Errorf("%v\n%s", d, result.YAML)
		}
	}
	if len(set.Pixels) != result.Pixels || len(set.Campaigns) != result.Campaigns {
		t.Errorf("%d pixels and %d campaigns are loaded of %d and %d:\n%s", len(set.Pixels), len(set.Campaigns), result.Pixels, result.Campaigns, result.YAML)
	}
	for _, v := range set.Variables {
		if v.Scheme == "file" {
			t.Errorf("the source names a file:\n%s", result.YAML)
		}
	}
}

func FuzzURL(f *testing.F) {
	for _, seed := range []string{"/p?x=1", "/p?a={payout}&b=[Call:InboundCallId]", "/?a[]=[[1]]#f", "?${file:/etc/passwd}", "/%zz\"' \n\x00"} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, path, query string) {
		checkImport(t, importer.URLs([]*diag.Source{source("https://h.example" + path + "?api_key=" + planted + "&" + query)}, importer.Options{}))
		checkImport(t, importer.URLs([]*diag.Source{source(path), source(query)}, converted()))
	})
}

func FuzzCurl(f *testing.F) {
	for _, command := range commands {
		f.Add(strings.ReplaceAll(command, "URL", "https://a.example"))
	}
	f.Add("{,}")
	f.Fuzz(func(t *testing.T, command string) {
		checkImport(t, importer.Curl(source(command), importer.Options{}))
		checkImport(t, importer.Curl(source("curl -u 'me:"+planted+"' https://a.example/ "+command), converted()))
		checkImport(t, importer.CurlArguments(append([]string{"curl", "-H", "Authorization: Bearer " + planted}, strings.Fields(command)...), converted()))
	})
}

func FuzzRingba(f *testing.F) {
	for _, file := range []string{"eventcallbacks.json", "campaign.json", "questions.json"} {
		content, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(content))
	}
	f.Add(`[{"pixelUrl":"x","criteria":[{"tagCriteria":[{"tagIds":["a:b",null,1]}]}]},{"pixelUrl":{}}]`)
	f.Fuzz(func(t *testing.T, text string) {
		checkImport(t, importer.Ringba(source(text), importer.Options{}))
		quoted, _ := json.Marshal(text)
		object := `{"name":` + string(quoted) + `,"pixelUrl":"https://a.example/?token=` + planted + `","eventCode":` + string(quoted) +
			`,"contentType":"application/json","postBody":` + string(quoted) + `,"headers":{"X-A":` + string(quoted) + `},"version":` + string(quoted) + `}`
		checkImport(t, importer.Ringba(source(object), importer.Options{}))
	})
}

func FuzzHAR(f *testing.F) {
	content, err := os.ReadFile(filepath.Join("testdata", "session.har"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(content))
	f.Add(`{"log":{"entries":[{"request":{"url":"https://a.example/","headers":[{"name":"","value":null},1]}}]}}`)
	f.Fuzz(func(t *testing.T, text string) {
		checkImport(t, importer.HAR(source(text), func(string) bool { return true }, importer.Options{}))
	})
}
