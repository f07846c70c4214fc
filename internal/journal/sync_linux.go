package journal

import (
	"errors"
	"os"
	"strings"
	"syscall"
)

// datasync leaves out what no reader needs, such as the time of the change. A file that is closed
// meanwhile stays open until it is done.
func datasync(f *os.File) error {
	raw, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var failure error
	err = raw.Control(func(fd uintptr) {
		for failure = syscall.EINTR; failure == syscall.EINTR; {
			failure = syscall.Fdatasync(int(fd))
		}
	})
	return errors.Join(err, failure)
}

// bootID is another one after each start of the kernel, "" when it cannot be told.
func bootID() string {
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(id))
}
