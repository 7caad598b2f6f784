package main

import (
	"errors"
	"fmt"
	"os"
	gort "runtime"
	"strings"
	"sync"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/yaml"

	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pilot/test/xds"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/constants"
	kubelib "istio.io/istio/pkg/kube"
)

// controlPlane is istiod for one case.
type controlPlane struct {
	*xds.FakeDiscoveryServer
	life *life
}

func (c *controlPlane) close() { c.life.end() }

func newControlPlane(w *world) (*controlPlane, error) {
	kubernetes, configs, err := w.split()
	if err != nil {
		return nil, err
	}
	l := &life{}
	var made *xds.FakeDiscoveryServer
	l.run(func() {
		made = xds.NewFakeDiscoveryServer(l, xds.FakeOptions{
			KubernetesObjects: kubernetes, Configs: configs, MeshConfig: w.mesh, DisableSecretAuthorization: true,
		})
	})
	if l.failure != nil {
		l.end()
		return nil, fmt.Errorf("control plane: %w", l.failure)
	}
	return &controlPlane{FakeDiscoveryServer: made, life: l}, nil
}

// split gives what the control plane reads from Kubernetes, and what from its configuration store. Istio's own kinds go
// into both: the parts for the ambient mesh and for Gateways look into Kubernetes.
func (w *world) split() ([]runtime.Object, []config.Config, error) {
	objects, configs := []runtime.Object{}, []config.Config{}
	decode := kubelib.IstioCodec.UniversalDeserializer().Decode
	for _, object := range w.objects {
		object = served(object)
		text, err := object.MarshalJSON()
		if err != nil {
			return nil, nil, err
		}
		decoded, _, err := decode(text, nil, nil)
		if runtime.IsNotRegisteredError(err) {
			continue // not the control plane's business, such as an Argo Rollout
		}
		if err != nil {
			return nil, nil, fmt.Errorf("%s %s/%s: %w", object.GetKind(), object.GetNamespace(), object.GetName(), err)
		}
		objects = append(objects, decoded)
		if !strings.Contains(object.GetAPIVersion(), ".istio.io/") {
			continue
		}
		document, err := yaml.JSONToYAML(text)
		if err != nil {
			return nil, nil, err
		}
		parsed, _, err := crd.ParseInputs(string(document))
		if err != nil {
			return nil, nil, fmt.Errorf("%s %s/%s: %w", object.GetKind(), object.GetNamespace(), object.GetName(), err)
		}
		for i := range parsed {
			// As for objects of a cluster: names without a dot are completed with it.
			parsed[i].Domain = constants.DefaultClusterLocalDomain
		}
		configs = append(configs, parsed...)
	}
	return objects, configs, nil
}

// served is the object in the version in which the control plane asks for it; the API server converts.
func served(object *unstructured.Unstructured) *unstructured.Unstructured {
	group, _, found := strings.Cut(object.GetAPIVersion(), "/")
	if !found || !(strings.HasSuffix(group, ".istio.io") || group == gatewayAPI) {
		return object
	}
	version := "v1"
	switch object.GetKind() {
	case "Gateway", "HTTPRoute", "GRPCRoute", "GatewayClass", "VirtualService", "DestinationRule", "ServiceEntry", "Sidecar",
		"WorkloadEntry", "WorkloadGroup", "AuthorizationPolicy", "PeerAuthentication", "RequestAuthentication", "Telemetry":
	case "ReferenceGrant":
		version = "v1beta1"
	default:
		return object
	}
	copied := object.DeepCopy()
	copied.SetAPIVersion(group + "/" + version)
	return copied
}

// life stands in for a running test, which Istio's fake control plane wants to belong to.
type life struct {
	mutex    sync.Mutex
	failure  error
	cleanups []func()
}

// run calls f where a failure may end the goroutine.
func (l *life) run(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	<-done
}

// end runs the cleanups, the last one first.
func (l *life) end() {
	l.run(func() {
		for len(l.cleanups) > 0 {
			last := l.cleanups[len(l.cleanups)-1]
			l.cleanups = l.cleanups[:len(l.cleanups)-1]
			last()
		}
	})
}

func (l *life) Fatal(args ...any) {
	l.mutex.Lock()
	if l.failure == nil {
		l.failure = errors.New(fmt.Sprint(args...))
	}
	l.mutex.Unlock()
	gort.Goexit()
}

func (l *life) Fail()                        { l.Fatal("failed") }
func (l *life) FailNow()                     { l.Fatal("failed") }
func (l *life) Fatalf(f string, args ...any) { l.Fatal(fmt.Sprintf(f, args...)) }
func (l *life) Log(...any)                   {}
func (l *life) Logf(string, ...any)          {}
func (l *life) Helper()                      {}
func (l *life) Skip(args ...any)             { l.Fatal(args...) }
func (l *life) Cleanup(f func())             { l.cleanups = append(l.cleanups, f) }
func (l *life) TempDir() string {
	folder, err := os.MkdirTemp("", "traffic")
	if err != nil {
		l.Fatal(err)
	}
	l.Cleanup(func() { _ = os.RemoveAll(folder) })
	return folder
}
