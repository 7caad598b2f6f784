package main

import (
	"encoding/json"
	"slices"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pkg/workloadapi"
	"istio.io/istio/pkg/workloadapi/security"
)

// runZtunnel answers what the control plane would tell the ztunnels: its conversion of policies, with what it says about
// each, and for each workload and Service the policies and the waypoint that apply.
func (m *machine) runZtunnel(c *trafficCase) (answer, error) {
	w, err := m.newWorld(c)
	if err != nil {
		return nil, err
	}
	control, err := newControlPlane(w)
	if err != nil {
		return nil, err
	}
	defer control.close()
	policies, workloads, services := []answer{}, map[string]any{}, map[string]any{}
	for _, policy := range control.AmbientIndex.Policies(nil) {
		one := answer{
			"name": policy.Authorization.Namespace + "/" + policy.Authorization.Name,
			"kind": policy.Source.Kind.String(), "source": policy.Source.Namespace + "/" + policy.Source.Name,
			"scope": policy.Authorization.Scope.String(), "action": policy.Authorization.Action.String(),
			"groups": plain(&security.Authorization{Groups: policy.Authorization.Groups})["groups"],
			"bound":  policy.Binding.Bound,
		}
		if policy.Binding.Status != nil {
			one["reason"], one["message"] = policy.Binding.Status.Reason, policy.Binding.Status.Message
		}
		policies = append(policies, one)
	}
	slices.SortFunc(policies, func(a, b answer) int { return strings.Compare(a["name"].(string), b["name"].(string)) })
	for _, p := range w.workloads {
		known := control.workload(p)
		if known == nil {
			continue
		}
		applied := []string{}
		for _, policy := range control.policiesOf(known) {
			applied = append(applied, policy.Namespace+"/"+policy.Name)
		}
		slices.Sort(applied)
		workloads[p.key()] = answer{
			"policies": applied, "tunnel": known.TunnelProtocol.String(), "waypoint": w.waypointName(known.Waypoint),
		}
	}
	for _, s := range w.services {
		if known := control.service(s.address); known != nil {
			services[s.namespace+"/"+s.name] = answer{"waypoint": w.waypointName(known.Waypoint), "ingressUseWaypoint": known.IngressUseWaypoint}
		}
	}
	return answer{"policies": policies, "workloads": workloads, "services": services}, nil
}

// plain is a message as JSON has it.
func plain(message proto.Message) map[string]any {
	result := map[string]any{}
	if text, err := protojson.Marshal(message); err == nil {
		_ = json.Unmarshal(text, &result)
	}
	return result
}

// workload is what the control plane tells ztunnels about a Pod; nil when it tells nothing.
func (c *controlPlane) workload(p *workload) *workloadapi.Workload {
	for _, info := range c.AmbientIndex.Lookup("/" + p.address) {
		if found := info.GetWorkload(); found != nil {
			return found
		}
	}
	return nil
}

// service is the same for the Service at a virtual address.
func (c *controlPlane) service(address string) *workloadapi.Service {
	for _, info := range c.AmbientIndex.Lookup("/" + address) {
		if found := info.GetService(); found != nil {
			return found
		}
	}
	return nil
}

// policiesOf lists what a ztunnel enforces for a workload: policies of the mesh, of its namespace, and those it names.
func (c *controlPlane) policiesOf(p *workloadapi.Workload) []*security.Authorization {
	found := []*security.Authorization{}
	for _, policy := range c.AmbientIndex.Policies(nil) {
		if applies(policy, p) {
			found = append(found, policy.Authorization)
		}
	}
	return found
}

func applies(policy model.WorkloadAuthorization, p *workloadapi.Workload) bool {
	switch a := policy.Authorization; a.Scope {
	case security.Scope_GLOBAL:
		return true
	case security.Scope_NAMESPACE:
		return a.Namespace == p.Namespace
	default:
		return slices.Contains(p.AuthorizationPolicies, a.Namespace+"/"+a.Name)
	}
}

// waypointName names the waypoint at an address as "namespace/name"; empty when there is none.
func (w *world) waypointName(address *workloadapi.GatewayAddress) string {
	if s := w.waypointService(address); s != nil {
		return s.namespace + "/" + s.name
	}
	return ""
}
