// Package jsondoc reads JSON into a tree in which every value knows where it stands, so that a fault
// can be pointed at and a text be edited without writing it anew.
//
// It is as strict as RFC 8259 and somewhat stricter: a key that stands twice in one object, bytes that
// are not UTF-8, a NUL in a string and more than [MaxDepth] levels of nesting are errors.
package jsondoc
