package main

import (
	"errors"
	"fmt"
	"time"

	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	kubejson "k8s.io/apimachinery/pkg/util/json"

	"istio.io/istio/pkg/config/crd"
)

// apiServer is the API server's own verdict: schema, list types, unknown fields and CEL, as pkg/config/crd runs them.
type apiServer struct {
	validator *crd.Validator
	served    *served
	// structural is set for the CRDs of a request: objects inside objects are judged by it, which istio's validator leaves out.
	structural map[schema.GroupVersionKind]*structuralschema.Structural
}

func (j *judge) server() (*apiServer, error) {
	if j.api != nil {
		return j.api, nil
	}
	if len(j.crdFiles) == 0 {
		return nil, errors.New("start the judge with --crds FILE to ask for API verdicts")
	}
	served, err := readServed(j.crdFiles)
	if err != nil {
		return nil, err
	}
	validator, err := crd.NewValidatorFromFiles(j.crdFiles...)
	if err != nil {
		return nil, err
	}
	j.api = &apiServer{validator: validator, served: served}
	return j.api, nil
}

func (j *judge) apiVerdict(req *request) (answer, error) {
	server, err := j.serverFor(req.Set)
	if err != nil {
		return nil, err
	}
	object, err := unstructuredFrom(req.Object)
	if err != nil {
		return nil, err
	}
	gvk := object.GroupVersionKind()
	if !server.served.kinds[gvk] {
		return unserved(server, gvk), nil
	}
	if err := server.validator.ValidateCustomResource(object); err != nil {
		return answer{"valid": false, "error": err.Error()}, nil
	}
	if structural := server.structural[gvk]; structural != nil {
		if errs := objectmeta.Validate(nil, object.Object, structural, false); len(errs) > 0 {
			return answer{"valid": false, "error": errs.ToAggregate().Error()}, nil
		}
	}
	return answer{"valid": true}, nil
}

// unserved: in a group these CRDs define, a server would answer "no matches for kind"; other groups are not ours to judge.
func unserved(server *apiServer, gvk schema.GroupVersionKind) answer {
	if server.served.groups[gvk.Group] {
		return answer{"valid": false, "unknown": true, "error": fmt.Sprintf("no matches for kind %q in version %q", gvk.Kind, gvk.GroupVersion())}
	}
	return answer{"unknown": true}
}

func unstructuredFrom(raw []byte) (*unstructured.Unstructured, error) {
	content := map[string]any{}
	if err := kubejson.Unmarshal(raw, &content); err != nil {
		return nil, fmt.Errorf("object: %w", err)
	}
	return &unstructured.Unstructured{Object: content}, nil
}

// apiBench times the verdicts alone: reading JSON and the pipe stay outside of the measure.
func (j *judge) apiBench(req *request) (answer, error) {
	server, err := j.server()
	if err != nil {
		return nil, err
	}
	objects := make([]*unstructured.Unstructured, 0, len(req.Objects))
	for _, raw := range req.Objects {
		object, err := unstructuredFrom(raw)
		if err != nil {
			return nil, err
		}
		if !server.served.kinds[object.GroupVersionKind()] {
			return nil, fmt.Errorf("no schema for %v", object.GroupVersionKind())
		}
		objects = append(objects, object)
	}
	valid := 0
	seconds := make([]float64, 0, max(req.Rounds, 1))
	for range max(req.Rounds, 1) {
		valid = 0
		start := time.Now()
		for _, object := range objects {
			if server.validator.ValidateCustomResource(object) == nil {
				valid++
			}
		}
		seconds = append(seconds, time.Since(start).Seconds())
	}
	return answer{"objects": len(objects), "valid": valid, "seconds": seconds}, nil
}
