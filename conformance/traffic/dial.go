package main

import (
	"fmt"
	"net"
	"strings"
	"time"
)

// dial opens the connection of a request: from a workload with a sidecar to that sidecar, which is told the address the
// caller resolved; from any other to the address itself, where a Service stands for one of its Pods.
func (m *runningMesh) dial(r *request) (net.Conn, error) {
	source, namespace := m.world.outside, "default"
	var from *workload
	if r.From != "outside" {
		if from = m.world.byName[r.From]; from == nil {
			return nil, fmt.Errorf("from: there is no workload %s", r.From)
		}
		source, namespace = from.address, from.namespace
	}
	captured := from != nil && from.plane == sidecar
	host, port, err := m.resolve(&r.To, namespace, captured)
	if err != nil {
		return nil, err
	}
	var conn net.Conn
	switch {
	case captured:
		local := &net.TCPAddr{IP: net.ParseIP(source), Port: 40000}
		conn, err = dialThrough(local, at(source, outboundPort), host, port)
	case from != nil && from.plane == ambient:
		conn, err = m.dialAmbient(from, r, host, port)
	default:
		dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(source)}, Timeout: 5 * time.Second}
		conn, err = dialer.Dial("tcp4", at(host, port))
	}
	if err != nil || r.Protocol != "https" {
		return conn, err
	}
	name := r.SNI
	if name == "" {
		name, _, _ = strings.Cut(r.authority(), ":")
	}
	return secure(conn, name)
}

// resolve gives the address a caller in a namespace connects to. With virtual it is that of the Service.
func (m *runningMesh) resolve(to *target, namespace string, virtual bool) (string, int, error) {
	switch {
	case to.Pod != "":
		p := m.world.byName[to.Pod]
		if p == nil {
			return "", 0, fmt.Errorf("to: there is no workload %s", to.Pod)
		}
		return p.address, to.Port, nil
	case to.Gateway != "":
		name, gatewayNamespace := after(to.Gateway)
		s := m.world.serviceOf(name, gatewayNamespace)
		if s == nil {
			return "", 0, fmt.Errorf("to: there is no gateway Service %s", to.Gateway)
		}
		return s.endpoint(to.Port)
	}
	if net.ParseIP(to.Host) != nil { // an address that only proxies know
		return to.Host, to.Port, nil
	}
	s := m.world.serviceOf(to.Host, namespace)
	if s == nil {
		external, err := m.external(to.Host, to.Port)
		if err != nil {
			return "", 0, err
		}
		return external.address, to.Port, nil
	}
	if virtual && s.address != "" {
		return s.address, to.Port, nil
	}
	return s.endpoint(to.Port)
}

// endpoint picks a Pod, as kube-proxy or headless DNS would; always the first, so that a run can be repeated.
func (s *service) endpoint(number int) (string, int, error) {
	port := s.port(number)
	if port == nil || len(s.pods) == 0 {
		return "", 0, fmt.Errorf("to: Service %s/%s has no port %d, or no Pods", s.namespace, s.name, number)
	}
	return s.pods[0].address, port.on(s.pods[0]), nil
}

// after splits "namespace/name" into name and namespace.
func after(key string) (string, string) {
	namespace, name, _ := strings.Cut(key, "/")
	return name, namespace
}
