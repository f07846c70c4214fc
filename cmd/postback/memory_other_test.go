//go:build !linux

package main

import "os"

// peakMemory is the most bytes of memory that a process had at a time; 0 where that is not known.
func peakMemory(*os.ProcessState) float64 { return 0 }
