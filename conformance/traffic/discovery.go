package main

import (
	"context"
	"fmt"
	"net"
	"strings"
	"sync"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
	secret "github.com/envoyproxy/go-control-plane/envoy/service/secret/v3"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	v3 "istio.io/istio/pilot/pkg/xds/v3"
)

// discoveryServer is what the proxies of a case talk to. It hands their requests to the control plane, and its answers
// back, changed only where a proxy without iptables must differ (see adapt); and it serves their certificates.
type discoveryServer struct {
	secret.UnimplementedSecretDiscoveryServiceServer
	discovery.UnimplementedAggregatedDiscoveryServiceServer
	*runningMesh
	upstream *grpc.ClientConn
	server   *grpc.Server
	mutex    sync.Mutex
	rejected []string // what proxies did not take
}

func serveDiscovery(mesh *runningMesh, listener net.Listener) (*discoveryServer, error) {
	upstream, err := grpc.NewClient("passthrough:control-plane",
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(1<<28)),
		grpc.WithContextDialer(func(context.Context, string) (net.Conn, error) { return mesh.control.BufListener.Dial() }))
	if err != nil {
		return nil, err
	}
	d := &discoveryServer{runningMesh: mesh, upstream: upstream, server: grpc.NewServer()}
	discovery.RegisterAggregatedDiscoveryServiceServer(d.server, d)
	secret.RegisterSecretDiscoveryServiceServer(d.server, d)
	go func() { _ = d.server.Serve(listener) }()
	return d, nil
}

func (d *discoveryServer) close() {
	d.server.Stop()
	_ = d.upstream.Close()
}

// workloadOf finds whose proxy a node is: its id is type~address~pod.namespace~domain.
func (d *discoveryServer) workloadOf(node *core.Node) (*workload, error) {
	parts := strings.Split(node.GetId(), "~")
	if len(parts) == 4 {
		for _, p := range d.world.workloads {
			if p.address == parts[1] {
				return p, nil
			}
		}
	}
	return nil, fmt.Errorf("no workload has the node id %q", node.GetId())
}

func (d *discoveryServer) StreamAggregatedResources(proxy discovery.AggregatedDiscoveryService_StreamAggregatedResourcesServer) error {
	control, err := discovery.NewAggregatedDiscoveryServiceClient(d.upstream).StreamAggregatedResources(proxy.Context())
	if err != nil {
		return err
	}
	first, err := proxy.Recv()
	if err != nil {
		return err
	}
	p, err := d.workloadOf(first.Node)
	if err != nil {
		return err
	}
	var sending sync.Mutex
	send := func(response *discovery.DiscoveryResponse) error {
		sending.Lock()
		defer sending.Unlock()
		return proxy.Send(response)
	}
	go func() {
		var failed error
		for request := first; failed == nil; request, failed = proxy.Recv() {
			if request.ErrorDetail != nil {
				d.reject(p, request.TypeUrl, request.ErrorDetail.Message)
			}
			// The control plane gives a gateway its Secrets only where it knows who asks; certificates of gateways come from here.
			if request.TypeUrl == v3.SecretType {
				if response, err := d.secrets(p, request); err == nil && response != nil {
					_ = send(response)
				}
			} else if control.Send(request) != nil {
				return
			}
		}
		_ = control.CloseSend()
	}()
	for {
		response, err := control.Recv()
		if err != nil {
			return err
		}
		if err := d.adapt(response, p); err != nil {
			return err
		}
		if err := send(response); err != nil {
			return err
		}
	}
}

func (d *discoveryServer) reject(p *workload, typeURL, message string) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.rejected = append(d.rejected, fmt.Sprintf("the proxy of %s rejected %s: %s", p.key(), typeURL, message))
}

// rejections tells what proxies did not take so far.
func (d *discoveryServer) rejections() []string {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	return append([]string{}, d.rejected...)
}
