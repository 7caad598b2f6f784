package main

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"golang.org/x/net/http2"
)

// tunnel opens a connection inside an HBONE tunnel: HTTP/2 CONNECT over mTLS, as the identity of the calling Pod.
func (m *runningMesh) tunnel(from *workload, proxy, authority string) (net.Conn, error) {
	config, err := m.authority.meshTLS(m.world.identity(from))
	if err != nil {
		return nil, err
	}
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from.address)}, Timeout: 5 * time.Second}
	raw, err := dialer.Dial("tcp4", at(proxy, hbonePort))
	if err != nil {
		return nil, err
	}
	secured := tls.Client(raw, config)
	_ = secured.SetDeadline(time.Now().Add(patience))
	if err := secured.Handshake(); err != nil {
		_ = raw.Close()
		return nil, err
	}
	transport := &http2.Transport{}
	session, err := transport.NewClientConn(secured)
	if err != nil {
		_ = raw.Close()
		return nil, err
	}
	body, input := io.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	connect := (&http.Request{Method: http.MethodConnect, URL: &url.URL{Scheme: "https", Host: authority}, Host: authority, Body: body}).WithContext(ctx)
	response, err := session.RoundTrip(connect)
	if err != nil {
		cancel()
		_ = raw.Close()
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		// The caller of a ztunnel sees its connection end.
		cancel()
		_ = raw.Close()
		return nil, io.EOF
	}
	return &tunnelled{Conn: secured, in: response.Body, out: input, cancel: cancel}, nil
}

// tunnelled is one stream of a tunnel; deadlines are those of the connection that carries it.
type tunnelled struct {
	net.Conn
	in     io.ReadCloser
	out    *io.PipeWriter
	cancel context.CancelFunc
}

func (t *tunnelled) Read(b []byte) (int, error) {
	n, err := t.in.Read(b)
	return n, ended(err)
}

func (t *tunnelled) Write(b []byte) (int, error) {
	n, err := t.out.Write(b)
	return n, ended(err)
}

// ended is the end of a connection where a proxy reset the stream that carries it: a waypoint that denies TCP does so.
func ended(err error) error {
	var reset http2.StreamError
	if errors.As(err, &reset) {
		return io.EOF
	}
	return err
}

func (t *tunnelled) Close() error {
	_ = t.out.Close()
	t.cancel()
	return t.Conn.Close()
}

// serveTunnel takes HBONE connections for a Pod; what it gives ends it.
func (m *runningMesh) serveTunnel(p *workload, handler http.HandlerFunc) (func(), error) {
	config, err := m.authority.meshTLS(m.world.identity(p))
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp4", at(p.address, hbonePort))
	if err != nil {
		return nil, err
	}
	server := &http.Server{TLSConfig: config, Handler: handler}
	go func() { _ = server.ServeTLS(listener, "", "") }()
	return func() { _ = server.Close() }, nil
}

// carry joins a tunnel's stream with the application behind it.
func (m *runningMesh) carry(out http.ResponseWriter, in *http.Request, p *workload, port int) {
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(appSource)}}
	app, err := dialer.Dial("tcp4", at(p.address, port))
	if err != nil {
		http.Error(out, err.Error(), http.StatusServiceUnavailable)
		return
	}
	defer app.Close()
	out.WriteHeader(http.StatusOK)
	control := http.NewResponseController(out)
	_ = control.Flush()
	go func() {
		_, _ = io.Copy(app, in.Body)
		if half, ok := app.(*net.TCPConn); ok {
			_ = half.CloseWrite()
		}
	}()
	buffer := make([]byte, 32*1024)
	for {
		n, err := app.Read(buffer)
		if n > 0 {
			if _, failed := out.Write(buffer[:n]); failed != nil {
				return
			}
			_ = control.Flush()
		}
		if err != nil {
			return
		}
	}
}

func splitAuthority(authority string) (string, int, error) {
	host, text, err := net.SplitHostPort(authority)
	if err != nil {
		return "", 0, err
	}
	port, err := strconv.Atoi(text)
	return host, port, err
}
