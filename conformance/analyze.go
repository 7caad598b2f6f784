package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"istio.io/istio/pkg/config/analysis/analyzers"
	"istio.io/istio/pkg/config/analysis/diag"
	"istio.io/istio/pkg/config/analysis/local"
)

const istioNamespace = "istio-system"

// analyze runs every analyzer over the objects as `istioctl analyze` does over a cluster: Services, Namespaces,
// Pods and Secrets are loaded too, which `istioctl analyze` leaves out when it reads files.
func analyze(req *request) (answer, error) {
	namespace := req.Namespace
	if namespace == "" {
		namespace = "default"
	}
	objects := make([]*unstructured.Unstructured, 0, len(req.Objects))
	for _, raw := range req.Objects {
		object, err := unstructuredFrom(raw)
		if err != nil {
			return nil, err
		}
		if object.GetNamespace() == "" {
			// The reader clears it again where the kind is cluster-scoped.
			object.SetNamespace(namespace)
		}
		objects = append(objects, object)
	}

	// No namespace here: the analyzer would take it for a filter of its answers, too.
	analyzer := local.NewIstiodAnalyzer(analyzers.AllCombined(), "", istioNamespace, nil)
	if len(req.MeshConfig) > 0 {
		if err := setMeshConfig(analyzer, req.MeshConfig); err != nil {
			return nil, err
		}
	}
	networks := setMeshNetworks(analyzer, objects)
	made, owners := pods(objects, req.Inject == nil || *req.Inject)
	sources, err := readers(append(objects, made...))
	if err != nil {
		return nil, err
	}
	problems := []string{}
	// An object that cannot be read is reported; the others are analyzed all the same, as upstream does.
	if err := analyzer.AddTestReaderKubeSource(sources); err != nil {
		problems = append(problems, err.Error())
	}
	if err := analyzer.AddDefaultResources(); err != nil {
		return nil, err
	}
	stop := make(chan struct{})
	defer close(stop)
	result, err := analyzer.Analyze(stop)
	if err != nil {
		return nil, err
	}
	messages := make([]answer, 0, len(result.Messages))
	for i := range result.Messages {
		message := messageOf(&result.Messages[i], len(req.Objects), owners)
		if networks >= 0 && message["code"] == "IST0126" {
			message["object"] = networks
		}
		messages = append(messages, message)
	}
	prechecked, err := precheckCRDs(objects)
	if err != nil {
		return nil, err
	}
	messages = append(messages, prechecked...)
	return answer{"messages": messages, "unreadable": problems, "skipped": append([]string{}, result.SkippedAnalyzers...)}, nil
}

// readers gives each object to the analyzers as a file of its own, named by its index.
func readers(objects []*unstructured.Unstructured) ([]local.ReaderSource, error) {
	sources := make([]local.ReaderSource, 0, len(objects))
	for i, object := range objects {
		text, err := json.Marshal(object.Object)
		if err != nil {
			return nil, err
		}
		sources = append(sources, local.ReaderSource{Name: strconv.Itoa(i), Reader: bytes.NewReader(text)})
	}
	return sources, nil
}

// messageOf tells a message by the index of its object; what is said of a made Pod belongs to its workload.
func messageOf(message *diag.Message, given int, owners []int) answer {
	result := answer{
		"code":  message.Type.Code(),
		"level": message.Type.Level().String(),
		"text":  fmt.Sprintf(message.Type.Template(), message.Parameters...),
	}
	if message.Resource == nil {
		return result
	}
	result["resource"] = message.Resource.Origin.FriendlyName()
	if reference := message.Resource.Origin.Reference(); reference != nil {
		name, _, _ := strings.Cut(reference.String(), ":")
		if index, err := strconv.Atoi(name); err == nil && index < given {
			result["object"] = index
		} else if err == nil && index < given+len(owners) {
			result["object"] = owners[index-given]
			result["pod"] = true
		}
	}
	return result
}

// setMeshConfig goes through a file because that is the way upstream lets a mesh config in.
func setMeshConfig(analyzer *local.IstiodAnalyzer, meshConfig []byte) error {
	return throughFile(meshConfig, analyzer.AddFileKubeMeshConfig)
}

// setMeshNetworks takes the networks of a mesh from the ConfigMap that holds them in a cluster; answers its index, or -1.
func setMeshNetworks(analyzer *local.IstiodAnalyzer, objects []*unstructured.Unstructured) int {
	for i, object := range objects {
		if object.GetKind() != "ConfigMap" || object.GetName() != "istio" || object.GetNamespace() != istioNamespace {
			continue
		}
		text, found, err := unstructured.NestedString(object.Object, "data", "meshNetworks")
		if err != nil || !found || throughFile([]byte(text), analyzer.AddFileKubeMeshNetworks) != nil {
			continue // what istiod cannot read says nothing
		}
		return i
	}
	return -1
}

func throughFile(text []byte, add func(file string) error) error {
	file, err := os.CreateTemp("", "mesh-*.yaml")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	if _, err := file.Write(text); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return add(file.Name())
}
