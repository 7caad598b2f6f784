package main

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// service is a Kubernetes Service with its address.
type service struct {
	namespace, name, address string
	ports                    []servicePort
	pods                     []*workload
}

type servicePort struct {
	name   string
	port   int
	target any // a number, or the name of a container port
}

// on gives the port of a Pod that the Service's port leads to; 0 when that Pod has no port of this name.
func (s servicePort) on(p *workload) int {
	if name, ok := s.target.(string); ok {
		for _, port := range p.ports {
			if port.name == name {
				return port.port
			}
		}
		return 0
	}
	if number := integer(s.target); number != 0 {
		return number
	}
	return s.port
}

// addServices gives every Service its address and EndpointSlices, as controllers of a cluster do.
func (w *world) addServices(addresses *addresses) error {
	for _, object := range w.objects {
		if !isKind(object, "v1", "Service") {
			continue
		}
		s, err := w.readService(object)
		if err != nil {
			return err
		}
		if s == nil {
			continue
		}
		if ip, _, _ := unstructured.NestedString(object.Object, "spec", "clusterIP"); ip != "None" {
			s.address = addresses.take()
			if err := unstructured.SetNestedField(object.Object, s.address, "spec", "clusterIP"); err != nil {
				return err
			}
		}
		w.services = append(w.services, s)
	}
	for _, s := range w.services {
		for index, p := range s.pods {
			w.addSlice(s, p, index)
		}
	}
	return nil
}

func (w *world) readService(object *unstructured.Unstructured) (*service, error) {
	if kind, _, _ := unstructured.NestedString(object.Object, "spec", "type"); kind == "ExternalName" {
		return nil, nil
	}
	s := &service{namespace: object.GetNamespace(), name: object.GetName()}
	ports, _, err := unstructured.NestedSlice(object.Object, "spec", "ports")
	if err != nil {
		return nil, err
	}
	for _, port := range ports {
		fields, _ := port.(map[string]any)
		name, _ := fields["name"].(string)
		s.ports = append(s.ports, servicePort{name: name, port: integer(fields["port"]), target: fields["targetPort"]})
		if fields["protocol"] == nil {
			fields["protocol"] = "TCP" // the API server's default
		}
	}
	if err := unstructured.SetNestedSlice(object.Object, ports, "spec", "ports"); err != nil {
		return nil, err
	}
	selector, _, err := unstructured.NestedStringMap(object.Object, "spec", "selector")
	if err != nil {
		return nil, err
	}
	if len(selector) == 0 {
		return s, nil
	}
	for _, p := range w.workloads {
		if p.namespace == s.namespace && selects(selector, p.labels) {
			s.pods = append(s.pods, p)
		}
	}
	return s, nil
}

func selects(selector, labels map[string]string) bool {
	for key, value := range selector {
		if has, ok := labels[key]; !ok || has != value {
			return false
		}
	}
	return true
}

func (w *world) addSlice(s *service, p *workload, index int) {
	ports := []any{}
	for _, port := range s.ports {
		if number := port.on(p); number != 0 {
			ports = append(ports, map[string]any{"name": port.name, "port": int64(number), "protocol": "TCP"})
		}
	}
	slice := w.add("discovery.k8s.io/v1", "EndpointSlice", s.namespace, fmt.Sprintf("%s-%d", s.name, index), map[string]any{
		"addressType": "IPv4", "ports": ports,
		"endpoints": []any{map[string]any{
			"addresses": []any{p.address}, "conditions": map[string]any{"ready": true},
			"targetRef": map[string]any{"kind": "Pod", "name": p.pod(), "namespace": p.namespace},
		}},
	})
	slice.SetLabels(map[string]string{"kubernetes.io/service-name": s.name})
}

// serviceOf finds the Service a host name means in a namespace, as cluster DNS does; nil when there is none.
func (w *world) serviceOf(host, namespace string) *service {
	parts := strings.Split(strings.TrimSuffix(strings.ToLower(host), "."), ".")
	if len(parts) > 1 {
		namespace = parts[1]
	}
	if rest := strings.Join(parts[min(len(parts), 2):], "."); rest != "" && rest != "svc" && rest != "svc.cluster.local" {
		return nil
	}
	for _, s := range w.services {
		if s.name == parts[0] && s.namespace == namespace {
			return s
		}
	}
	return nil
}

// port finds a port of the Service by number; nil when it has none.
func (s *service) port(number int) *servicePort {
	for index := range s.ports {
		if s.ports[index].port == number {
			return &s.ports[index]
		}
	}
	return nil
}
