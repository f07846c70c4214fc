package yamldoc

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"gopkg.in/yaml.v3"

	"postback/internal/diag"
)

// Parse reads all documents of src. Empty documents are left out, so a source without nodes and
// without errors holds nothing but comments. After a syntax error the documents before it are
// still returned; all other faults are reported one by one and leave an Invalid node in their place.
func Parse(src *diag.Source) ([]*Node, diag.List) {
	var ds diag.List
	if !checkEncoding(src, &ds) {
		return nil, ds
	}
	var nodes []*Node
	b := newBuilder(src, &ds)
	decoder := yaml.NewDecoder(strings.NewReader(src.Content()))
	for {
		doc, err := next(decoder)
		if errors.Is(err, io.EOF) {
			return nodes, ds
		}
		if err != nil {
			ds.Add(syntaxFault(b, err, readMarks(decoder, b.places)))
			return nodes, ds
		}
		if n := b.document(doc); n != nil {
			nodes = append(nodes, n)
		}
	}
}

// next reads one document. The library is known to panic on odd input; that is a fault of the
// input too.
func next(decoder *yaml.Decoder) (doc *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: panic: %v", r)
		}
	}()
	doc = new(yaml.Node)
	return doc, decoder.Decode(doc)
}
