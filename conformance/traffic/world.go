package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	kubeyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"

	meshconfig "istio.io/api/mesh/v1alpha1"
	"istio.io/istio/pkg/config/mesh"
)

const rootNamespace = "istio-system"

// world is a case's cluster: its objects, with Pods, addresses and endpoints as a real cluster would add them.
type world struct {
	mesh       *meshconfig.MeshConfig
	objects    []*unstructured.Unstructured
	namespaces map[string]map[string]string // labels
	workloads  []*workload
	byName     map[string]*workload // "namespace/workload"
	services   []*service
	outside    string // address of the client without a mesh
}

func (m *machine) newWorld(c *trafficCase) (*world, error) {
	objects, err := readObjects(c)
	if err != nil {
		return nil, err
	}
	config, err := readMeshConfig(c.MeshConfig)
	if err != nil {
		return nil, err
	}
	for _, object := range objects {
		m.defaults.apply(object)
	}
	w := &world{
		mesh: config, objects: objects, namespaces: map[string]map[string]string{},
		byName: map[string]*workload{}, outside: m.addresses.take(),
	}
	w.addNamespaces()
	w.addGateways()
	if err := w.addWorkloads(m.addresses, c.Sidecars); err != nil {
		return nil, err
	}
	if err := w.addServices(m.addresses); err != nil {
		return nil, err
	}
	w.finishGateways()
	return w, w.serveKeySets(m.signer.jwks)
}

func readMeshConfig(raw json.RawMessage) (*meshconfig.MeshConfig, error) {
	config := mesh.DefaultMeshConfig()
	config.AccessLogFile = "/dev/stdout"
	config.RootNamespace = rootNamespace
	if len(raw) == 0 {
		return config, nil
	}
	text, err := yaml.JSONToYAML(raw)
	if err != nil {
		return nil, err
	}
	return mesh.ApplyMeshConfig(string(text), config)
}

// readObjects takes the objects of a case in both ways they may be given, and gives each its namespace.
func readObjects(c *trafficCase) ([]*unstructured.Unstructured, error) {
	objects := []*unstructured.Unstructured{}
	for _, raw := range c.Objects {
		object := &unstructured.Unstructured{}
		if err := object.UnmarshalJSON(raw); err != nil {
			return nil, err
		}
		objects = append(objects, object)
	}
	documents := kubeyaml.NewYAMLReader(bufio.NewReader(strings.NewReader(c.YAML)))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		text, err := yaml.YAMLToJSON(document)
		if err != nil {
			return nil, err
		}
		if string(text) == "null" {
			continue
		}
		object := &unstructured.Unstructured{}
		if err := object.UnmarshalJSON(text); err != nil {
			return nil, fmt.Errorf("%w in %s", err, document)
		}
		objects = append(objects, object)
	}
	namespace := c.Namespace
	if namespace == "" {
		namespace = "default"
	}
	for _, object := range objects {
		if object.GetNamespace() == "" && object.GetKind() != "Namespace" && object.GetKind() != "GatewayClass" {
			object.SetNamespace(namespace)
		}
	}
	return objects, nil
}

// addNamespaces makes the Namespace objects that objects stand in and nobody wrote.
func (w *world) addNamespaces() {
	for _, object := range w.objects {
		if isKind(object, "v1", "Namespace") {
			w.namespaces[object.GetName()] = object.GetLabels()
		}
	}
	for _, object := range append(w.objects, &unstructured.Unstructured{Object: map[string]any{"metadata": map[string]any{"namespace": rootNamespace}}}) {
		name := object.GetNamespace()
		if _, known := w.namespaces[name]; known || name == "" {
			continue
		}
		w.namespaces[name] = nil
		w.add("v1", "Namespace", "", name, nil)
	}
}

// serveKeySets puts the key set of the tokens we sign into every RequestAuthentication.
func (w *world) serveKeySets(jwks string) error {
	for _, object := range w.objects {
		if object.GetKind() != "RequestAuthentication" {
			continue
		}
		rules, _, err := unstructured.NestedSlice(object.Object, "spec", "jwtRules")
		if err != nil {
			return err
		}
		for _, rule := range rules {
			if fields, ok := rule.(map[string]any); ok {
				delete(fields, "jwksUri")
				fields["jwks"] = jwks
			}
		}
		if err := unstructured.SetNestedSlice(object.Object, rules, "spec", "jwtRules"); err != nil {
			return err
		}
	}
	return nil
}

// add makes an object; fields stand beside its metadata.
func (w *world) add(apiVersion, kind, namespace, name string, fields map[string]any) *unstructured.Unstructured {
	object := &unstructured.Unstructured{Object: map[string]any{}}
	for key, value := range fields {
		object.Object[key] = value
	}
	object.SetAPIVersion(apiVersion)
	object.SetKind(kind)
	object.SetName(name)
	object.SetNamespace(namespace)
	w.objects = append(w.objects, object)
	return object
}

func isKind(object *unstructured.Unstructured, apiVersion, kind string) bool {
	return object.GetKind() == kind && object.GetAPIVersion() == apiVersion
}

func inGroup(object *unstructured.Unstructured, group string) bool {
	return strings.HasPrefix(object.GetAPIVersion(), group+"/")
}
