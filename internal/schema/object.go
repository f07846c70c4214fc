package schema

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// Object is a mapping with certain keys and no others.
type Object struct {
	What  string // what messages call it: "the pixel"
	Help  string
	Keys  []Key
	OneOf [][]string // of each of these sets of keys exactly one is there
	AnyOf [][]string // of each of these sets of keys at least one is there
	Not   [][]string // of each of these sets of keys at most one is there

	NonEmpty bool // some key is there
}

// Key is one key of an object.
type Key struct {
	Name     string
	Value    Value
	Help     string
	Required bool
}

// Names are the names of all keys.
func (o *Object) Names() []string {
	names := make([]string, len(o.Keys))
	for i, k := range o.Keys {
		names[i] = k.Name
	}
	return names
}

// Has reports whether the object has a key of the name.
func (o *Object) Has(name string) bool {
	return slices.ContainsFunc(o.Keys, func(k Key) bool { return k.Name == name })
}

// schema refers to the object, which stands once in the document whatever refers to it.
func (o *Object) schema(d *document) node {
	name := strings.ReplaceAll(strings.TrimPrefix(o.What, "the "), " ", "-")
	if _, known := d.objects[name]; !known {
		d.objects[name] = node{} // while it is made it may be referred to
		d.objects[name] = o.define(d)
	}
	return node{"$ref": "#/definitions/" + name}
}

// define is the object itself.
func (o *Object) define(d *document) node {
	properties, required := node{}, []string{}
	for _, k := range o.Keys {
		value := k.Value.schema(d)
		if _, refers := value["$ref"]; refers { // beside which nothing else counts
			value = node{"allOf": []node{value}}
		}
		if k.Help != "" {
			value["description"] = k.Help
		}
		properties[k.Name] = value
		if k.Required {
			required = append(required, k.Name)
		}
	}
	n := node{"type": "object", "additionalProperties": false, "properties": properties}
	if len(required) > 0 {
		n["required"] = required
	}
	if o.Help != "" {
		n["description"] = o.Help
	}
	if o.NonEmpty {
		n["minProperties"] = 1
	}
	if rules := o.exclusions(); len(rules) > 0 {
		n["allOf"] = rules
	}
	return n
}

// exclusions are the rules about keys that exclude each other.
func (o *Object) exclusions() []node {
	var rules []node
	for _, set := range o.OneOf {
		rules = append(rules, node{"oneOf": each(set)})
	}
	for _, set := range o.AnyOf {
		rules = append(rules, node{"anyOf": each(set)})
	}
	for _, set := range o.Not {
		rules = append(rules, node{"oneOf": append(each(set), node{"not": node{"anyOf": each(set)}})})
	}
	return rules
}

func each(keys []string) []node {
	var nodes []node
	for _, key := range keys {
		nodes = append(nodes, node{"required": []string{key}})
	}
	return nodes
}

// document collects the objects of one schema.
type document struct{ objects node }

// Document is the JSON Schema of a file or document that holds such a value.
func Document(title string, v Value) ([]byte, error) {
	d := &document{objects: node{}}
	root := v.schema(d)
	whole := node{"$schema": "http://json-schema.org/draft-07/schema#", "title": title, "definitions": d.objects, "allOf": []node{root}}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(whole)
	return out.Bytes(), err
}
