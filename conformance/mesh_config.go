package main

import (
	"errors"

	"github.com/hashicorp/go-multierror"

	meshconfig "istio.io/api/mesh/v1alpha1"
	"istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/config/validation/agent"
	"istio.io/istio/pkg/util/protomarshal"
)

// meshConfigVerdict is what istiod says of a mesh config, or of mesh networks, as a document: merged with the defaults first.
func meshConfigVerdict(req *request) (answer, error) {
	if len(req.MeshNetworks) > 0 {
		networks := mesh.EmptyMeshNetworks()
		if err := protomarshal.ApplyJSON(string(req.MeshNetworks), &networks); err != nil {
			return answer{"unreadable": err.Error()}, nil
		}
		return verdictOf(nil, agent.ValidateMeshNetworks(&networks)), nil
	}
	if len(req.MeshConfig) == 0 {
		return nil, errors.New("meshConfig or meshNetworks is missing")
	}
	if err := protomarshal.ApplyJSON(string(req.MeshConfig), &meshconfig.MeshConfig{}); err != nil {
		return answer{"unreadable": err.Error()}, nil
	}
	// Applying validates as well.
	config, err := mesh.ApplyMeshConfigDefaults(string(req.MeshConfig))
	if err != nil {
		return verdictOf(nil, err), nil
	}
	warning, invalid := agent.ValidateMeshConfig(config)
	return verdictOf(warning, invalid), nil
}

func verdictOf(warning, invalid error) answer {
	result := answer{"valid": invalid == nil, "warnings": []string{}}
	if invalid != nil {
		result["error"] = invalid.Error()
	}
	if warning != nil {
		texts := []string{}
		var several *multierror.Error
		if errors.As(warning, &several) {
			for _, one := range several.Errors {
				texts = append(texts, one.Error())
			}
		} else {
			texts = append(texts, warning.Error())
		}
		result["warnings"] = texts
	}
	return result
}
