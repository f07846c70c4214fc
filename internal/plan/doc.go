// Package plan decides, for one call and the events asked for, which pixels fire, why the others
// do not, and exactly which requests are made.
//
// It is pure: it does no I/O and reads neither clock nor environment, so that a dry run cannot
// send anything and the same input always gives the same requests.
//
// [Compile] turns a definition set and a selection into a [Program], once. Each worker takes a
// [Planner] of its own from it and plans record after record.
//
// # Many calls
//
// What can be said without a call is said while compiling, so that a record costs little more than
// its values: which pixels belong to an event, the value of a header without a token, whether a
// body is JSON, whether a time zone is guessed. A planner keeps its memory from record to record,
// and a firing that is the same as the last one in its place is not written again.
//
// A dry run has [Program.ShowOnly] bind, beside each URL and body, what is shown of it. Then nothing
// is rendered first and hidden, quoted and copied afterwards: [Firing.AppendShownURL],
// [Firing.AppendQuotedURL] and [Firing.AppendQuotedBody] write straight into the output, from values
// that are looked up, encoded, hidden and quoted once a record, however many pixels send them.
package plan
