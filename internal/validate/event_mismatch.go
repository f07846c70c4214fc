package validate

import (
	"slices"
	"strings"

	"postback/internal/call"
	"postback/internal/diag"
	"postback/internal/receiver"
)

// eventMismatch finds a parameter that names another event than the pixel fires on.
func eventMismatch() Rule {
	return Rule{
		Name:     "event-mismatch",
		Severity: diag.Error,
		Summary:  "a parameter that names another event than the pixel fires on",
		Long: `The pixel fires on one event and tells the receiver of another. Usually it was copied and
the parameter was not changed. Where the parameter's name does not say that its value is an
event, or the value is only like the name of one, it is a warning. A receiver that has words of
its own for events is not misunderstood: only the platform's names count.`,
		Source: "documented: the platform's guide to Kayzen has app_event=incoming in all of its six pixels",
		Wrong:  example("url: https://receiver.test/p?id=[Call:InboundCallId]&app_event=incoming"),
		Right:  example("url: https://receiver.test/p?id=[Call:InboundCallId]&app_event=converted"),
		Check:  checkEventMismatch,
	}
}

func checkEventMismatch(p *Pass) {
	unknown := p.loadedAs(ruleUnknownEvent)
	for _, f := range p.fields() {
		if f.pixel == nil || !hasEvent(f.pixel, unknown) {
			continue
		}
		var contract receiver.Receiver
		if url := p.survey.byPixel[f.pixel].url; url != nil {
			contract = url.contract
		}
		documented, _ := contract.Parameter(f.name)
		p.compareEvent(f, documented.Event)
	}
}

// compareEvent reports a field that names another event than its pixel's.
func (p *Pass) compareEvent(f field, isEvent bool) {
	named, ok := call.ParseEvent(f.value)
	switch {
	case !ok || named == f.pixel.FireOn:
		return
	case f.place < parameter || f.place == headerValue || !isEvent && !mayNameEvent(f.name):
		return
	}
	d := diag.Diagnostic{Span: f.span(), Severity: diag.Warning}
	d.Message = f.name + "=" + f.value + " names another event than the one it fires on, which is " + f.pixel.FireOn.String()
	isExact := slices.Contains(call.EventNames(), strings.ToLower(f.value))
	if isExact && (isEvent || slices.Contains(wordsOf(f.name), "event")) {
		d.Severity = diag.Error
	}
	p.Add(d)
}

// mayNameEvent reports whether a parameter of this name often tells the receiver the event.
func mayNameEvent(name string) bool {
	words := wordsOf(name)
	return slices.Contains(words, "event") || len(words) == 1 && slices.Contains([]string{"e", "en", "et", "ev", "goal", "action", "eventname", "eventtype", "trigger"}, words[0])
}
