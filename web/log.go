// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package web

import (
	"errors"
	"log"
	"strings"
)

// newLog returns the log of the server. Each line is a warning event.
func (e *Endpoint) newLog() *log.Logger { return log.New(&logWriter{e}, "", 0) }

type logWriter struct{ endpoint *Endpoint }

// Write receives one line.
func (w *logWriter) Write(line []byte) (int, error) {
	c := &w.endpoint.config
	w.endpoint.lc.Warn(c.newError("server-log", "net/http reports", errors.New(strings.TrimSpace(string(line)))))
	return len(line), nil
}
