package importer

import (
	"fmt"
	"slices"
	"strings"

	"postback/internal/catalog"
	"postback/internal/diag"
	"postback/internal/jsondoc"
	"postback/internal/pixel"
)

// pixelMembers are the members of an EventCallBack that the API documents.
var pixelMembers = []string{
	"id", "name", "pixelUrl", "eventCode", "method", "contentType", "postBody", "headers",
	"basicAuthUsername", "basicAuthPassword", "criteria", "accountId", "enabled", "version",
}

// ringbaPixel adds the request that an EventCallBack describes. Its texts are templates already.
func (d *draft) ringbaPixel(v *jsondoc.Value) *request {
	r := &request{span: first(v.Span), template: true, name: d.ringbaText(v, "name"), enabled: true}
	d.requests = append(d.requests, r)
	if id := v.Field("id"); id != "" {
		r.tell(id + version(v))
	}
	d.ringbaEvent(v, r)
	if enabled := v.Get("enabled"); enabled != nil {
		r.enabled = enabled.Text != "false"
	}
	if r.url = d.ringbaText(v, "pixelUrl"); r.url == "" {
		d.findings.Errorf(first(v.Span), RuleSource, "this pixel has no pixelUrl")
	}
	r.method = d.ringbaMethod(v)
	r.contentType = d.ringbaText(v, "contentType")
	if body := d.ringbaText(v, "postBody"); body != "" {
		r.body = &body
	}
	if user := d.ringbaText(v, "basicAuthUsername"); user != "" {
		r.auth = &credentials{user, d.ringbaText(v, "basicAuthPassword")}
	}
	d.ringbaHeaders(v, r)
	d.ringbaCriteria(v, r)
	d.ringbaRest(v, r)
	return r
}

func version(v *jsondoc.Value) string {
	if n := v.Field("version"); n != "" {
		return ", version " + n + " in the source."
	}
	return " in the source."
}

// ringbaText is the text of a member; a member that is no text is a fault.
func (d *draft) ringbaText(v *jsondoc.Value, name string) string {
	m := v.Get(name)
	if m != nil && m.Kind != jsondoc.String && m.Kind != jsondoc.Number {
		d.findings.Errorf(first(m.Span), RuleSource, "expected a string for %s, found %s", name, m.Kind)
	}
	return v.Field(name)
}

func (d *draft) ringbaMethod(v *jsondoc.Value) string {
	method := strings.ToUpper(d.ringbaText(v, "method"))
	if method != "" && !slices.Contains(pixel.Methods(), method) {
		d.findings.Errorf(v.Get("method").Span, RuleSource, "a pixel cannot use the method %s; the platform offers %s", method, strings.Join(pixel.Methods(), ", "))
	}
	return method
}

// ringbaEvent reads the eventCode: by what the user says that it means, else by its spelling.
func (d *draft) ringbaEvent(v *jsondoc.Value, r *request) {
	code := d.ringbaText(v, "eventCode")
	if event, ok := d.options.Codes[code]; ok {
		r.event = event.String()
		return
	}
	if known, ok := catalog.LookupEventCode(code); ok {
		r.event = known.Event.String()
		d.assume(r, fmt.Sprintf("eventCode %q is taken for %s: %s", code, r.event, known.Why))
		return
	}
	r.question = fmt.Sprintf("the source says eventCode %q, and what that means is not documented; --event-code %s=EVENT tells", code, code)
	if code == "" {
		r.question = "the source has no eventCode"
		return
	}
	r.asked = v.Get("eventCode").Span
}

// assume tells of an assumption, in the definition and to the user.
func (d *draft) assume(r *request, message string) {
	r.tell(message + " (assumed).")
	d.findings.Add(diag.Diagnostic{Severity: diag.Note, Rule: RuleAssumed, Span: r.span, Message: message})
}

func (d *draft) ringbaHeaders(v *jsondoc.Value, r *request) {
	headers := d.collection(v, "headers", jsondoc.Object)
	if headers == nil {
		return
	}
	for _, m := range headers.Members {
		switch {
		case m.Value.Kind != jsondoc.String && m.Value.Kind != jsondoc.Number:
			d.findings.Errorf(first(m.Value.Span), RuleSource, "expected a string for the header %s, found %s", m.Name, m.Value.Kind)
		case strings.EqualFold(m.Name, "Content-Type") && r.contentType != "":
			if m.Value.Text != r.contentType {
				d.leaveOut(r, fmt.Sprintf("the header %s %q, because contentType says %q; which of them the platform sends is not known", m.Name, m.Value.Text, r.contentType))
			}
		default:
			r.headers = append(r.headers, header{m.Name, m.Value.Text})
		}
	}
}

// collection is a member that is a list or an object; nil when there is none, or another one, which is
// a fault.
func (d *draft) collection(v *jsondoc.Value, name string, kind jsondoc.Kind) *jsondoc.Value {
	m := v.Get(name)
	if m != nil && m.Kind != kind {
		d.findings.Errorf(first(m.Span), RuleSource, "expected %s for %s, found %s", kind, name, m.Kind)
		return nil
	}
	return m
}

// leaveOut tells of something that the definition does not have.
func (d *draft) leaveOut(r *request, what string) {
	r.tell("Left out: " + what + ".")
	d.findings.Add(diag.Diagnostic{Severity: diag.Note, Rule: RuleLeftOut, Span: r.span, Message: "left out: " + what})
}

// ringbaRest names the members that nothing was made of.
func (d *draft) ringbaRest(v *jsondoc.Value, r *request) {
	rest := slices.DeleteFunc(v.Names(), func(name string) bool { return slices.Contains(pixelMembers, name) })
	if len(rest) > 0 {
		d.leaveOut(r, "the members "+strings.Join(rest, ", ")+", whose meaning is not known")
	}
}
