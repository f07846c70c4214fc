package main

import (
	"os"
	"syscall"
)

// peakMemory is the most bytes of memory that a process had at a time; 0 where that is not known.
func peakMemory(ended *os.ProcessState) float64 {
	const kilo = 1 << 10
	usage, ok := ended.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return kilo * float64(usage.Maxrss)
}
