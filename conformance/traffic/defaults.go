package main

import (
	"bufio"
	"errors"
	"io"
	"os"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	kubeyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// defaults fills in what the API server would before the control plane sees an object.
type defaults map[schema.GroupVersionKind]*structural.Structural

func readDefaults(files []string) (defaults, error) {
	d := defaults{}
	for _, file := range files {
		if err := d.read(file); err != nil {
			return nil, err
		}
	}
	return d, nil
}

func (d defaults) read(file string) error {
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	documents := kubeyaml.NewYAMLReader(bufio.NewReader(in))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		var crd apiextensionsv1.CustomResourceDefinition
		if err := yaml.Unmarshal(document, &crd); err != nil {
			return err
		}
		for _, version := range crd.Spec.Versions {
			if version.Schema == nil {
				continue
			}
			var internal apiextensions.JSONSchemaProps
			if err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(version.Schema.OpenAPIV3Schema, &internal, nil); err != nil {
				return err
			}
			made, err := structural.NewStructural(&internal)
			if err != nil {
				return err
			}
			d[schema.GroupVersionKind{Group: crd.Spec.Group, Version: version.Name, Kind: crd.Spec.Names.Kind}] = made
		}
	}
}

func (d defaults) apply(object *unstructured.Unstructured) {
	if known := d[object.GroupVersionKind()]; known != nil {
		defaulting.Default(object.Object, known)
	}
	applyCore(object)
}

// applyCore does for core kinds what the API server does, as far as a mesh would be another one without it: a Service's
// port leads to the same port of its Pods, and a Namespace lies in none, whatever its manifest says.
func applyCore(object *unstructured.Unstructured) {
	if object.GetAPIVersion() != "v1" {
		return
	}
	switch object.GetKind() {
	case "Namespace":
		object.SetNamespace("")
	case "Service":
		spec, _ := object.Object["spec"].(map[string]any)
		ports, _ := spec["ports"].([]any)
		for _, each := range ports {
			if port, ok := each.(map[string]any); ok && port["targetPort"] == nil {
				port["targetPort"] = port["port"]
			}
		}
	}
}
