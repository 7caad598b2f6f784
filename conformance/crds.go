package main

import (
	"bufio"
	"errors"
	"io"
	"os"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	kubeyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// served tells which kinds an API server with these CRDs would answer for.
type served struct {
	kinds  map[schema.GroupVersionKind]bool
	groups map[string]bool
}

// readServed reads only what istio's validator does not tell: it builds validators for every version,
// also for those with `served: false`, and keeps its table to itself.
func readServed(files []string) (*served, error) {
	result := &served{kinds: map[schema.GroupVersionKind]bool{}, groups: map[string]bool{}}
	for _, file := range files {
		if err := result.add(file); err != nil {
			return nil, err
		}
	}
	return result, nil
}

func (s *served) add(file string) error {
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
		if crd.Kind != "CustomResourceDefinition" {
			continue
		}
		s.addCRD(&crd)
	}
}

func (s *served) addCRD(crd *apiextensionsv1.CustomResourceDefinition) {
	s.groups[crd.Spec.Group] = true
	for _, version := range crd.Spec.Versions {
		if version.Served {
			s.kinds[schema.GroupVersionKind{Group: crd.Spec.Group, Version: version.Name, Kind: crd.Spec.Names.Kind}] = true
		}
	}
}
