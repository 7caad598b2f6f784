// Package quiet keeps Istio's test environment from writing warnings to standard output while it is initialized,
// before main can send logs elsewhere. Go initializes packages in the order of their import paths as soon as what
// they import is ready, so this one, which imports nearly nothing, comes before those of istio.io.
package quiet

import "os"

func init() {
	for _, name := range []string{"TARGET_OUT", "LOCAL_OUT"} {
		if os.Getenv(name) == "" {
			_ = os.Setenv(name, os.TempDir())
		}
	}
}
