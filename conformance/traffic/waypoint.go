package main

import (
	"fmt"
	"strings"

	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	rbac "github.com/envoyproxy/go-control-plane/envoy/config/rbac/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	httprbac "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/rbac/v3"
	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	tcprbac "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/rbac/v3"

	"istio.io/istio/pilot/pkg/model"
)

// runWaypoint answers what the control plane tells the waypoints of a case: for each Service and port the policies that its
// filters enforce, and the routes with their weights. Whether Envoy does so, requests show.
func (m *machine) runWaypoint(c *trafficCase) (answer, error) {
	w, err := m.newWorld(c)
	if err != nil {
		return nil, err
	}
	control, err := newControlPlane(w)
	if err != nil {
		return nil, err
	}
	defer control.close()
	services := map[string]map[string]*waypointPort{}
	for _, p := range w.workloads {
		if p.plane != waypoint {
			continue
		}
		if err := control.readWaypoint(w, p, services); err != nil {
			return nil, err
		}
	}
	return answer{"services": services}, nil
}

// waypointPort is what a waypoint does for one port of a Service.
type waypointPort struct {
	Waypoint string `json:"waypoint"`
	Protocol string `json:"protocol"`
	// Policies by action, then by name: "ns[..]-policy[..]-rule[..]".
	Policies map[string]map[string]any `json:"policies"`
	Routes   []waypointRoute           `json:"routes"`
}

type waypointRoute struct {
	Name     string           `json:"name"`
	Match    map[string]any   `json:"match"`
	Clusters map[string]int64 `json:"clusters"` // weights
}

func (c *controlPlane) readWaypoint(w *world, p *workload, services map[string]map[string]*waypointPort) error {
	node := c.SetupProxy(&model.Proxy{
		Type: model.Waypoint, ID: p.pod() + "." + p.namespace, ConfigNamespace: p.namespace, IPAddresses: []string{p.address},
		Labels: p.labels,
		Metadata: &model.NodeMetadata{
			Namespace: p.namespace, Labels: p.labels, ServiceAccount: p.account, ClusterID: "Kubernetes", IstioVersion: istioVersion,
		},
	})
	for _, l := range c.Listeners(node) {
		for _, chain := range l.FilterChains {
			// inbound-vip|80|http|reviews.bookinfo.svc.cluster.local
			parts := strings.Split(chain.Name, "|")
			if len(parts) != 4 || parts[0] != "inbound-vip" {
				continue
			}
			s := w.serviceOf(parts[3], "")
			if s == nil {
				continue
			}
			port := &waypointPort{Waypoint: p.key(), Protocol: parts[2], Policies: map[string]map[string]any{}, Routes: []waypointRoute{}}
			for _, filter := range chain.Filters {
				if err := port.read(filter); err != nil {
					return fmt.Errorf("%s: %w", chain.Name, err)
				}
			}
			key := s.namespace + "/" + s.name
			if services[key] == nil {
				services[key] = map[string]*waypointPort{}
			}
			services[key][parts[1]] = port
		}
	}
	return nil
}

func (port *waypointPort) read(filter *listener.Filter) error {
	config := filter.GetTypedConfig()
	tcp, manager := &tcprbac.RBAC{}, &hcm.HttpConnectionManager{}
	switch {
	case config.MessageIs(tcp):
		if err := config.UnmarshalTo(tcp); err != nil {
			return err
		}
		port.add(tcp.Rules)
	case config.MessageIs(manager):
		if err := config.UnmarshalTo(manager); err != nil {
			return err
		}
		for _, one := range manager.HttpFilters {
			rules := &httprbac.RBAC{}
			if !one.GetTypedConfig().MessageIs(rules) {
				continue
			}
			if err := one.GetTypedConfig().UnmarshalTo(rules); err != nil {
				return err
			}
			port.add(rules.Rules)
		}
		for _, host := range manager.GetRouteConfig().GetVirtualHosts() {
			for _, one := range host.Routes {
				port.Routes = append(port.Routes, readRoute(one))
			}
		}
	}
	return nil
}

func (port *waypointPort) add(rules *rbac.RBAC) {
	if rules == nil {
		return
	}
	action := rules.Action.String()
	if port.Policies[action] == nil {
		port.Policies[action] = map[string]any{}
	}
	for name, policy := range rules.Policies {
		port.Policies[action][name] = plain(policy)
	}
}

func readRoute(one *route.Route) waypointRoute {
	clusters := map[string]int64{}
	if name := one.GetRoute().GetCluster(); name != "" {
		clusters[name] = 1
	}
	for _, weighted := range one.GetRoute().GetWeightedClusters().GetClusters() {
		clusters[weighted.Name] += int64(weighted.Weight.GetValue())
	}
	return waypointRoute{Name: one.Name, Match: plain(one.Match), Clusters: clusters}
}
