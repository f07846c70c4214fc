//go:build !linux

package journal

import "os"

func datasync(f *os.File) error { return f.Sync() }

// bootID cannot be told here, so that every session counts as one before a restart.
func bootID() string { return "" }
