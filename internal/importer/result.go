package importer

import (
	"postback/internal/call"
	"postback/internal/diag"
	"postback/internal/redact"
)

// The rules of faults, questions and notes that importing reports.
const (
	RuleSource      = "import-source"       // error: JSON, and not what is imported
	RuleConflicting = "import-conflict"     // error: one thing in two versions
	RuleCommand     = "import-command"      // error: a curl command that cannot become a pixel
	RuleURL         = "import-url"          // error: no URL of a pixel
	RuleNoEvent     = "import-event"        // warning: the event is not known
	RuleOpen        = "import-question"     // warning: something else a person has to decide
	RuleSecret      = "import-secret"       // note: a value that was taken out
	RuleMacro       = "import-macro"        // note or warning: another platform's macro
	RuleLeftOut     = "import-left-out"     // note: something that definitions do not have
	RuleAssumed     = "import-assumption"   // note: the source was read by an assumption
	RuleUnwritable  = "import-no-such-text" // error: text that a template cannot hold
)

// Options say what the source does not.
type Options struct {
	Event   string                // for pixels whose source names no event; "" asks for it
	Name    string                // of the pixel, or of the first of several; "" makes one of the URL
	Dialect string                // whose macros are translated, one of catalog.Dialects; "" for any
	Codes   map[string]call.Event // what eventCodes of the platform's API mean
}

// Result is what came of an import.
type Result struct {
	YAML      string
	Pixels    int
	Campaigns int
	Skipped   int             // requests of the source that no pixel is made of
	Secrets   []redact.Secret // what was taken out; no output may show it
	Findings  diag.List       // sorted; with an error among them there is nothing else
}

// Open is the number of questions that a person has to answer before the definitions are complete.
func (r *Result) Open() int { return r.Findings.Count(diag.Warning) }
