package main

import (
	"net"
	"strings"

	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
)

// external is the workload that stands for a host name outside the cluster, listening on the port. It comes to be when
// anyone asks for it.
func (m *runningMesh) external(host string, port int) (*workload, error) {
	m.externals.Lock()
	defer m.externals.Unlock()
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	key := "external/" + host
	p := m.world.byName[key]
	if p == nil {
		p = &workload{namespace: "external", name: host, address: m.addresses.take()}
		m.world.byName[key] = p
	}
	for _, known := range p.ports {
		if known.port == port {
			return p, nil
		}
	}
	p.ports = append(p.ports, containerPort{port: port})
	return p, m.startServer(p, port)
}

// adaptCluster leads host names that a proxy would look up in DNS to the servers that stand for them.
func (m *runningMesh) adaptCluster(c *cluster.Cluster) error {
	for _, locality := range c.GetLoadAssignment().GetEndpoints() {
		for _, endpoint := range locality.LbEndpoints {
			address := endpoint.GetEndpoint().GetAddress().GetSocketAddress()
			if address == nil || net.ParseIP(address.Address) != nil || address.GetPortValue() == 0 {
				continue
			}
			server, err := m.external(address.Address, int(address.GetPortValue()))
			if err != nil {
				return err
			}
			address.Address = server.address
			c.ClusterDiscoveryType = &cluster.Cluster_Type{Type: cluster.Cluster_STATIC}
		}
	}
	return nil
}
