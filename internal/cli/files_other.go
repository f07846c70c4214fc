//go:build !unix

package cli

// fileLimit is how many files this process may have open at once; here that is not limited.
func fileLimit() int { return 0 }
