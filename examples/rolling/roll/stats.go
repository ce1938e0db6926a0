// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
)

// ServerStats are haproxy's numbers of its connections to one process and to its
// replacements.
type ServerStats struct {
	Way       string // http or tcp
	Name      string
	Sessions  int // requests or, by tcp, connections
	Connected int // connections made
	Reused    int // requests on an existing connection
	Retried   int
	Downs     int // failed readiness checks
}

// Servers returns the numbers of haproxy.
func (b *Balancer) Servers(ctx context.Context) ([]ServerStats, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "unix", b.stats)
	if err != nil {
		return nil, err
	}
	defer conn.Close() //nolint:errcheck // it was read
	if _, err := io.WriteString(conn, "show stat\n"); err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(conn).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, fmt.Errorf("haproxy's statistics: %d rows, %w", len(rows), err)
	}
	var list []ServerStats
	for _, row := range rows[1:] {
		cell := func(column string) string {
			for i, name := range rows[0] {
				if strings.TrimPrefix(name, "# ") == column {
					return row[i]
				}
			}
			return ""
		}
		number := func(column string) int {
			n, _ := strconv.Atoi(cell(column)) // empty is 0
			return n
		}
		if cell("svname") == "FRONTEND" || cell("svname") == "BACKEND" {
			continue
		}
		list = append(list, ServerStats{
			Way: cell("pxname"), Name: cell("svname"), Sessions: number("stot"), Connected: number("connect"),
			Reused: number("reuse"), Retried: number("wretr") + number("wredis"), Downs: number("chkdown"),
		})
	}
	return list, nil
}
