// Package call reads call records: what a call was, which tags it carries, and which of the eight
// events it reached.
//
// A [Scanner] reads one record's JSON in one strict pass into a reusable [Record]; it builds no
// tree. A [Reader] finds the records in whatever the platform or a person hands over: one object,
// an array, NDJSON, API envelopes, CSV, any of them gzipped. A [Keys] gives every field name and
// tag that a program cares about a small number, so that asking a record for it costs an index.
//
// JSON is read as RFC 8259 has it and somewhat stricter: a key that stands twice in one object,
// bytes that are not UTF-8, half a surrogate pair, more than 128 levels of nesting, 65,536
// different keys or 64 MiB in one record, and an unknown name in a list of events are errors.
package call
