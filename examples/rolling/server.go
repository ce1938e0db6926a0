// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"fmt"
	"io"
	"net/http"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/web"
)

// NewServer returns the server of the work. Package web stops it without a failed request
// if the clients learn within the drain delay that the service is not ready. The rest
// prints where the service is, for the tests and the program roll.
func NewServer(lc *facet.Lifecycle, cfg Config, handler http.Handler, out io.Writer) (*web.Endpoint, error) {
	server := &http.Server{Addr: cfg.Addr, Handler: handler} //nolint:gosec // web.Serve sets the timeouts
	endpoint, err := web.Serve(lc, server, web.H2C(), web.WhenReady())
	if err != nil {
		return nil, err
	}
	lc.Append(facet.Hook{
		OnStart: func(context.Context) error {
			fmt.Fprintf(out, "serving on http://%v\n", endpoint.Addr())
			return nil
		},
		OnStop: func(context.Context) error {
			fmt.Fprintf(out, "stopping with %d requests in progress\n", endpoint.Requests())
			return nil
		},
	})
	lc.OnDrain(func(context.Context) error {
		<-endpoint.Draining()
		if cfg.CloseIdle {
			server.SetKeepAlivesEnabled(false) // the mistake
		}
		fmt.Fprintln(out, "draining")
		return nil
	})
	return endpoint, nil
}
