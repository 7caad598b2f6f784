// Command traffic runs a mesh on loopback addresses: Istio's control plane in this process, an Envoy for every proxy,
// echo servers for the workloads; then it sends requests and tells what was seen.
//
// It reads one JSON request a line from standard input and writes one JSON answer a line to standard output, in the
// same order. ../README.md describes them.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	_ "cdk8s-istio/conformance/internal/ambient"
	_ "cdk8s-istio/conformance/internal/quiet"

	"istio.io/istio/pkg/log"
)

// answer is one line of output; every operation fills its own fields.
type answer map[string]any

// machine is what all cases of this process share.
type machine struct {
	envoy     string // path of the binary
	folder    string // for bootstrap files and logs
	addresses *addresses
	authority *authority
	signer    *signer
	defaults  defaults
}

type fileList []string

func (f *fileList) String() string     { return strings.Join(*f, ",") }
func (f *fileList) Set(v string) error { *f = append(*f, v); return nil }

func main() {
	envoy := flag.String("envoy", "", "path of the envoy binary")
	folder := flag.String("folder", "", "folder for bootstrap files and logs")
	var crdFiles fileList
	flag.Var(&crdFiles, "crds", "file with CustomResourceDefinitions; may be given more than once")
	logs := flag.Bool("logs", false, "let the control plane log warnings to standard error")
	flag.Parse()
	if done, code := isolate(); done {
		os.Exit(code)
	}

	// Istio logs to standard output by default, which belongs to the answers here.
	stdout := os.Stdout
	os.Stdout = os.Stderr
	m, err := start(*envoy, *folder, crdFiles, *logs)
	if err == nil {
		err = serve(os.Stdin, stdout, m)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "traffic:", err)
		os.Exit(1)
	}
}

func start(envoy, folder string, crdFiles []string, logs bool) (*machine, error) {
	if err := configureLogs(logs); err != nil {
		return nil, err
	}
	if tracked() {
		return nil, errors.New("this machine tracks loopback connections, and does not let a user have a network of his own (user namespaces): no mesh can run here")
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	addresses, err := takeAddresses()
	if err != nil {
		return nil, err
	}
	authority, err := newAuthority()
	if err != nil {
		return nil, err
	}
	signer, err := newSigner()
	if err != nil {
		return nil, err
	}
	defaults, err := readDefaults(crdFiles)
	if err != nil {
		return nil, err
	}
	return &machine{
		envoy: envoy, folder: folder, addresses: addresses, authority: authority, signer: signer, defaults: defaults,
	}, nil
}

func configureLogs(on bool) error {
	options := log.DefaultOptions()
	options.OutputPaths = []string{"stderr"}
	level := log.NoneLevel
	if on {
		level = log.WarnLevel
	}
	options.SetDefaultOutputLevel(log.OverrideScopeName, level)
	return log.Configure(options)
}

func serve(in io.Reader, out io.Writer, m *machine) error {
	reader := bufio.NewReaderSize(in, 1<<20)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for {
		line, err := reader.ReadBytes('\n')
		if len(strings.TrimSpace(string(line))) > 0 {
			if writeErr := encoder.Encode(m.answerLine(line)); writeErr != nil {
				return writeErr
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// answerLine never fails: a case that cannot be run gets a "fault", which is not an observation.
func (m *machine) answerLine(line []byte) (result answer) {
	var c trafficCase
	defer func() {
		if r := recover(); r != nil {
			result = answer{"fault": fmt.Sprintf("panic: %v", r)}
		}
		if len(c.ID) > 0 {
			result["id"] = c.ID
		}
	}()
	if err := json.Unmarshal(line, &c); err != nil {
		return answer{"fault": err.Error()}
	}
	result, err := m.dispatch(&c)
	if err != nil {
		return answer{"fault": err.Error()}
	}
	return result
}

func (m *machine) dispatch(c *trafficCase) (answer, error) {
	switch c.Op {
	case "traffic":
		return m.runTraffic(c)
	case "waypoint":
		return m.runWaypoint(c)
	case "ztunnel":
		return m.runZtunnel(c)
	default:
		return nil, fmt.Errorf("unknown op %q", c.Op)
	}
}
