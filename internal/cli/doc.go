// Package cli is the command line of postback: the command tree, flags, settings, exit codes and
// signals. It connects the packages below it and holds no logic of their kind.
//
// Everything that a command takes from its surroundings comes in an [Env], so that a test can
// run the whole program in its own process. The only way out is the exit code that [Main]
// returns.
package cli
