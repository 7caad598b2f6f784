package main

import (
	"slices"

	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	proxyprotocol "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/listener/proxy_protocol/v3"
	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"

	v3 "istio.io/istio/pilot/pkg/xds/v3"
	"istio.io/istio/pkg/wellknown"
)

// adapt changes in the control plane's answer what loopback addresses without iptables need: listeners that bind do so on
// the Pod's own address, the original destination comes by the PROXY protocol (see capture), and hosts outside are found
// without DNS. All else stays.
func (m *runningMesh) adapt(response *discovery.DiscoveryResponse, p *workload) error {
	for index, resource := range response.Resources {
		var message proto.Message
		var err error
		switch response.TypeUrl {
		case v3.ListenerType:
			l := &listener.Listener{}
			if err = resource.UnmarshalTo(l); err == nil {
				err = adaptListener(l, p)
			}
			message = l
		case v3.ClusterType:
			c := &cluster.Cluster{}
			if err = resource.UnmarshalTo(c); err == nil {
				err = m.adaptCluster(c)
			}
			message = c
		default:
			return nil
		}
		if err != nil {
			return err
		}
		if response.Resources[index], err = anypb.New(message); err != nil {
			return err
		}
	}
	return nil
}

func adaptListener(l *listener.Listener, p *workload) error {
	if err := withoutIstioFilters(l); err != nil {
		return err
	}
	if l.GetInternalListener() != nil || (l.BindToPort != nil && !l.BindToPort.Value) {
		return nil // reached from inside the proxy alone, by an original destination that must stay what it is
	}
	if socket := l.GetAddress().GetSocketAddress(); socket != nil && slices.Contains([]string{"0.0.0.0", "::"}, socket.Address) {
		socket.Address = p.address
	}
	l.AdditionalAddresses = nil
	config, err := anypb.New(&proxyprotocol.ProxyProtocol{})
	if err != nil {
		return err
	}
	original := &listener.ListenerFilter{
		Name: wellknown.ProxyProtocol, ConfigType: &listener.ListenerFilter_TypedConfig{TypedConfig: config},
	}
	for index, filter := range l.ListenerFilters {
		if filter.Name == wellknown.OriginalDestination {
			l.ListenerFilters[index] = original
		}
	}
	// The outbound listener asks for the original destination by a flag, which also hands the connection on: that stays.
	if l.UseOriginalDst.GetValue() {
		l.ListenerFilters = append([]*listener.ListenerFilter{original}, l.ListenerFilters...)
	}
	return nil
}
