package main

import (
	"fmt"

	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apimachinery/pkg/api/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	kubejson "k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// metadataVerdict is what the API server says of the metadata of a namespaced custom resource on a strict create: decoding,
// unknown fields, and the validation that all kinds share. What the server does to metadata before is done here too.
func metadataVerdict(req *request) (answer, error) {
	content := map[string]any{}
	if err := kubejson.Unmarshal(req.Object, &content); err != nil {
		return nil, fmt.Errorf("object: %w", err)
	}
	options := objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true}
	meta, _, unknown, err := objectmeta.GetObjectMetaWithOptions(content, options)
	if err != nil {
		return answer{"valid": false, "error": err.Error()}, nil
	}
	if len(unknown) > 0 {
		return answer{"valid": false, "error": fmt.Sprintf("unknown fields %v", unknown)}, nil
	}
	if meta == nil {
		meta = &metav1.ObjectMeta{}
	}
	if meta.Namespace == "" {
		meta.Namespace = metav1.NamespaceDefault
	}
	if meta.Name == "" && meta.GenerateName != "" {
		const longest = 58
		meta.Name = meta.GenerateName[:min(len(meta.GenerateName), longest)] + "x2x4x"
	}
	meta.ManagedFields = nil // written anew by the server
	errs := validation.ValidateObjectMeta(meta, true, validation.NameIsDNSSubdomain, field.NewPath("metadata"))
	if len(errs) > 0 {
		return answer{"valid": false, "error": errs.ToAggregate().Error()}, nil
	}
	return answer{"valid": true}, nil
}
