// Package golden holds calls against the requests that they are to make: it is the engine of
// `postback test` and `postback diff`.
//
// [Parse] reads the cases of a test file. A [Suite] plans the call of each case and compares what
// fires with what the case expects: decoded, as a receiver would read it, parameter by parameter.
// What differs can be written back into the file ([Update]), and a suite says what of its
// definitions no case has reached ([Suite.Coverage]). A [Differ] plans one call with two sets of definitions
// and groups what changes from one to the other.
//
// The package reads no files and no environment: what it needs from outside is given to it.
package golden
