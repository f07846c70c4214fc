package yamldoc

import (
	"errors"
	"io"
	"strings"

	"gopkg.in/yaml.v3"

	"postback/internal/diag"
)

// RuleSyntax is the rule of everything that is no YAML, or YAML of a kind that is refused.
const RuleSyntax = "yaml-syntax"

// Parse reads all documents of src. Empty documents are left out, so a source without nodes and
// without errors holds nothing but comments. After a syntax error the documents before it are
// still returned; all other faults are reported one by one and leave an Invalid node in their place.
func Parse(src *diag.Source) ([]*Node, diag.List) {
	var ds diag.List
	var nodes []*Node
	decoder := yaml.NewDecoder(strings.NewReader(src.Content()))
	for {
		var doc yaml.Node
		err := decoder.Decode(&doc)
		if errors.Is(err, io.EOF) {
			return nodes, ds
		}
		if err != nil {
			ds.Errorf(src.Span(0, 0), RuleSyntax, "%s", err)
			return nodes, ds
		}
		nodes = append(nodes, (&builder{src: src}).build(doc.Content[0]))
	}
}
