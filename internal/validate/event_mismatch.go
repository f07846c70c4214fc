package validate

import (
	"strings"

	"postback/internal/call"
	"postback/internal/diag"
)

// eventMismatch finds a parameter that names another event than the pixel fires on.
func eventMismatch() Rule {
	return Rule{
		Name:     "event-mismatch",
		Severity: diag.Error,
		Summary:  "a parameter that names another event than the pixel fires on",
		Long: `The pixel fires on one event and tells the receiver of another. Usually it was copied and
the parameter was not changed.`,
		Source: "documented: a published guide has app_event=incoming in all of its six pixels",
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]&app_event=incoming
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]&app_event=converted
`,
		Check: checkEventMismatch,
	}
}

func checkEventMismatch(p *Pass) {
	for px, v := range p.urls() {
		contract, _ := v.receiver()
		for _, param := range v.params {
			known, _ := contract.Parameter(param.name)
			if !param.literalValue || !known.Event && !isEventName(param.name) {
				continue
			}
			if named, ok := call.ParseEvent(param.value); ok && named != px.FireOn {
				p.Report(v.span(param.valueStart, param.end), "%s=%s names another event than the one it fires on, which is %s", param.name, param.value, px.FireOn)
			}
		}
	}
}

// isEventName reports whether a parameter of this name usually tells the receiver the event.
func isEventName(name string) bool {
	switch strings.ToLower(name) {
	case "event", "app_event", "event_name", "eventname", "event_type", "eventtype", "en", "et", "ev", "e", "goal", "action":
		return true
	}
	return false
}
