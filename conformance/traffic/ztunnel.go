package main

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"istio.io/istio/pkg/workloadapi"
	"istio.io/istio/pkg/workloadapi/security"
)

// What stands here for a ztunnel is not the real one, which is no Go code: it carries connections between Pods and
// waypoints by HBONE as a ztunnel does, and enforces what the control plane tells it, no more.

// waypointService finds the Service of a waypoint by the address the control plane gives.
func (w *world) waypointService(address *workloadapi.GatewayAddress) *service {
	for _, s := range w.services {
		if host := address.GetHostname(); host != nil && host.Hostname == s.name+"."+s.namespace+".svc.cluster.local" {
			return s
		}
		if ip, ok := netip.AddrFromSlice(address.GetAddress().GetAddress()); ok && s.address == ip.String() {
			return s
		}
	}
	return nil
}

// dialAmbient is the ztunnel of a calling Pod: to the waypoint of the Service (or of the Pod that is called directly), or to
// the Pod; by HBONE where that is captured too, in plaintext otherwise.
func (m *runningMesh) dialAmbient(from *workload, r *request, host string, port int) (net.Conn, error) {
	var address *workloadapi.GatewayAddress
	target := m.world.serviceOf(r.To.Host, from.namespace)
	if target != nil {
		if port = r.To.Port; target.address != "" {
			host = target.address
		}
		address = m.control.service(target.address).GetWaypoint()
	} else if p := m.world.byAddress(host); p != nil {
		address = m.control.workload(p).GetWaypoint()
	}
	if s := m.world.waypointService(address); s != nil && len(s.pods) > 0 {
		return m.tunnel(from, s.pods[0].address, at(host, port))
	}
	if target != nil {
		var err error
		if host, port, err = target.endpoint(port); err != nil {
			return nil, err
		}
	}
	if p := m.world.byAddress(host); p != nil && p.plane == ambient {
		return m.tunnel(from, host, at(host, port))
	}
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from.address)}}
	return dialer.Dial("tcp4", at(host, port))
}

func (w *world) byAddress(address string) *workload {
	for _, p := range w.workloads {
		if p.address == address {
			return p
		}
	}
	return nil
}

// startZtunnel listens for HBONE in front of a Pod.
func (m *runningMesh) startZtunnel(p *workload) error {
	server, err := m.serveTunnel(p, func(out http.ResponseWriter, in *http.Request) {
		host, port, err := splitAuthority(in.Host)
		if err != nil || host != p.address {
			http.Error(out, "not for this Pod", http.StatusBadRequest)
			return
		}
		peer := strings.TrimPrefix(in.TLS.PeerCertificates[0].URIs[0].String(), "spiffe://")
		source, _, _ := net.SplitHostPort(in.RemoteAddr)
		if !m.allowed(p, peer, source, port) {
			http.Error(out, "denied by policy", http.StatusUnauthorized)
			return
		}
		m.carry(out, in, p, port)
	})
	if err != nil {
		return err
	}
	m.later(server)
	return nil
}

// allowed is the decision about a connection to a Pod: DENY policies first, then any ALLOW policy, none of them allows all.
func (m *runningMesh) allowed(p *workload, peer, source string, port int) bool {
	known := m.control.workload(p)
	if known == nil {
		return true
	}
	allows, allowed := false, false
	for _, policy := range m.control.policiesOf(known) {
		matched := slices.ContainsFunc(policy.Groups, func(group *security.Group) bool {
			return !slices.ContainsFunc(group.Rules, func(rules *security.Rules) bool {
				return !slices.ContainsFunc(rules.Matches, func(match *security.Match) bool { return matches(match, p, peer, source, port) })
			})
		})
		if policy.Action == security.Action_DENY {
			if matched {
				return false
			}
			continue
		}
		allows, allowed = true, allowed || matched
	}
	return !allows || allowed
}

// matches: every field that is set must hold; one of its values is enough.
func matches(match *security.Match, p *workload, peer, source string, port int) bool {
	namespace, account := identityParts(peer)
	texts := func(wanted []*security.StringMatch, value string) bool {
		return slices.ContainsFunc(wanted, func(one *security.StringMatch) bool { return textMatches(one, value) })
	}
	accounts := func(wanted []*security.ServiceAccountMatch) bool {
		return slices.ContainsFunc(wanted, func(one *security.ServiceAccountMatch) bool {
			return one.Namespace == namespace && one.ServiceAccount == account
		})
	}
	addresses := func(wanted []*security.Address, value string) bool {
		return slices.ContainsFunc(wanted, func(one *security.Address) bool { return addressMatches(one, value) })
	}
	ports := func(wanted []uint32) bool { return slices.Contains(wanted, uint32(port)) }
	holds := func(set int, matched bool) bool { return set == 0 || matched }
	return holds(len(match.Principals), texts(match.Principals, peer)) && !texts(match.NotPrincipals, peer) &&
		holds(len(match.Namespaces), texts(match.Namespaces, namespace)) && !texts(match.NotNamespaces, namespace) &&
		holds(len(match.ServiceAccounts), accounts(match.ServiceAccounts)) && !accounts(match.NotServiceAccounts) &&
		holds(len(match.SourceIps), addresses(match.SourceIps, source)) && !addresses(match.NotSourceIps, source) &&
		holds(len(match.DestinationIps), addresses(match.DestinationIps, p.address)) && !addresses(match.NotDestinationIps, p.address) &&
		holds(len(match.DestinationPorts), ports(match.DestinationPorts)) && !ports(match.NotDestinationPorts)
}

func textMatches(wanted *security.StringMatch, value string) bool {
	switch kind := wanted.MatchType.(type) {
	case *security.StringMatch_Exact:
		return value == kind.Exact
	case *security.StringMatch_Prefix:
		return strings.HasPrefix(value, kind.Prefix)
	case *security.StringMatch_Suffix:
		return strings.HasSuffix(value, kind.Suffix)
	case *security.StringMatch_Presence:
		return value != ""
	}
	return false
}

func addressMatches(wanted *security.Address, value string) bool {
	network, ok := netip.AddrFromSlice(wanted.Address)
	address, err := netip.ParseAddr(value)
	return ok && err == nil && netip.PrefixFrom(network, int(wanted.Length)).Contains(address)
}

// identityParts reads namespace and service account of "domain/ns/NAMESPACE/sa/ACCOUNT"; empty when there is no identity.
func identityParts(peer string) (string, string) {
	parts := strings.Split(peer, "/")
	if len(parts) != 5 {
		return "", ""
	}
	return parts[2], parts[4]
}
