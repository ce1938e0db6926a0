// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package inspect

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
)

// listen listens on an address. Without a host that is a loopback address, unless public
// addresses are allowed.
func listen(addr string, public bool) (net.Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("cannot listen for the page: %w", err)
	}
	if host == "" && !public {
		host = "127.0.0.1"
	}
	at, err := net.ResolveTCPAddr("tcp", net.JoinHostPort(host, port))
	if err != nil {
		return nil, fmt.Errorf("cannot listen for the page: %w", err)
	}
	if !public && !at.IP.IsLoopback() {
		return nil, fmt.Errorf("refuses the public address %s: the page has names, source lines and errors; "+
			"use a loopback address, or allow it by inspect.Public()", at)
	}
	l, err := net.Listen("tcp", at.String())
	if err != nil {
		return nil, fmt.Errorf("cannot listen for the page; give it an address that is free: %w", err)
	}
	return l, nil
}

// isKnownHost reports whether a Host header may be answered: an IP address, localhost, or
// a name of Hosts. A name of an attacker that resolves to this machine is none of these.
func isKnownHost(header string, names []string) bool {
	host := header
	if h, _, err := net.SplitHostPort(header); err == nil {
		host = h
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil || host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	return slices.ContainsFunc(names, func(name string) bool {
		return host != "" && strings.EqualFold(host, strings.TrimSuffix(name, "."))
	})
}
