package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	admissionv1 "k8s.io/api/admission/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"istio.io/istio/pkg/config/schema/collections"
	"istio.io/istio/pkg/webhooks/validation/server"
)

// webhook is istiod's validating webhook, asked over its HTTP handler in this process.
type webhook struct{ mux *http.ServeMux }

// hookGroups are the API groups whose objects Istio's ValidatingWebhookConfiguration sends to istiod.
var hookGroups = map[string]bool{
	"networking.istio.io": true,
	"security.istio.io":   true,
	"telemetry.istio.io":  true,
	"extensions.istio.io": true,
}

func (j *judge) webhookVerdict(req *request) (answer, error) {
	if j.hook == nil {
		mux := http.NewServeMux()
		if _, err := server.New(server.Options{Schemas: collections.PilotGatewayAPI(), DomainSuffix: "cluster.local", Mux: mux}); err != nil {
			return nil, err
		}
		j.hook = &webhook{mux: mux}
	}
	object, err := unstructuredFrom(req.Object)
	if err != nil {
		return nil, err
	}
	gvk := object.GroupVersionKind()
	if !hookGroups[gvk.Group] {
		return answer{"unknown": true}, nil
	}
	response, err := j.hook.ask(&admissionv1.AdmissionRequest{
		UID:       "1",
		Kind:      metav1.GroupVersionKind(gvk),
		Resource:  metav1.GroupVersionResource{Group: gvk.Group, Version: gvk.Version, Resource: strings.ToLower(gvk.Kind) + "s"},
		Name:      object.GetName(),
		Namespace: object.GetNamespace(),
		Operation: admissionv1.Create,
		Object:    runtime.RawExtension{Raw: req.Object},
	})
	if err != nil {
		return nil, err
	}
	result := answer{"allowed": response.Allowed, "warnings": append([]string{}, response.Warnings...)}
	if response.Result != nil {
		result["error"] = response.Result.Message
	}
	return result, nil
}

func (w *webhook) ask(req *admissionv1.AdmissionRequest) (*admissionv1.AdmissionResponse, error) {
	review := admissionv1.AdmissionReview{Request: req}
	review.SetGroupVersionKind(admissionv1.SchemeGroupVersion.WithKind("AdmissionReview"))
	body, err := json.Marshal(review)
	if err != nil {
		return nil, err
	}
	httpRequest := httptest.NewRequest(http.MethodPost, "/validate", bytes.NewReader(body))
	httpRequest.Header.Set("Content-Type", "application/json")
	recorder := httptest.NewRecorder()
	w.mux.ServeHTTP(recorder, httpRequest)
	if recorder.Code != http.StatusOK {
		return nil, fmt.Errorf("webhook answered %d: %s", recorder.Code, recorder.Body.String())
	}
	var answered admissionv1.AdmissionReview
	if err := json.Unmarshal(recorder.Body.Bytes(), &answered); err != nil {
		return nil, err
	}
	if answered.Response == nil {
		return nil, fmt.Errorf("webhook answered without a response: %s", recorder.Body.String())
	}
	return answered.Response, nil
}
