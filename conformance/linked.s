// Without an assembly file the compiler wants a body for every function, also for those that go:linkname names.
