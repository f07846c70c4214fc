//go:build !386 && !s390x

package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"unsafe"
)

// What package syscall does not name; from linux/prctl.h, linux/seccomp.h.
const (
	setNoNewPrivileges = 38         // PR_SET_NO_NEW_PRIVS
	filterMode         = 2          // SECCOMP_MODE_FILTER
	trapCall           = 0x00030000 // SECCOMP_RET_TRAP
	allowCall          = 0x7fff0000 // SECCOMP_RET_ALLOW
	cannotForbid       = 77         // exit code where the kernel has no such filters
)

// nosocket turns into the given command after it has asked the kernel to forbid socket(2), which
// no network connection can do without, to itself and everything it starts. A Go program that
// tries dies of SIGSYS on the spot, with exit code 2 and a trace of the culprit on stderr:
// whatever it does with errors, it cannot try in secret.
func nosocket(command []string) int {
	runtime.LockOSThread() // the filter belongs to a thread, and exec keeps the one it is called on
	path, err := exec.LookPath(command[0])
	if err != nil {
		return complain(err)
	}
	if err := forbid(syscall.SYS_SOCKET); err != nil {
		complain(err)
		return cannotForbid
	}
	return complain(syscall.Exec(path, command, os.Environ()))
}

func complain(err error) int {
	fmt.Fprintln(os.Stderr, "nosocket:", err)
	return 1
}

// forbid makes one system call of this thread a deadly one.
func forbid(number uint32) error {
	filter := []syscall.SockFilter{
		{Code: syscall.BPF_LD | syscall.BPF_W | syscall.BPF_ABS, K: 0}, // the number is the first field
		{Code: syscall.BPF_JMP | syscall.BPF_JEQ | syscall.BPF_K, Jt: 0, Jf: 1, K: number},
		{Code: syscall.BPF_RET | syscall.BPF_K, K: trapCall},
		{Code: syscall.BPF_RET | syscall.BPF_K, K: allowCall},
	}
	program := &syscall.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if err := prctl(setNoNewPrivileges, 1, nil); err != nil {
		return err
	}
	return prctl(syscall.PR_SET_SECCOMP, filterMode, unsafe.Pointer(program))
}

func prctl(option, value uintptr, argument unsafe.Pointer) error {
	if _, _, errno := syscall.RawSyscall6(syscall.SYS_PRCTL, option, value, uintptr(argument), 0, 0, 0); errno != 0 {
		return fmt.Errorf("prctl(%d): %w", option, errno)
	}
	return nil
}
