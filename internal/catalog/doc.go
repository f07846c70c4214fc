// Package catalog holds what is known of the platform's tokens: what each one means, how its value
// is written, on which of the eight events it has one, and how sure that knowledge is.
//
// The tables are declared once, here. `list tokens`, `explain`, the validation rules and the
// planner all read them, so that they cannot disagree.
//
// Much of the platform is not documented. Every statement therefore carries a [Certainty], and
// whoever shows one that is not a fact ([Certainty.Fact]) must call it an assumption.
package catalog
