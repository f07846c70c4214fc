package golden

import (
	"strings"

	"postback/internal/plan"
	"postback/internal/yamldoc"
)

// Secret reports whether a value must not be written down, by itself or because of its name.
type Secret func(name, value string) bool

// describer writes what a pixel did in the words of a test file.
type describer struct{ secret Secret }

// anyValue stands for a value that must not be written down.
const anyValue = "{present: true}"

// item is the whole expectation, as an item of a list.
func (d describer) item(pixel string, o outcome) string {
	lines := append([]string{"pixel: " + yamldoc.ScalarText(pixel)}, d.entries(o)...)
	return "- " + strings.TrimPrefix(indented(strings.Join(lines, "\n"), "  ", "\n"), "  ")
}

// flowItem is the same where there is room for its name only.
func (d describer) flowItem(pixel string, o outcome) string {
	switch o.decision {
	case plan.Skip:
		return "{pixel: " + yamldoc.FlowText(pixel) + ", skip: " + string(o.reason.Code) + "}"
	case plan.Fail:
		return "{pixel: " + yamldoc.FlowText(pixel) + ", fail: " + string(o.reason.Code) + "}"
	}
	return yamldoc.FlowText(pixel)
}

// entries are what follows the name of the pixel.
func (d describer) entries(o outcome) []string {
	switch o.decision {
	case plan.Skip:
		return []string{"skip: " + string(o.reason.Code)}
	case plan.Fail:
		return []string{"fail: " + string(o.reason.Code)}
	}
	r := o.request
	entries := []string{
		"method: " + r.Parts[Method][0].String(),
		"endpoint: " + d.value(yamldoc.ScalarText, "", r.Parts[Endpoint][0].String()),
	}
	if grant := r.Parts[Auth]; len(grant) > 0 {
		entries = append(entries, string(Auth)+": "+yamldoc.ScalarText(grant[0].String()))
	}
	for _, l := range lists {
		if values := r.Parts[l.part]; l.part != JSON && len(values) > 0 {
			entries = append(entries, d.list(l.key, values))
		}
	}
	if body := d.body(r); body != "" {
		entries = append(entries, body)
	}
	return entries
}

// body is the body as a text; one of JSON that holds a secret is written down value by value.
func (d describer) body(r *Request) string {
	switch {
	case r.Body == "" || r.Parts[Form] != nil:
		return ""
	case r.Parts[JSON] != nil && d.anySecret(r):
		return d.list("json", r.Parts[JSON])
	case d.secret("", r.Body):
		return "body: " + anyValue
	}
	return "body: " + yamldoc.BlockText(r.Body, "")
}

func (d describer) anySecret(r *Request) bool {
	for _, v := range r.Parts[JSON] {
		if d.isSecret(v) {
			return true
		}
	}
	return d.secret("", r.Body)
}

func (d describer) list(key string, values []*Value) string {
	lines := []string{key + ":"}
	for _, v := range values {
		lines = append(lines, indented(d.entry(v, false), "  ", "\n"))
	}
	return strings.Join(lines, "\n")
}

// entry is one named value.
func (d describer) entry(v *Value, flow bool) string {
	if flow {
		return yamldoc.FlowText(v.Name) + ": " + d.values(v, flow)
	}
	return yamldoc.ScalarText(v.Name) + ": " + d.values(v, flow)
}

// values is what stands behind a name: a value, or a list when the name is there several times.
func (d describer) values(v *Value, flow bool) string {
	scalar := yamldoc.ScalarText
	if flow || len(v.Values) > 1 {
		scalar = yamldoc.FlowText
	}
	var texts []string
	for _, value := range v.Values {
		texts = append(texts, d.value(scalar, secretName(v.Name), value))
	}
	if len(texts) == 1 {
		return texts[0]
	}
	return "[" + strings.Join(texts, ", ") + "]"
}

func (d describer) value(scalar func(string) string, name, value string) string {
	if d.secret(name, value) {
		return anyValue
	}
	return scalar(value)
}

func (d describer) isSecret(v *Value) bool {
	for _, value := range v.Values {
		if d.secret(secretName(v.Name), value) {
			return true
		}
	}
	return false
}

// secretName is the name by which a value may be secret: of a JSON pointer, its last part.
func secretName(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }
