package main

import (
	"os/exec"
	"syscall"
)

// endWithParent lets the kernel end the process when this one is killed.
func endWithParent(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
