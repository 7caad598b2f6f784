package main

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// templates tells where a workload keeps its Pod template.
var templates = map[string][]string{
	"Deployment":            {"spec", "template"},
	"StatefulSet":           {"spec", "template"},
	"DaemonSet":             {"spec", "template"},
	"ReplicaSet":            {"spec", "template"},
	"ReplicationController": {"spec", "template"},
	"Job":                   {"spec", "template"},
	"CronJob":               {"spec", "jobTemplate", "spec", "template"},
}

// pods makes one Pod of every workload's template, and tells the index of each one's workload. With inject it gets what a running mesh adds: the proxy
// container of the sidecar injector, or the annotation by which the CNI agent marks a Pod of the ambient mesh.
func pods(objects []*unstructured.Unstructured, inject bool) ([]*unstructured.Unstructured, []int) {
	namespaces := map[string]map[string]string{}
	for _, object := range objects {
		if object.GetKind() == "Namespace" && object.GetAPIVersion() == "v1" {
			namespaces[object.GetName()] = object.GetLabels()
		}
	}
	made, owners := []*unstructured.Unstructured{}, []int{}
	for index, object := range objects {
		path, isWorkload := templates[object.GetKind()]
		if !isWorkload {
			continue
		}
		template, found, err := unstructured.NestedMap(object.Object, path...)
		if !found || err != nil {
			continue
		}
		pod := &unstructured.Unstructured{Object: template}
		pod.SetAPIVersion("v1")
		pod.SetKind("Pod")
		pod.SetName(object.GetName() + "-pod")
		pod.SetNamespace(object.GetNamespace())
		if inject {
			join(pod, namespaces[object.GetNamespace()])
		}
		made, owners = append(made, pod), append(owners, index)
	}
	return made, owners
}

func join(pod *unstructured.Unstructured, namespace map[string]string) {
	if hostNetwork, _, _ := unstructured.NestedBool(pod.Object, "spec", "hostNetwork"); hostNetwork {
		return
	}
	if injected(pod, namespace) {
		containers, _, _ := unstructured.NestedSlice(pod.Object, "spec", "containers")
		proxy := map[string]any{"name": "istio-proxy", "image": "istio/proxyv2"}
		_ = unstructured.SetNestedSlice(pod.Object, append(containers, proxy), "spec", "containers")
		return
	}
	mode := namespace["istio.io/dataplane-mode"]
	if own, set := pod.GetLabels()["istio.io/dataplane-mode"]; set {
		mode = own
	}
	if mode == "ambient" {
		annotations := pod.GetAnnotations()
		if annotations == nil {
			annotations = map[string]string{}
		}
		annotations["ambient.istio.io/redirection"] = "enabled"
		pod.SetAnnotations(annotations)
	}
}

// injected: the Pod's own word, label before annotation, wins over its namespace's.
func injected(pod *unstructured.Unstructured, namespace map[string]string) bool {
	const own = "sidecar.istio.io/inject"
	if value, set := pod.GetLabels()[own]; set {
		return value == "true"
	}
	if value, set := pod.GetAnnotations()[own]; set {
		return value == "true"
	}
	if value, set := namespace["istio-injection"]; set {
		return value == "enabled"
	}
	return namespace["istio.io/rev"] != ""
}
