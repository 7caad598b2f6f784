package main

import (
	"fmt"
	"net"
	"strconv"
	"sync"
	"time"
)

// runningMesh is a case's world with everything started.
type runningMesh struct {
	*machine
	world     *world
	control   *controlPlane
	discovery *discoveryServer
	envoys    []*envoy
	arrivals  *arrivals
	mutex     sync.Mutex
	closers   []func()
	externals sync.Mutex
}

func (m *machine) runTraffic(c *trafficCase) (answer, error) {
	started := time.Now()
	mesh, err := m.startMesh(c)
	if mesh != nil {
		defer mesh.close()
	}
	if err != nil {
		return nil, err
	}
	ready := time.Now()
	jars, results := map[string]map[string]string{}, []any{}
	for index := range c.Requests {
		result, err := mesh.ask(&c.Requests[index], index, jars)
		if err != nil {
			return nil, fmt.Errorf("request %d: %w", index, err)
		}
		results = append(results, result)
	}
	if found := mesh.discovery.rejections(); len(found) > 0 {
		return nil, fmt.Errorf("%v", found)
	}
	logs := map[string]string{}
	for _, e := range mesh.envoys {
		if text := e.tail(1000); text != "" {
			logs[e.workload.key()] = text
		}
	}
	return answer{"results": results, "logs": logs, "seconds": []float64{ready.Sub(started).Seconds(), time.Since(ready).Seconds()}}, nil
}

func (m *machine) startMesh(c *trafficCase) (*runningMesh, error) {
	w, err := m.newWorld(c)
	if err != nil {
		return nil, err
	}
	mesh := &runningMesh{machine: m, world: w, arrivals: &arrivals{counts: map[string]map[string]int{}}}
	if err := mesh.startServers(c.Requests); err != nil {
		return mesh, err
	}
	if mesh.control, err = newControlPlane(w); err != nil {
		return mesh, err
	}
	mesh.later(mesh.control.close)
	listener, err := net.Listen("tcp4", m.addresses.own()+":0")
	if err != nil {
		return mesh, err
	}
	if mesh.discovery, err = serveDiscovery(mesh, listener); err != nil {
		return mesh, err
	}
	mesh.later(mesh.discovery.close)
	for _, p := range w.workloads {
		if !p.hasProxy() {
			continue
		}
		e, err := m.startEnvoy(w, p, listener.Addr().String())
		if err != nil {
			return mesh, err
		}
		mesh.envoys = append(mesh.envoys, e)
		mesh.later(e.end)
	}
	for _, e := range mesh.envoys {
		if err := e.ready(mesh.discovery.rejections); err != nil {
			return mesh, err
		}
	}
	return mesh, nil
}

// startServers starts the echo servers of all workloads but proxies: on the ports of their containers, those that Services
// lead to, and those that a request goes to past the Service.
func (m *runningMesh) startServers(requests []request) error {
	for _, p := range m.world.workloads {
		if p.plane == gateway || p.plane == waypoint {
			continue
		}
		ports := map[int]bool{}
		for _, port := range p.ports {
			ports[port.port] = true
		}
		for _, s := range m.world.services {
			for _, port := range s.ports {
				for _, selected := range s.pods {
					if selected == p {
						ports[port.on(p)] = true
					}
				}
			}
		}
		for _, r := range requests {
			if r.To.Pod == p.key() {
				ports[r.To.Port] = true
			}
		}
		delete(ports, 0)
		for port := range ports {
			if err := m.startServer(p, port); err != nil {
				return err
			}
		}
		if p.plane == ambient {
			if err := m.startZtunnel(p); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *runningMesh) startServer(p *workload, port int) error {
	app := newApplication(p, port, m.arrivals)
	m.later(app.close)
	captured, err := startCapture(p, port, app.serve, func(source string) bool { return m.allowed(p, "", source, port) })
	if err != nil {
		return err
	}
	m.later(captured.close)
	return nil
}

func (m *runningMesh) later(f func()) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.closers = append(m.closers, f)
}

// close ends everything, the last thing first.
func (m *runningMesh) close() {
	for index := len(m.closers) - 1; index >= 0; index-- {
		m.closers[index]()
	}
}

// ask sends one line of the table, as often as it says.
func (m *runningMesh) ask(r *request, index int, jars map[string]map[string]string) (answer, error) {
	var jar map[string]string
	if r.Jar != "" {
		if jars[r.Jar] == nil {
			jars[r.Jar] = map[string]string{}
		}
		jar = jars[r.Jar]
	}
	c := &caller{mesh: m, request: r, tag: fmt.Sprintf("line-%d", index)}
	defer c.close()
	places := m.logPlaces(r.Log)
	statuses, failures, by, versions := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	var first, last *observation
	for range max(1, r.Repeat) {
		got, err := c.send(jar)
		if err != nil {
			return nil, err
		}
		if first == nil {
			first = got
		}
		last = got
		if got.Failure != "" {
			failures[got.Failure]++
		}
		if got.Status != 0 {
			statuses[strconv.Itoa(got.Status)]++
		}
		if got.Seen != nil {
			by[got.Seen.Workload]++
			versions[got.Seen.Version]++
		}
	}
	arrived := m.arrivals.of(c.tag, r.Await)
	result := answer{
		"count": max(1, r.Repeat), "statuses": statuses, "failures": failures, "by": by, "versions": versions,
		"first": first, "last": last, "arrivals": arrived,
	}
	if jar != nil {
		result["cookies"] = jar
	}
	if r.Log {
		time.Sleep(10 * logFlush)
		logs := map[string]string{}
		for _, e := range m.envoys {
			logs[e.workload.key()] = e.logged(places[e])
		}
		result["log"] = logs
	}
	return result, nil
}

// logPlaces tells how much each proxy has logged so far.
func (m *runningMesh) logPlaces(wanted bool) map[*envoy]int {
	places := map[*envoy]int{}
	if wanted {
		time.Sleep(10 * logFlush)
		for _, e := range m.envoys {
			places[e] = len(e.logged(0))
		}
	}
	return places
}
