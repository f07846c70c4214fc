// Package diag is the vocabulary in which every layer speaks of a user's mistakes: where
// text came from, which part of it is meant, and what is wrong with it.
//
// It sits at the bottom of the import graph and prints nothing; package report draws carets.
//
// A mistake of the user is a [Diagnostic], and a function that can meet several returns all of
// them in a [List]. A failure of the machine is an error. Signatures say which one to expect.
//
// All offsets are bytes, all ranges are half-open [start, end), lines and columns are counted
// from 1, and a column counts runes.
package diag
