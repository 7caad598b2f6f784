package main

import "encoding/json"

// trafficCase is one line of input: a mesh, and what to ask it.
type trafficCase struct {
	ID      json.RawMessage   `json:"id,omitempty"`
	Op      string            `json:"op"`
	Objects []json.RawMessage `json:"objects,omitempty"`
	YAML    string            `json:"yaml,omitempty"`
	// Namespace of objects that name none; "default" if empty.
	Namespace  string          `json:"namespace,omitempty"`
	MeshConfig json.RawMessage `json:"meshConfig,omitempty"`
	// Sidecars tells for "namespace/workload" whether it has one, against what labels and annotations say.
	Sidecars map[string]bool `json:"sidecars,omitempty"`
	Requests []request       `json:"requests,omitempty"`
}

// request is one line of a case's request table.
type request struct {
	From     string            `json:"from"` // "namespace/workload" or "outside"
	To       target            `json:"to"`
	Protocol string            `json:"protocol,omitempty"` // http (default), https, tcp
	Host     string            `json:"host,omitempty"`     // authority, or SNI; the host of To if empty
	SNI      string            `json:"sni,omitempty"`      // of an https connection that was made for another host; the authority if empty
	Method   string            `json:"method,omitempty"`
	Path     string            `json:"path,omitempty"`
	Headers  map[string]string `json:"headers,omitempty"`
	Token    *token            `json:"token,omitempty"`
	Repeat   int               `json:"repeat,omitempty"`
	// Jar names a cookie jar: what earlier answers set is sent along.
	Jar string `json:"jar,omitempty"`
	// Await is how many arrivals at workloads to wait for before the next line.
	Await int `json:"await,omitempty"`
	// Log asks for what the proxies logged meanwhile.
	Log bool `json:"log,omitempty"`
}

// target is where a request goes: one of host, pod, gateway.
type target struct {
	Host    string `json:"host,omitempty"`    // a Service or a host name, as seen from the caller's namespace
	Pod     string `json:"pod,omitempty"`     // "namespace/workload": its address, past the Service
	Gateway string `json:"gateway,omitempty"` // "namespace/workload"; port is that of its Service
	Port    int    `json:"port"`
}

type token struct {
	Claims map[string]any `json:"claims"`
	Forged bool           `json:"forged,omitempty"`
}
