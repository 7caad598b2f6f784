package main

import (
	"encoding/json"
	"fmt"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"istio.io/istio/pkg/config/crd"
)

// addSet makes an API server of the CRDs in the request; later requests name it. CRDs that the API server refuses are
// an answer and no fault.
func (j *judge) addSet(req *request) (answer, error) {
	result := &served{kinds: map[schema.GroupVersionKind]bool{}, groups: map[string]bool{}}
	structural := map[schema.GroupVersionKind]*structuralschema.Structural{}
	internal := make([]apiextensions.CustomResourceDefinition, 0, len(req.CRDs))
	for _, raw := range req.CRDs {
		var v1 apiextensionsv1.CustomResourceDefinition
		if err := json.Unmarshal(raw, &v1); err != nil {
			return answer{"valid": false, "error": err.Error()}, nil
		}
		apiextensionsv1.SetDefaults_CustomResourceDefinition(&v1)
		apiextensionsv1.SetDefaults_CustomResourceDefinitionSpec(&v1.Spec)
		var hub apiextensions.CustomResourceDefinition
		if err := apiextensionsv1.Convert_v1_CustomResourceDefinition_To_apiextensions_CustomResourceDefinition(&v1, &hub, nil); err != nil {
			return answer{"valid": false, "error": err.Error()}, nil
		}
		result.addCRD(&v1)
		internal = append(internal, hub)
	}
	validator, err := crd.NewValidatorFromCRDs(internal...)
	if err != nil {
		return answer{"valid": false, "error": err.Error()}, nil
	}
	for _, hub := range internal {
		for _, version := range hub.Spec.Versions {
			definition := version.Schema
			if definition == nil {
				definition = hub.Spec.Validation
			}
			made, err := structuralschema.NewStructural(definition.OpenAPIV3Schema)
			if err != nil {
				return nil, err
			}
			structural[schema.GroupVersionKind{Group: hub.Spec.Group, Version: version.Name, Kind: hub.Spec.Names.Kind}] = made
		}
	}
	j.sets[req.Set] = &apiServer{validator: validator, served: result, structural: structural}
	return answer{"valid": true}, nil
}

// serverFor answers with the server of a named set, or with that of the files the judge was started with.
func (j *judge) serverFor(set string) (*apiServer, error) {
	if set == "" {
		return j.server()
	}
	server, ok := j.sets[set]
	if !ok {
		return nil, fmt.Errorf("no CRDs were given as set %q", set)
	}
	return server, nil
}
