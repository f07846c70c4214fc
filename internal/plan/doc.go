// Package plan decides, for one call and the events asked for, which pixels fire, why the others
// do not, and exactly which requests are made.
//
// It is pure: it does no I/O and reads neither clock nor environment, so that a dry run cannot
// send anything and the same input always gives the same requests.
//
// [Compile] turns a definition set and a selection into a [Program], once. Each worker takes a
// [Planner] of its own from it and plans record after record.
package plan
