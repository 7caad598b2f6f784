package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// envoy is one running proxy.
type envoy struct {
	workload *workload
	log      string
	command  *exec.Cmd
	done     chan struct{}
}

const (
	envoyStart = 30 * time.Second
	logFlush   = 20 * time.Millisecond // how often a proxy writes what it has to log
)

// startEnvoy starts the proxy of a workload; it is of use only after ready.
func (m *machine) startEnvoy(w *world, p *workload, discovery string) (*envoy, error) {
	bootstrap, err := json.Marshal(bootstrapOf(w, p, discovery))
	if err != nil {
		return nil, err
	}
	file := filepath.Join(m.folder, p.address+".json")
	if err := os.WriteFile(file, bootstrap, 0o644); err != nil {
		return nil, err
	}
	e := &envoy{workload: p, log: filepath.Join(m.folder, p.address+".log"), done: make(chan struct{})}
	output, err := os.Create(e.log)
	if err != nil {
		return nil, err
	}
	defer output.Close()
	e.command = exec.Command(m.envoy, "-c", file, "--concurrency", "1", "--disable-hot-restart", "--log-level", "error", "--file-flush-interval-msec", fmt.Sprint(logFlush.Milliseconds()))
	e.command.Stdout, e.command.Stderr = output, output
	endWithParent(e.command)
	if err := e.command.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = e.command.Wait()
		close(e.done)
	}()
	return e, nil
}

// ready waits until the proxy has all of its first configuration.
func (e *envoy) ready(rejections func() []string) error {
	client := http.Client{Timeout: time.Second}
	for deadline := time.Now().Add(envoyStart); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		select {
		case <-e.done:
			return fmt.Errorf("the proxy of %s ended: %s", e.workload.key(), e.tail(2000))
		default:
		}
		response, err := client.Get(fmt.Sprintf("http://%s:%d/ready", e.workload.address, adminPort))
		if err == nil {
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return nil
			}
		}
		if found := rejections(); len(found) > 0 {
			return fmt.Errorf("%s", strings.Join(found, "; "))
		}
	}
	return fmt.Errorf("the proxy of %s does not get ready: %s %s", e.workload.key(), e.admin("init_dump"), e.tail(2000))
}

// admin asks the proxy's admin interface.
func (e *envoy) admin(path string) string {
	client := http.Client{Timeout: 2 * time.Second}
	response, err := client.Get(fmt.Sprintf("http://%s:%d/%s", e.workload.address, adminPort, path))
	if err != nil {
		return err.Error()
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(response.Body)
	return string(text)
}

// tail is the end of what the proxy logged: warnings, and a line for each request.
func (e *envoy) tail(size int) string {
	text, err := os.ReadFile(e.log)
	if err != nil {
		return err.Error()
	}
	return strings.ToValidUTF8(string(text[max(0, len(text)-size):]), "?")
}

// logged gives what the proxy has logged from a place on.
func (e *envoy) logged(from int) string {
	text, err := os.ReadFile(e.log)
	if err != nil {
		return err.Error()
	}
	return strings.ToValidUTF8(string(text[min(from, len(text)):]), "?")
}

// end kills the process, and waits for it.
func (e *envoy) end() {
	_ = e.command.Process.Kill()
	<-e.done
}
