package main

import (
	"bufio"
	"errors"
	"io"
	"os"

	kubeyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// read answers the objects of a YAML file as Kubernetes' own reader sees them; documents that are
// no object (empty, or without a kind) are left out.
func read(req *request) (answer, error) {
	in, err := os.Open(req.File)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	documents := kubeyaml.NewYAMLReader(bufio.NewReader(in))
	objects := []any{}
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return answer{"objects": objects}, nil
		}
		if err != nil {
			return nil, err
		}
		var object map[string]any
		if err := yaml.Unmarshal(document, &object); err != nil {
			return nil, err
		}
		if object["kind"] != nil {
			objects = append(objects, object)
		}
	}
}
