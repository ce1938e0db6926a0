// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package web_test

import (
	"bufio"
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// program compiles and starts the program of the page.
func program(t *testing.T) (cmd *exec.Cmd, addr string) {
	t.Helper()
	text, err := os.ReadFile("../docs/http.md")
	require.NoError(t, err)
	_, source, found := strings.Cut(string(text), "```go\n")
	require.True(t, found)
	source, _, _ = strings.Cut(source, "```")

	// Within the module, so that the imports resolve; a leading dot hides it from ./... .
	dir, err := os.MkdirTemp(".", ".page") //nolint:usetesting // it must lie within the module
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.go"), []byte(source), 0o600))
	binary := filepath.Join(t.TempDir(), "page")
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), time.Minute)
	t.Cleanup(cancel)
	out, err := exec.CommandContext(ctx, "go", "build", "-o", binary, filepath.Join(dir, "main.go")).CombinedOutput()
	require.NoError(t, err, "%s", out)

	cmd = exec.CommandContext(ctx, binary)
	cmd.Env = append(os.Environ(), "ADDR="+anywhere, "PROBES="+anywhere, "DRAIN=100ms")
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	line, err := bufio.NewReader(stdout).ReadString('\n')
	require.NoError(t, err)
	addr, found = strings.CutPrefix(strings.TrimSpace(line), "serving at ")
	require.True(t, found, line)
	return cmd, "http://" + addr
}

func TestPage_itsProgramServesAndEndsItsStream(t *testing.T) {
	cmd, addr := program(t)
	client := newClient(t)
	_, body := get(t, client, addr+"/orders/1")
	require.Equal(t, "a book\n", body)
	response, _ := get(t, client, addr+"/orders/2")
	require.Equal(t, http.StatusNotFound, response.status)

	stream, err := client.Get(addr + "/events")
	require.NoError(t, err)
	defer stream.Body.Close() //nolint:errcheck // it is read to the end
	events := bufio.NewScanner(stream.Body)
	require.True(t, events.Scan())
	require.Contains(t, events.Text(), "data: ")
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	last := ""
	for events.Scan() {
		if events.Text() != "" {
			last = events.Text()
		}
	}
	require.NoError(t, events.Err())
	require.Equal(t, "data: bye", last)
	require.NoError(t, cmd.Wait(), "it ends with 0")
}
