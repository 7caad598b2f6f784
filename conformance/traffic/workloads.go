package main

import (
	"fmt"
	"maps"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// templates tells where a workload keeps its Pod template.
var templates = map[string][]string{
	"Deployment":  {"spec", "template"},
	"StatefulSet": {"spec", "template"},
	"DaemonSet":   {"spec", "template"},
	"ReplicaSet":  {"spec", "template"},
	"Job":         {"spec", "template"},
	"Pod":         {},
}

// dataPlane is how a workload takes part in the mesh.
type dataPlane string

const (
	none     dataPlane = ""
	sidecar  dataPlane = "sidecar"
	gateway  dataPlane = "router"
	waypoint dataPlane = "waypoint"
	ambient  dataPlane = "ambient" // a ztunnel on its node
)

// workload has one Pod.
type workload struct {
	namespace, name, account, address string
	labels, annotations               map[string]string
	plane                             dataPlane
	ports                             []containerPort
}

type containerPort struct {
	name string
	port int
}

func (p *workload) key() string { return p.namespace + "/" + p.name }
func (p *workload) pod() string { return p.name + "-0" }

func (p *workload) hasProxy() bool {
	return p.plane == sidecar || p.plane == gateway || p.plane == waypoint
}

func (w *world) identity(p *workload) string {
	domain := w.mesh.GetTrustDomain()
	if domain == "" {
		domain = "cluster.local"
	}
	return fmt.Sprintf("spiffe://%s/ns/%s/sa/%s", domain, p.namespace, p.account)
}

func (w *world) addWorkloads(addresses *addresses, sidecars map[string]bool) error {
	written := w.objects
	for _, object := range written {
		path, isWorkload := templates[object.GetKind()]
		if !isWorkload {
			continue
		}
		template := object.Object
		if len(path) > 0 {
			found, _, err := unstructured.NestedMap(object.Object, path...)
			if err != nil {
				return err
			}
			template = found
		}
		pod := &unstructured.Unstructured{Object: template}
		p := &workload{
			namespace: object.GetNamespace(), name: object.GetName(), account: "default", address: addresses.take(),
			labels: pod.GetLabels(), annotations: pod.GetAnnotations(),
		}
		if p.labels == nil {
			p.labels = map[string]string{}
		}
		if name, _, _ := unstructured.NestedString(template, "spec", "serviceAccountName"); name != "" {
			p.account = name
		}
		p.ports = containerPorts(template)
		p.plane = w.planeOf(p)
		if has, told := sidecars[p.key()]; told {
			p.plane = none
			if has {
				p.plane = sidecar
			}
		}
		if w.byName[p.key()] != nil {
			return fmt.Errorf("two workloads are called %s", p.key())
		}
		w.workloads = append(w.workloads, p)
		w.byName[p.key()] = p
	}
	for name := range sidecars {
		if w.byName[name] == nil {
			return fmt.Errorf("sidecars: there is no workload %s", name)
		}
	}
	// The Pods of the workloads take the place of those that were written.
	w.objects = w.objects[:0:0]
	for _, object := range written {
		if object.GetKind() != "Pod" {
			w.objects = append(w.objects, object)
		}
	}
	for _, p := range w.workloads {
		w.addPod(p)
	}
	return nil
}

func containerPorts(template map[string]any) []containerPort {
	found := []containerPort{}
	containers, _, _ := unstructured.NestedSlice(template, "spec", "containers")
	for _, container := range containers {
		fields, _ := container.(map[string]any)
		ports, _, _ := unstructured.NestedSlice(fields, "ports")
		for _, port := range ports {
			one, _ := port.(map[string]any)
			name, _ := one["name"].(string)
			found = append(found, containerPort{name: name, port: integer(one["containerPort"])})
		}
	}
	return found
}

// planeOf: the Pod's own word, label before annotation, wins over its namespace's.
func (w *world) planeOf(p *workload) dataPlane {
	namespace := w.namespaces[p.namespace]
	switch {
	case p.labels["gateway.istio.io/managed"] == "istio.io-mesh-controller":
		return waypoint
	case p.labels["gateway.istio.io/managed"] != "" || p.annotations["inject.istio.io/templates"] == "gateway" ||
		p.labels["istio"] == "ingressgateway" || p.labels["istio"] == "egressgateway":
		return gateway
	}
	const own = "sidecar.istio.io/inject"
	inject := namespace["istio-injection"] == "enabled" || (namespace["istio-injection"] == "" && namespace["istio.io/rev"] != "")
	if value, set := p.annotations[own]; set {
		inject = value == "true"
	}
	if value, set := p.labels[own]; set {
		inject = value == "true"
	}
	if inject {
		return sidecar
	}
	mode := namespace["istio.io/dataplane-mode"]
	if value, set := p.labels["istio.io/dataplane-mode"]; set {
		mode = value
	}
	if mode == "ambient" {
		return ambient
	}
	return none
}

// addPod writes the running Pod, with what injector or CNI agent would have put on it.
func (w *world) addPod(p *workload) {
	switch p.plane {
	case sidecar, gateway:
		p.labels["security.istio.io/tlsMode"] = "istio"
	case ambient:
		p.annotations = maps.Clone(p.annotations)
		if p.annotations == nil {
			p.annotations = map[string]string{}
		}
		p.annotations["ambient.istio.io/redirection"] = "enabled"
	}
	ports := []any{}
	for _, port := range p.ports {
		one := map[string]any{"containerPort": int64(port.port), "protocol": "TCP"}
		if port.name != "" {
			one["name"] = port.name
		}
		ports = append(ports, one)
	}
	pod := w.add("v1", "Pod", p.namespace, p.pod(), map[string]any{
		"spec": map[string]any{
			"serviceAccountName": p.account, "nodeName": "node",
			"containers": []any{map[string]any{"name": "app", "image": "app", "ports": ports}},
		},
		"status": map[string]any{
			"phase": "Running", "podIP": p.address, "podIPs": []any{map[string]any{"ip": p.address}},
			"conditions": []any{map[string]any{"type": "Ready", "status": "True"}},
		},
	})
	pod.SetLabels(p.labels)
	pod.SetAnnotations(p.annotations)
}

// integer reads a number of an object, 0 when it is none.
func integer(value any) int {
	switch number := value.(type) {
	case int64:
		return int(number)
	case float64:
		return int(number)
	}
	return 0
}
