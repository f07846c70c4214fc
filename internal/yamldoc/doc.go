// Package yamldoc reads YAML with exact positions and decodes mappings strictly. It is the only
// importer of a YAML module.
//
// [Parse] turns a source into a tree of [Node] values, one for each document. Every scalar,
// however it was written, becomes a [diag.Text] that knows from which source bytes each of its
// bytes came, so that a fault deep inside a folded URL can be underlined to the character.
// Anchors, aliases, merge keys and tags of one's own are refused: a definition has to mean what
// it says where it stands.
//
// [Object] and the As functions decode nodes without reflection. They report every fault to one
// list and go on, so a file with seven mistakes is told all seven.
//
// A [Writer] writes documents that are read back as what was written.
//
// Not a goal: being a YAML library. Syntax is judged by the module below; this package adds
// places, plain words and strictness.
package yamldoc
