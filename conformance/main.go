// Command judge answers questions about Kubernetes objects with Istio's and Kubernetes' own code.
//
// It reads one JSON request a line from standard input and writes one JSON answer a line to standard
// output, in the same order. README.md describes the requests.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	_ "cdk8s-istio/conformance/internal/quiet"

	"istio.io/istio/pkg/log"
)

// request is one line of input. Objects stay raw until an operation reads them: numbers must arrive
// as the int64 or float64 the API server would see.
type request struct {
	ID           json.RawMessage   `json:"id,omitempty"`
	Op           string            `json:"op"`
	Object       json.RawMessage   `json:"object,omitempty"`
	Objects      []json.RawMessage `json:"objects,omitempty"`
	Namespace    string            `json:"namespace,omitempty"`
	MeshConfig   json.RawMessage   `json:"meshConfig,omitempty"`
	MeshNetworks json.RawMessage   `json:"meshNetworks,omitempty"`
	Inject       *bool             `json:"inject,omitempty"`
	File         string            `json:"file,omitempty"`
	Rounds       int               `json:"rounds,omitempty"`
	CRDs         []json.RawMessage `json:"crds,omitempty"`
	Set          string            `json:"set,omitempty"`
}

// answer is one line of output; every operation fills its own fields.
type answer map[string]any

type fileList []string

func (f *fileList) String() string     { return strings.Join(*f, ",") }
func (f *fileList) Set(v string) error { *f = append(*f, v); return nil }

func main() {
	var crdFiles fileList
	flag.Var(&crdFiles, "crds", "file with CustomResourceDefinitions; may be given more than once")
	flag.Parse()

	// Istio logs to standard output by default, which belongs to the answers here.
	stdout := os.Stdout
	os.Stdout = os.Stderr
	if err := silenceLogs(); err != nil {
		fail(err)
	}
	if err := serve(os.Stdin, stdout, newJudge(crdFiles)); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "judge:", err)
	os.Exit(1)
}

func silenceLogs() error {
	options := log.DefaultOptions()
	options.OutputPaths = []string{"stderr"}
	options.SetDefaultOutputLevel(log.OverrideScopeName, log.NoneLevel)
	return log.Configure(options)
}

func serve(in io.Reader, out io.Writer, j *judge) error {
	reader := bufio.NewReaderSize(in, 1<<20)
	writer := bufio.NewWriterSize(out, 1<<20)
	encoder := json.NewEncoder(writer)
	encoder.SetEscapeHTML(false)
	for {
		line, err := reader.ReadBytes('\n')
		if len(strings.TrimSpace(string(line))) > 0 {
			if writeErr := encoder.Encode(j.answerLine(line)); writeErr != nil {
				return writeErr
			}
			// Whoever waits for this answer before asking again must get it now.
			if reader.Buffered() == 0 {
				if flushErr := writer.Flush(); flushErr != nil {
					return flushErr
				}
			}
		}
		if err == io.EOF {
			return writer.Flush()
		}
		if err != nil {
			return err
		}
	}
}

// judge holds what is costly to build; each part is built when the first request needs it.
type judge struct {
	crdFiles []string
	api      *apiServer
	sets     map[string]*apiServer
	hook     *webhook
}

func newJudge(crdFiles []string) *judge {
	return &judge{crdFiles: crdFiles, sets: map[string]*apiServer{}}
}

// answerLine never fails: a request that cannot be answered gets a "fault", which is not a verdict.
func (j *judge) answerLine(line []byte) (result answer) {
	var req request
	defer func() {
		if r := recover(); r != nil {
			result = answer{"fault": fmt.Sprintf("panic: %v", r)}
		}
		if len(req.ID) > 0 {
			result["id"] = req.ID
		}
	}()
	if err := json.Unmarshal(line, &req); err != nil {
		return answer{"fault": err.Error()}
	}
	result, err := j.dispatch(&req)
	if err != nil {
		return answer{"fault": err.Error()}
	}
	return result
}

func (j *judge) dispatch(req *request) (answer, error) {
	switch req.Op {
	case "api":
		return j.apiVerdict(req)
	case "crds":
		return j.addSet(req)
	case "metadata":
		return metadataVerdict(req)
	case "api-bench":
		return j.apiBench(req)
	case "webhook":
		return j.webhookVerdict(req)
	case "mesh-config":
		return meshConfigVerdict(req)
	case "envoy-api":
		return envoyAPI()
	case "analyze":
		return analyze(req)
	case "read":
		return read(req)
	default:
		return nil, fmt.Errorf("unknown op %q", req.Op)
	}
}
