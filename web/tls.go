// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package web

import (
	"crypto/tls"
	"fmt"
	"net/http"
)

// applyProtocols sets TLS and the protocols of a server.
func (c *config) applyProtocols(server *http.Server) error {
	if c.isTLS() {
		if err := c.applyTLS(server); err != nil {
			return err
		}
	}
	if !hasCertificate(server.TLSConfig) {
		server.TLSConfig = nil
	}
	if !c.h2c {
		return nil
	}
	if server.TLSConfig != nil {
		return c.newError("bad-server", "H2C excludes TLS; use two servers", nil)
	}
	protocols := &http.Protocols{}
	if server.Protocols != nil {
		*protocols = *server.Protocols
	} else {
		protocols.SetHTTP1(true)
	}
	protocols.SetUnencryptedHTTP2(true)
	server.Protocols = protocols
	return nil
}

// applyTLS sets the TLSConfig of the server from the options.
func (c *config) applyTLS(server *http.Server) error {
	base := c.tls
	if base == nil {
		base = server.TLSConfig
	}
	cfg := base.Clone()
	if cfg == nil {
		cfg = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	if c.certFile != "" {
		certificate, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
		if err != nil {
			return c.newError("bad-certificate", fmt.Sprintf("cannot use the certificate %q with the key %q", c.certFile, c.keyFile), err)
		}
		cfg.Certificates = append(cfg.Certificates[:len(cfg.Certificates):len(cfg.Certificates)], certificate)
	}
	if !hasCertificate(cfg) {
		return c.newError("bad-certificate", "TLSConfig has no certificate; set Certificates, GetCertificate or GetConfigForClient", nil)
	}
	server.TLSConfig = cfg
	return nil
}

func hasCertificate(cfg *tls.Config) bool {
	return cfg != nil && (len(cfg.Certificates) > 0 || cfg.GetCertificate != nil || cfg.GetConfigForClient != nil)
}
