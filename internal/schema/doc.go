// Package schema describes what the program's files and documents may hold: their keys, what each of
// them takes, and what it is for.
//
// A description is written once, as a literal beside the code that reads or writes the thing. The
// decoder takes from it which keys there are and which have to be there, and [Document] makes a JSON
// Schema of it (draft 7, which editors understand best).
package schema
