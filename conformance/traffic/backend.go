package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// tagHeader carries the number of a request table's line, so that what arrives can be counted for it.
const tagHeader = "x-conformance-request"

// By these a request tells the workload how to answer: with another status, or late.
const (
	statusHeader = "x-conformance-status"
	delayHeader  = "x-conformance-delay"
)

// seen is what a workload tells about a request it got.
type seen struct {
	Workload string            `json:"workload"`
	Version  string            `json:"version,omitempty"`
	Port     int               `json:"port"`
	Method   string            `json:"method,omitempty"`
	Path     string            `json:"path,omitempty"`
	Host     string            `json:"host,omitempty"`
	Headers  map[string]string `json:"headers,omitempty"`
	Protocol string            `json:"protocol,omitempty"`
}

// arrivals counts, for each line of the request table, which workloads its requests reached.
type arrivals struct {
	mutex  sync.Mutex
	counts map[string]map[string]int
	last   time.Time
}

func (a *arrivals) add(tag, workload string) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if a.counts[tag] == nil {
		a.counts[tag] = map[string]int{}
	}
	a.counts[tag][workload]++
	a.last = time.Now()
}

const (
	settled  = 20 * time.Millisecond // nothing more is expected when nothing came for so long
	awaiting = 5 * time.Second       // how long to wait for what must still come
)

// of gives the counts of a line. It waits for so many to arrive (nobody else waits for a mirrored request), then until no more do.
func (a *arrivals) of(tag string, atLeast int) map[string]int {
	for start := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		counts, total, last := a.read(tag)
		quiet := time.Since(last) > settled && time.Since(start) > settled
		if (quiet && total >= atLeast) || time.Since(start) > awaiting {
			return counts
		}
	}
}

func (a *arrivals) read(tag string) (map[string]int, int, time.Time) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	total := 0
	for _, count := range a.counts[tag] {
		total += count
	}
	copied := map[string]int{}
	maps.Copy(copied, a.counts[tag])
	return copied, total, a.last
}

// application is the echo server of one port of a workload. It speaks HTTP/1.1 and HTTP/2 without TLS, and answers a line
// to whoever speaks neither.
type application struct {
	workload *workload
	port     int
	arrivals *arrivals
	server   *http.Server
	accepted *queue
}

func newApplication(p *workload, port int, arrivals *arrivals) *application {
	a := &application{workload: p, port: port, arrivals: arrivals, accepted: newQueue()}
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	a.server = &http.Server{Handler: http.HandlerFunc(a.answer), Protocols: protocols}
	go func() { _ = a.server.Serve(a.accepted) }()
	return a
}

func (a *application) close() {
	_ = a.server.Close()
	_ = a.accepted.Close()
}

func (a *application) answer(out http.ResponseWriter, in *http.Request) {
	headers := map[string]string{}
	for name, values := range in.Header {
		headers[strings.ToLower(name)] = strings.Join(values, ",")
	}
	a.arrivals.add(in.Header.Get(tagHeader), a.workload.key())
	if delay, err := time.ParseDuration(in.Header.Get(delayHeader)); err == nil {
		time.Sleep(min(delay, patience))
	}
	out.Header().Set("content-type", "application/json")
	if status, err := strconv.Atoi(in.Header.Get(statusHeader)); err == nil && status >= 200 && status <= 599 {
		out.WriteHeader(status)
	}
	_ = json.NewEncoder(out).Encode(seen{
		Workload: a.workload.key(), Version: a.workload.labels["version"], Port: a.port,
		Method: in.Method, Path: in.RequestURI, Host: in.Host, Headers: headers, Protocol: in.Proto,
	})
}

// serve takes one connection.
func (a *application) serve(conn net.Conn) {
	reader := bufio.NewReader(conn)
	start, err := reader.Peek(4)
	if err != nil {
		_ = conn.Close()
		return
	}
	buffered := &peeked{Conn: conn, reader: reader}
	if isHTTP(string(start)) {
		a.accepted.push(buffered)
		return
	}
	defer conn.Close()
	line, err := reader.ReadString('\n')
	if err != nil {
		return
	}
	a.arrivals.add(strings.TrimSpace(line), a.workload.key())
	text, _ := json.Marshal(seen{Workload: a.workload.key(), Version: a.workload.labels["version"], Port: a.port, Protocol: "tcp"})
	_, _ = fmt.Fprintf(conn, "%s\n", text)
}

func isHTTP(start string) bool {
	for _, method := range []string{"GET ", "POST", "PUT ", "HEAD", "DELE", "OPTI", "PATC", "TRAC", "PRI ", "CONN"} {
		if start == method {
			return true
		}
	}
	return false
}

type peeked struct {
	net.Conn
	reader *bufio.Reader
}

func (p *peeked) Read(b []byte) (int, error) { return p.reader.Read(b) }

// queue is a listener of connections accepted elsewhere.
type queue struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func newQueue() *queue { return &queue{conns: make(chan net.Conn), done: make(chan struct{})} }

func (q *queue) push(conn net.Conn) {
	select {
	case q.conns <- conn:
	case <-q.done:
		_ = conn.Close()
	}
}

func (q *queue) Accept() (net.Conn, error) {
	select {
	case conn := <-q.conns:
		return conn, nil
	case <-q.done:
		return nil, net.ErrClosed
	}
}

func (q *queue) Close() error {
	q.once.Do(func() { close(q.done) })
	return nil
}

func (q *queue) Addr() net.Addr { return &net.TCPAddr{} }
