package main

import (
	"fmt"
	"math/rand/v2"
	"net"
	"strconv"
	"sync"
)

// Ports of a proxy, as in a cluster.
const (
	adminPort    = 15000
	outboundPort = 15001
	inboundPort  = 15006
	hbonePort    = 15008
	lockPort     = 15999
)

// appSource is the address from which a sidecar calls its own workload; that connection is not captured again.
const appSource = "127.0.0.6"

// addresses hands out loopback addresses, none twice: pods, virtual addresses of Services, hosts outside.
type addresses struct {
	mutex  sync.Mutex
	second byte
	next   int
	lock   net.Listener
}

// takeAddresses claims one 127.x.0.0/16 for this process, so that several may run on one machine.
func takeAddresses() (*addresses, error) {
	offset := rand.IntN(200)
	for i := range 200 {
		second := byte(20 + (offset+i)%200)
		lock, err := net.Listen("tcp4", fmt.Sprintf("127.%d.0.1:%d", second, lockPort))
		if err == nil {
			return &addresses{second: second, next: 10, lock: lock}, nil
		}
	}
	return nil, fmt.Errorf("no loopback network 127.x.0.0/16 is free")
}

// take gives the next address. After 65,000 it starts again: by then earlier cases are long over.
func (a *addresses) take() string {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	for {
		a.next = (a.next + 1) % 65536
		if last := a.next % 256; last != 0 && last != 255 && a.next > 10 {
			return fmt.Sprintf("127.%d.%d.%d", a.second, a.next/256, last)
		}
	}
}

// own is the address of this process's servers for proxies.
func (a *addresses) own() string { return fmt.Sprintf("127.%d.0.1", a.second) }

// at is an address with its port.
func at(host string, port int) string { return net.JoinHostPort(host, strconv.Itoa(port)) }
