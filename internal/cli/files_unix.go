//go:build unix

package cli

import "syscall"

// fileLimit is how many files this process may have open at once, 0 when that is not limited.
func fileLimit() int {
	const unlimited = 1 << 30
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit) != nil || limit.Cur > unlimited {
		return 0
	}
	return int(limit.Cur)
}
