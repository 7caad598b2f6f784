package main

import (
	"fmt"
	"net"
	"strconv"
)

// istioVersion is what proxies say they are.
const istioVersion = "1.31.0"

type object = map[string]any

// bootstrapOf is what Istio's agent would start the workload's proxy with: who it is, and where the control plane and the
// certificates are. Connections that the proxy opens come from the Pod's address, as they do in a Pod.
func bootstrapOf(w *world, p *workload, discovery string) object {
	host, portText, _ := net.SplitHostPort(discovery)
	port, _ := strconv.Atoi(portText)
	ads := object{"ads": object{}, "initial_fetch_timeout": "0s", "resource_api_version": "V3"}
	bootstrap := object{
		"node":  nodeOf(w, p),
		"admin": object{"address": socket(p.address, adminPort), "ignore_global_conn_limit": true},
		"layered_runtime": object{"layers": []any{object{"name": "static", "static_layer": object{
			"re2.max_program_size.error_level":                         "32768",
			"envoy.reloadable_features.http_reject_path_with_fragment": false,
		}}}},
		"bootstrap_extensions": []any{object{
			"name": "envoy.bootstrap.internal_listener",
			"typed_config": object{
				"@type":          "type.googleapis.com/envoy.extensions.bootstrap.internal_listener.v3.InternalListener",
				"buffer_size_kb": 64,
			},
		}},
		"dynamic_resources": object{
			"lds_config": ads, "cds_config": ads,
			"ads_config": object{
				"api_type": "GRPC", "transport_api_version": "V3", "set_node_on_first_message_only": true,
				"grpc_services": []any{object{"envoy_grpc": object{"cluster_name": "xds-grpc"}}},
			},
		},
		"static_resources": object{"clusters": []any{
			grpcCluster("xds-grpc", host, port), grpcCluster("sds-grpc", host, port),
		}},
	}
	if p.plane != waypoint {
		bootstrap["cluster_manager"] = object{"upstream_bind_config": object{"source_address": object{
			"address": p.address, "port_value": 0,
		}}}
	}
	return bootstrap
}

func nodeOf(w *world, p *workload) object {
	kind := string(p.plane)
	domain := p.namespace + ".svc.cluster.local"
	metadata := object{
		"LABELS": p.labels, "ANNOTATIONS": p.annotations, "NAMESPACE": p.namespace, "NAME": p.pod(),
		"SERVICE_ACCOUNT": p.account, "WORKLOAD_NAME": p.name, "CLUSTER_ID": "Kubernetes", "MESH_ID": "cluster.local",
		"ISTIO_VERSION": istioVersion, "INTERCEPTION_MODE": "REDIRECT", "NODE_NAME": "node",
		"OWNER":        fmt.Sprintf("kubernetes://apis/apps/v1/namespaces/%s/deployments/%s", p.namespace, p.name),
		"PROXY_CONFIG": object{"serviceCluster": p.name + "." + p.namespace},
	}
	return object{
		"id":       fmt.Sprintf("%s~%s~%s.%s~%s", kind, p.address, p.pod(), p.namespace, domain),
		"cluster":  p.name + "." + p.namespace,
		"metadata": metadata,
	}
}

func grpcCluster(name, host string, port int) object {
	return object{
		"name": name, "type": "STATIC", "connect_timeout": "5s",
		"typed_extension_protocol_options": object{"envoy.extensions.upstreams.http.v3.HttpProtocolOptions": object{
			"@type":                "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
			"explicit_http_config": object{"http2_protocol_options": object{}},
		}},
		"load_assignment": object{"cluster_name": name, "endpoints": []any{object{"lb_endpoints": []any{
			object{"endpoint": object{"address": socket(host, port)}},
		}}}},
	}
}

func socket(host string, port int) object {
	return object{"socket_address": object{"address": host, "port_value": port}}
}
