//go:build !linux

package main

import "os/exec"

// endWithParent: only Linux can promise that.
func endWithParent(*exec.Cmd) {}

// isolate: only Linux has networks of a process's own.
func isolate() (bool, int) { return false, 0 }

func tracked() bool { return false }
