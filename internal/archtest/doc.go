// Package archtest holds the code against the rules of the house: which package may import which,
// who may end the process, what may be global, what must be documented, what must be pure.
//
// It is a package of tests and exports nothing. A rule is a function from the parsed module to its
// findings; beside it stand snippets that it must find and snippets that it must pass, because a
// check that cannot fail is worse than none. To change a rule or a table is a deliberate act that
// belongs in a commit of its own, with the reason.
package archtest
