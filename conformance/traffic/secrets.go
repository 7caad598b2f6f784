package main

import (
	"fmt"
	"strings"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	tlsv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
	secret "github.com/envoyproxy/go-control-plane/envoy/service/secret/v3"
	"google.golang.org/protobuf/types/known/anypb"
)

// StreamSecrets serves each proxy the certificate of its own identity, and the mesh's root.
func (d *discoveryServer) StreamSecrets(stream secret.SecretDiscoveryService_StreamSecretsServer) error {
	var p *workload
	for {
		request, err := stream.Recv()
		if err != nil {
			return err
		}
		if p == nil {
			if p, err = d.workloadOf(request.Node); err != nil {
				return err
			}
		}
		if request.ErrorDetail != nil {
			d.reject(p, request.TypeUrl, request.ErrorDetail.Message)
		}
		response, err := d.secrets(p, request)
		if err != nil {
			return err
		}
		if response == nil {
			continue
		}
		if err := stream.Send(response); err != nil {
			return err
		}
	}
}

// secrets answers a request for secrets; nothing when the proxy has them all and only says so.
func (d *discoveryServer) secrets(p *workload, request *discovery.DiscoveryRequest) (*discovery.DiscoveryResponse, error) {
	// Secrets never change here: what was sent is known by the names in the version.
	version := strings.Join(request.ResourceNames, ",")
	if request.VersionInfo == version || request.ErrorDetail != nil || version == "" {
		return nil, nil
	}
	response := &discovery.DiscoveryResponse{TypeUrl: request.TypeUrl, VersionInfo: version, Nonce: version}
	for _, name := range request.ResourceNames {
		made, err := d.secret(p, name)
		if err != nil {
			d.reject(p, request.TypeUrl, err.Error())
			return nil, err
		}
		resource, err := anypb.New(made)
		if err != nil {
			return nil, err
		}
		response.Resources = append(response.Resources, resource)
	}
	return response, nil
}

// gatewayIdentity stands in the certificates that gateways show to clients outside the mesh, whatever Secret they name.
const gatewayIdentity = "https://gateway.example.com"

func (d *discoveryServer) secret(p *workload, name string) (*tlsv3.Secret, error) {
	switch {
	case name == "ROOTCA", strings.HasSuffix(name, "-cacert"):
		return &tlsv3.Secret{Name: name, Type: &tlsv3.Secret_ValidationContext{
			ValidationContext: &tlsv3.CertificateValidationContext{TrustedCa: inline(d.authority.rootPEM())},
		}}, nil
	case name == "default":
		return d.certificateSecret(name, d.world.identity(p))
	case strings.HasPrefix(name, "kubernetes"):
		return d.certificateSecret(name, gatewayIdentity)
	}
	return nil, fmt.Errorf("no secret is called %q", name)
}

func (d *discoveryServer) certificateSecret(name, identity string) (*tlsv3.Secret, error) {
	own, err := d.authority.issue(identity)
	if err != nil {
		return nil, err
	}
	return &tlsv3.Secret{Name: name, Type: &tlsv3.Secret_TlsCertificate{
		TlsCertificate: &tlsv3.TlsCertificate{CertificateChain: inline(own.chain), PrivateKey: inline(own.key)},
	}}, nil
}

func inline(bytes []byte) *core.DataSource {
	return &core.DataSource{Specifier: &core.DataSource_InlineBytes{InlineBytes: bytes}}
}
