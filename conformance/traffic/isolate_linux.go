package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"unsafe"
)

const (
	isolatedMark = "CONFORMANCE_TRAFFIC_ISOLATED"
	notIsolated  = 77 // how the isolated process says that it could not set up its network
)

// A process that is to end with its parent ends with the thread that started it: so that stays the first one. This one
// ends with its own parent, too, in the middle of a case if need be.
func init() {
	runtime.LockOSThread()
	_, _, _ = syscall.RawSyscall(syscall.SYS_PRCTL, syscall.PR_SET_PDEATHSIG, uintptr(syscall.SIGKILL), 0)
}

// endWithParent lets the kernel end the process when this one is killed.
func endWithParent(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}

// isolate runs this program again in a network of its own, where there is nothing but loopback: no firewall that rewrites
// or tracks connections, no port taken or reserved. It gives false where that is not allowed, and where it is already so.
func isolate() (bool, int) {
	if os.Getenv(isolatedMark) != "" {
		if err := loopbackUp(); err != nil {
			os.Exit(notIsolated)
		}
		return false, 0
	}
	command := exec.Command("/proc/self/exe", os.Args[1:]...)
	command.Env = append(os.Environ(), isolatedMark+"=1")
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	command.SysProcAttr = &syscall.SysProcAttr{
		Pdeathsig: syscall.SIGKILL, Cloneflags: syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	if command.Start() != nil {
		return false, 0
	}
	var ended *exec.ExitError
	if err := command.Wait(); errors.As(err, &ended) {
		if ended.ExitCode() == notIsolated {
			return false, 0
		}
		return true, max(1, ended.ExitCode())
	}
	return true, 0
}

func loopbackUp() error {
	socket, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM, 0)
	if err != nil {
		return err
	}
	defer syscall.Close(socket)
	request := struct {
		name  [syscall.IFNAMSIZ]byte
		flags uint16
		_     [22]byte
	}{flags: syscall.IFF_UP | syscall.IFF_RUNNING}
	copy(request.name[:], "lo")
	if _, _, failure := syscall.Syscall(syscall.SYS_IOCTL, uintptr(socket), syscall.SIOCSIFFLAGS, uintptr(unsafe.Pointer(&request))); failure != 0 {
		return failure
	}
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("loopback: %w", err)
	}
	return listener.Close()
}

// tracked tells whether the kernel keeps original destinations of loopback connections: Envoy would believe it rather than us.
func tracked() bool {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return false
	}
	defer listener.Close()
	conn, err := net.Dial("tcp4", listener.Addr().String())
	if err != nil {
		return false
	}
	defer conn.Close()
	accepted, err := listener.Accept()
	if err != nil {
		return false
	}
	defer accepted.Close()
	raw, err := accepted.(*net.TCPConn).SyscallConn()
	if err != nil {
		return false
	}
	const originalDestination = 80 // SO_ORIGINAL_DST
	found := false
	_ = raw.Control(func(fd uintptr) {
		_, err := syscall.GetsockoptIPv6Mreq(int(fd), syscall.IPPROTO_IP, originalDestination)
		found = err == nil
	})
	return found
}
