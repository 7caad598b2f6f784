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

// injected: one of the webhooks of Istio's chart selects the Pod, and the injector does as its label says, or else its annotation.
func injected(pod *unstructured.Unstructured, namespace map[string]string) bool {
	const inject, revision = "sidecar.istio.io/inject", "istio.io/rev"
	label := pod.GetLabels()[inject]
	word, set := pod.GetLabels()[inject]
	if !set {
		word = pod.GetAnnotations()[inject]
	}
	if word == "false" {
		return false
	}
	if value, set := namespace["istio-injection"]; set {
		return value == "enabled"
	}
	return namespace[revision] != "" || pod.GetLabels()[revision] != "" || label == "true"
}
