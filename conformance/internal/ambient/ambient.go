// Package ambient sets the features of the control plane before its packages read them, which they do while they are
// initialized: ambient on, and off what only Istio's own build of Envoy has (its ALPN and metadata exchange filters).
// Go initializes packages in the order of their import paths, so this one, which imports nearly nothing, comes first.
package ambient

import "os"

func init() {
	for name, value := range map[string]string{
		"PILOT_ENABLE_AMBIENT":           "true",
		"PILOT_ENABLE_ALPN_FILTER":       "false",
		"PILOT_ENABLE_METADATA_EXCHANGE": "false",
	} {
		_ = os.Setenv(name, value)
	}
}
