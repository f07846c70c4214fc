// Package report writes everything that a user reads: diagnostics with carets, firings as text,
// JSON, URLs or curl commands, reference tables. There is one file for each format.
//
// A format never decides anything and never hides an error: what it cannot write it returns.
// Everything that could hold a secret passes the redactor that the format is given.
package report
