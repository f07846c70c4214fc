package template_test

import (
	"fmt"

	"postback/internal/diag"
	"postback/internal/template"
)

// A template is parsed and bound once and rendered for every record.
func Example() {
	text := diag.Opaque("https://receiver.example/?id=[Call:InboundCallId]&zip=[User:zip|Gather:zip]&tags=[[[User:tag]]]", diag.Span{})
	tmpl, faults := template.Parse(text, template.URL, template.Component)
	fmt.Println(len(faults), "faults")

	layout := template.NewLayout()
	bound := layout.Bind(tmpl, nil)

	values := layout.NewValues()
	values.Reset(byKey{layout, map[string]string{"call:InboundCallId": "RGB 1", "gather:zip": "93301"}})
	fmt.Printf("%s\n", bound.Append(nil, values))

	for _, slot := range bound.Slots() {
		if values.Empty(slot) {
			fmt.Println(slot.Expr.Source, "is empty")
		}
	}
	// Output:
	// 0 faults
	// https://receiver.example/?id=RGB%201&zip=93301&tags=[]
	// [User:tag] is empty
}
