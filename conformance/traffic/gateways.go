package main

import (
	"maps"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const gatewayAPI = "gateway.networking.k8s.io"

// addGateways makes the workloads behind Gateways that the cluster's operator or Istio's own controller would have made:
// an ingress gateway in the root namespace, and one for each Gateway of the Gateway API.
func (w *world) addGateways() {
	ingress := map[string]string{"istio": "ingressgateway"}
	wanted, there := false, false
	for _, object := range w.objects {
		if path, isWorkload := templates[object.GetKind()]; isWorkload {
			labels, _, _ := unstructured.NestedStringMap(object.Object, append(append([]string{}, path...), "metadata", "labels")...)
			there = there || selects(ingress, labels)
		}
		if object.GetKind() == "Gateway" && inGroup(object, "networking.istio.io") {
			selector, _, _ := unstructured.NestedStringMap(object.Object, "spec", "selector")
			wanted = wanted || selects(ingress, selector)
		}
	}
	if wanted && !there {
		const name = "istio-ingressgateway"
		labels := map[string]string{"app": name, "istio": "ingressgateway"}
		w.addDeployment(rootNamespace, name, name+"-service-account", labels)
		w.addGatewayService(rootNamespace, name, labels, map[string]int{"http2": 80, "https": 443, "tcp": 31400, "tls": 15443})
	}
	for _, object := range w.objects {
		if object.GetKind() == "Gateway" && inGroup(object, gatewayAPI) {
			w.addManaged(object)
		}
	}
}

// addManaged follows Istio's gateway deployment controller: names, service account, labels.
func (w *world) addManaged(object *unstructured.Unstructured) {
	class, _, _ := unstructured.NestedString(object.Object, "spec", "gatewayClassName")
	name, namespace := object.GetName(), object.GetNamespace()
	managed := "istio.io-gateway-controller"
	switch class {
	case "istio":
		name += "-istio"
	case "istio-waypoint":
		managed = "istio.io-mesh-controller"
	default:
		return
	}
	account := name
	if own := object.GetAnnotations()["gateway.istio.io/service-account"]; own != "" {
		account = own
	}
	if own := object.GetAnnotations()["gateway.istio.io/name-override"]; own != "" {
		name = own
	}
	labels := map[string]string{
		gatewayAPI + "/gateway-name":       object.GetName(),
		gatewayAPI + "/gateway-class-name": class,
		"gateway.istio.io/managed":         managed,
	}
	ports := map[string]int{}
	listeners, _, _ := unstructured.NestedSlice(object.Object, "spec", "listeners")
	for _, listener := range listeners {
		if fields, ok := listener.(map[string]any); ok {
			listenerName, _ := fields["name"].(string)
			ports[listenerName] = integer(fields["port"])
		}
	}
	w.addDeployment(namespace, name, account, labels)
	s := w.addGatewayService(namespace, name, map[string]string{gatewayAPI + "/gateway-name": object.GetName()}, ports)
	s.SetLabels(labels)
}

func (w *world) addDeployment(namespace, name, account string, labels map[string]string) {
	text := map[string]any{}
	for key, value := range labels {
		text[key] = value
	}
	w.add("apps/v1", "Deployment", namespace, name, map[string]any{
		"spec": map[string]any{"template": map[string]any{
			"metadata": map[string]any{"labels": text},
			"spec":     map[string]any{"serviceAccountName": account, "containers": []any{}},
		}},
	})
	if _, known := w.namespaces[namespace]; !known {
		w.namespaces[namespace] = nil
	}
}

// addGatewayService leads low ports to high ones of the Pod, which anyone may listen on.
func (w *world) addGatewayService(namespace, name string, selector map[string]string, ports map[string]int) *unstructured.Unstructured {
	list := []any{}
	for _, portName := range slices.Sorted(maps.Keys(ports)) {
		port := ports[portName]
		target := port
		if port < 1024 {
			target += 8000
		}
		one := map[string]any{"name": portName, "port": int64(port), "targetPort": int64(target), "protocol": "TCP"}
		if port == hbonePort {
			one["appProtocol"] = "hbone"
		}
		list = append(list, one)
	}
	text := map[string]any{}
	for key, value := range selector {
		text[key] = value
	}
	return w.add("v1", "Service", namespace, name, map[string]any{
		"spec": map[string]any{"selector": text, "ports": list},
	})
}

// finishGateways writes into each Gateway the address its controller would have published.
func (w *world) finishGateways() {
	for _, object := range w.objects {
		if object.GetKind() != "Gateway" || !inGroup(object, gatewayAPI) {
			continue
		}
		for _, s := range w.services {
			if s.namespace == object.GetNamespace() && len(s.pods) > 0 && s.address != "" &&
				s.pods[0].labels[gatewayAPI+"/gateway-name"] == object.GetName() {
				object.Object["status"] = map[string]any{
					"addresses": []any{map[string]any{"type": "IPAddress", "value": s.address}},
				}
			}
		}
	}
}
