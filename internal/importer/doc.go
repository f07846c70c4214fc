// Package importer turns what people have of their pixels into definitions: the JSON of the
// platform's API, a URL, a curl command, the requests of a HAR file.
//
// Every source is read into requests, raw as they are sent. [seal] takes the credentials out of
// them, a converter turns their texts into templates that send the same, and what comes of it is
// written as YAML that package config loads again.
//
// Nothing is invented. Where a source does not say what a definition needs, the output has a place
// that validation refuses, with a comment that says what is asked, and the result a warning. Where
// the source is read by an assumption, a comment says so.
package importer
