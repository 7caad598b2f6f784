package main

import (
	"fmt"
	"io"
	"net"
	"sync"
)

// capture does for one port of a Pod what iptables do: what comes from outside goes to the sidecar first, which learns
// by the PROXY protocol where it was meant to go; what the sidecar sends on goes to the application.
type capture struct {
	listener net.Listener
	workload *workload
	port     int
	serve    func(net.Conn)
	admit    func(source string) bool // whether the ztunnel in front of the Pod lets plaintext through
	mutex    sync.Mutex
	open     map[net.Conn]struct{}
	closed   bool
}

func startCapture(p *workload, port int, serve func(net.Conn), admit func(string) bool) (*capture, error) {
	listener, err := net.Listen("tcp4", at(p.address, port))
	if err != nil {
		return nil, fmt.Errorf("port %d of %s: %w (ports below 1024 need the right to listen there)", port, p.key(), err)
	}
	c := &capture{listener: listener, workload: p, port: port, serve: serve, admit: admit, open: map[net.Conn]struct{}{}}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			if c.keep(conn) {
				go c.handle(conn)
			}
		}
	}()
	return c, nil
}

func (c *capture) keep(conn net.Conn) bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.closed {
		_ = conn.Close()
		return false
	}
	c.open[conn] = struct{}{}
	return true
}

func (c *capture) handle(conn net.Conn) {
	source, _, _ := net.SplitHostPort(conn.RemoteAddr().String())
	if source == appSource || c.workload.plane != sidecar {
		if c.workload.plane == ambient && source != appSource && !c.admit(source) {
			_ = conn.Close()
			return
		}
		c.serve(conn)
		return
	}
	proxy, err := dialThrough(conn.RemoteAddr(), at(c.workload.address, inboundPort), c.workload.address, c.port)
	if err != nil {
		_ = conn.Close()
		return
	}
	if c.keep(proxy) {
		join(conn, proxy)
	}
}

func (c *capture) close() {
	_ = c.listener.Close()
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.closed = true
	for conn := range c.open {
		_ = conn.Close()
	}
}

// dialThrough connects to a proxy's listener and tells it where the connection comes from and was meant to go.
func dialThrough(source net.Addr, proxy, host string, port int) (net.Conn, error) {
	from, fromPort, err := net.SplitHostPort(source.String())
	if err != nil {
		return nil, err
	}
	conn, err := net.Dial("tcp4", proxy)
	if err != nil {
		return nil, err
	}
	if _, err := fmt.Fprintf(conn, "PROXY TCP4 %s %s %s %d\r\n", from, host, fromPort, port); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return conn, nil
}

// join copies both ways until both are done. A connection that one side resets or closes is closed on the other.
func join(a, b net.Conn) {
	var both sync.WaitGroup
	both.Add(2)
	one := func(to, from net.Conn) {
		defer both.Done()
		_, err := io.Copy(to, from)
		if half, ok := to.(interface{ CloseWrite() error }); ok && err == nil {
			_ = half.CloseWrite()
			return
		}
		_ = to.Close()
		_ = from.Close()
	}
	go one(a, b)
	go one(b, a)
	both.Wait()
	_ = a.Close()
	_ = b.Close()
}
