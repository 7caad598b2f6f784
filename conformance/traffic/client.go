package main

import (
	"bufio"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"
)

const patience = 10 * time.Second

// observation is what the caller saw of one request.
type observation struct {
	Status    int               `json:"status,omitempty"`
	Headers   map[string]string `json:"headers,omitempty"`
	SetCookie []string          `json:"setCookie,omitempty"`
	Seen      *seen             `json:"seen,omitempty"` // what the workload that answered had got
	Body      string            `json:"body,omitempty"` // when no workload answered
	// Failure of the connection: refused, closed (without an answer), timeout.
	Failure string `json:"failure,omitempty"`
}

// caller sends the requests of one line of the table, over one connection as long as it holds.
type caller struct {
	mesh    *runningMesh
	request *request
	tag     string
	conn    net.Conn
	reader  *bufio.Reader
}

func (c *caller) close() {
	if c.conn != nil {
		_ = c.conn.Close()
		c.conn = nil
	}
}

// send sends the request once.
func (c *caller) send(jar map[string]string) (*observation, error) {
	if c.conn == nil {
		conn, err := c.mesh.dial(c.request)
		if failure := failureOf(err); failure != "" {
			return &observation{Failure: failure}, nil
		}
		if err != nil {
			return nil, err
		}
		c.conn, c.reader = conn, bufio.NewReader(conn)
	}
	_ = c.conn.SetDeadline(time.Now().Add(patience))
	var seen *observation
	var err error
	if c.request.Protocol == "tcp" {
		seen, err = c.line()
	} else {
		seen, err = c.exchange(jar)
	}
	if err != nil || c.request.Protocol == "tcp" {
		c.close()
	}
	if failure := failureOf(err); failure != "" {
		return &observation{Failure: failure}, nil
	}
	return seen, err
}

func (c *caller) line() (*observation, error) {
	if _, err := fmt.Fprintf(c.conn, "%s\n", c.tag); err != nil {
		return nil, err
	}
	text, err := c.reader.ReadString('\n')
	if err != nil {
		return nil, err
	}
	return answerOf(text), nil
}

func answerOf(text string) *observation {
	var got seen
	if err := json.Unmarshal([]byte(text), &got); err != nil || got.Workload == "" {
		return &observation{Body: strings.ToValidUTF8(text[:min(len(text), 2000)], "?")}
	}
	return &observation{Seen: &got}
}

// exchange writes the request as it stands (Go's own client would clean its path) and reads the answer.
func (c *caller) exchange(jar map[string]string) (*observation, error) {
	r := c.request
	method, path := r.Method, r.Path
	if method == "" {
		method = http.MethodGet
	}
	if path == "" {
		path = "/"
	}
	text := &strings.Builder{}
	fmt.Fprintf(text, "%s %s HTTP/1.1\r\nHost: %s\r\n%s: %s\r\n", method, path, r.authority(), tagHeader, c.tag)
	for name, value := range r.Headers {
		fmt.Fprintf(text, "%s: %s\r\n", name, value)
	}
	if r.Token != nil {
		signed, err := c.mesh.signer.token(r.Token.Claims, r.Token.Forged)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(text, "authorization: Bearer %s\r\n", signed)
	}
	cookies := []string{}
	for name, value := range jar {
		cookies = append(cookies, name+"="+value)
	}
	if len(cookies) > 0 {
		slices.Sort(cookies)
		fmt.Fprintf(text, "cookie: %s\r\n", strings.Join(cookies, "; "))
	}
	if method != http.MethodGet && method != http.MethodHead {
		text.WriteString("content-length: 0\r\n")
	}
	text.WriteString("\r\n")
	if _, err := io.WriteString(c.conn, text.String()); err != nil {
		return nil, err
	}
	response, err := http.ReadResponse(c.reader, &http.Request{Method: method})
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	_ = response.Body.Close()
	if response.Close {
		c.close()
	}
	got := answerOf(string(body))
	got.Status = response.StatusCode
	got.Headers = map[string]string{}
	for name, values := range response.Header {
		got.Headers[strings.ToLower(name)] = strings.Join(values, ",")
	}
	for _, cookie := range response.Cookies() {
		got.SetCookie = append(got.SetCookie, cookie.Raw)
		if jar != nil {
			jar[cookie.Name] = cookie.Value
		}
	}
	return got, nil
}

// authority is the host as a client writes it: with the port unless it is the scheme's own.
func (r *request) authority() string {
	if r.Host != "" {
		return r.Host
	}
	if r.To.Host == "" || r.To.Port == 80 || (r.To.Port == 443 && r.Protocol == "https") {
		return r.To.Host
	}
	return fmt.Sprintf("%s:%d", r.To.Host, r.To.Port)
}

// failureOf names what a connection met; empty when err is no such thing.
func failureOf(err error) string {
	var network net.Error
	switch {
	case err == nil:
		return ""
	case errors.Is(err, syscall.ECONNREFUSED):
		return "refused"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "closed"
	case errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return "timeout"
	}
	return ""
}

// secure speaks TLS as a client does that trusts whatever certificate the gateway shows.
func secure(conn net.Conn, name string) (net.Conn, error) {
	client := tls.Client(conn, &tls.Config{ServerName: name, InsecureSkipVerify: true})
	_ = conn.SetDeadline(time.Now().Add(patience))
	if err := client.Handshake(); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return client, nil
}
