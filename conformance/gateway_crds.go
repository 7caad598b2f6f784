package main

import (
	"fmt"
	_ "unsafe" // for go:linkname

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/client/clientset/clientset"
	"k8s.io/apiextensions-apiserver/pkg/client/clientset/clientset/fake"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	_ "istio.io/istio/istioctl/pkg/precheck"
	"istio.io/istio/pkg/config/analysis/diag"
	"istio.io/istio/pkg/kube"
)

// checkGatewayAPIs is the part of `istioctl x precheck` that looks at CRDs; everything else there is about running clusters.
//
//go:linkname checkGatewayAPIs istio.io/istio/istioctl/pkg/precheck.checkGatewayAPIs
func checkGatewayAPIs(cli kube.CLIClient) (diag.Messages, error)

// crdClient knows a cluster's CRDs, and nothing else of it.
type crdClient struct {
	kube.CLIClient
	ext clientset.Interface
}

func (c crdClient) Ext() clientset.Interface { return c.ext }

// precheckCRDs asks it about the CRDs among the objects; answers the messages of each by the index of its object.
func precheckCRDs(objects []*unstructured.Unstructured) ([]answer, error) {
	result := []answer{}
	for i, object := range objects {
		if object.GetKind() != "CustomResourceDefinition" {
			continue
		}
		var definition apiextensionsv1.CustomResourceDefinition
		if err := runtime.DefaultUnstructuredConverter.FromUnstructured(object.Object, &definition); err != nil {
			continue // what no API server takes is in no cluster
		}
		messages, err := checkGatewayAPIs(crdClient{ext: fake.NewSimpleClientset(&definition)})
		if err != nil {
			return nil, err
		}
		for _, message := range messages {
			result = append(result, answer{
				"code":   message.Type.Code(),
				"level":  message.Type.Level().String(),
				"text":   fmt.Sprintf(message.Type.Template(), message.Parameters...),
				"object": i,
			})
		}
	}
	return result, nil
}
