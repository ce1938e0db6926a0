// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/systemd"
)

type api struct{}

func (*api) check(context.Context) error { return nil }

func newAPI(lc *facet.Lifecycle) *api {
	lc.OnStart(func(context.Context) error { fmt.Println("listening"); return nil })
	return &api{}
}

func Example() {
	manager, end := standIn() // the part of systemd
	defer end()

	var a *api
	app := facet.New(
		facet.Provide(newAPI),
		facet.Populate(&a),
		facet.Observe(systemd.Notify(
			systemd.Alive(func(ctx context.Context) error { return a.check(ctx) }), // called only while the app is running
		)),
	)
	fmt.Println(app.Start(context.Background()))
	fmt.Println(hear(manager, "READY=1"))
	fmt.Println(app.Stop(context.Background()))
	fmt.Println(hear(manager, "STOPPING=1"))
	// Output:
	// listening
	// <nil>
	// READY=1
	// <nil>
	// STOPPING=1
}

// standIn listens in place of systemd.
func standIn() (manager *net.UnixConn, end func()) {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		panic(err)
	}
	address := filepath.Join(dir, "notify")
	manager, err = net.ListenUnixgram("unixgram", &net.UnixAddr{Name: address, Net: "unixgram"})
	if err != nil {
		panic(err)
	}
	_ = os.Setenv("NOTIFY_SOCKET", address)
	return manager, func() {
		_ = os.Unsetenv("NOTIFY_SOCKET")
		_ = manager.Close()
		_ = os.RemoveAll(dir)
	}
}

// hear waits for the message that begins with prefix, and returns its first line.
func hear(manager *net.UnixConn, begin string) string {
	buffer := make([]byte, 4096)
	for {
		n, err := manager.Read(buffer)
		if err != nil {
			return err.Error()
		}
		if first, _, _ := strings.Cut(string(buffer[:n]), "\n"); strings.HasPrefix(first, begin) {
			return first
		}
	}
}
