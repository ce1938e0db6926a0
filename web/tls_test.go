// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package web_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/web"
)

// newCertificate makes a certificate for 127.0.0.1, as files.
func newCertificate(t *testing.T) (certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(t, err)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	write := func(name, kind string, bytes []byte) string {
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}), 0o600))
		return path
	}
	return write("cert.pem", "CERTIFICATE", cert), write("key.pem", "PRIVATE KEY", private)
}

func tlsOption(t *testing.T) web.Option {
	t.Helper()
	return web.TLS(newCertificate(t))
}

// protocol is a handler that answers with the protocol of the request.
func protocol(w http.ResponseWriter, r *http.Request) {
	_, _ = io.WriteString(w, r.Proto)
	if r.TLS != nil {
		_, _ = io.WriteString(w, " TLS")
	}
}

// secure returns a client that trusts every server, with HTTP/2 if the server has it.
func secure(t *testing.T) *http.Client {
	t.Helper()
	client := newClient(t)
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ForceAttemptHTTP2: true} //nolint:gosec // a test
	t.Cleanup(transport.CloseIdleConnections)
	client.Transport = transport
	return client
}

// prior returns a client that uses HTTP/2 without TLS.
func prior(t *testing.T) *http.Client {
	t.Helper()
	transport := &http.Transport{Protocols: new(http.Protocols)}
	transport.Protocols.SetUnencryptedHTTP2(true)
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: 30 * time.Second}
}

func TestTLS_servesHTTP2AndTLS(t *testing.T) {
	certFile, keyFile := newCertificate(t)
	certificate, err := tls.LoadX509KeyPair(certFile, keyFile)
	require.NoError(t, err)
	cfg := &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS13}
	for name, opt := range map[string]facet.Option{
		"files":  web.Server(anywhere, web.TLS(certFile, keyFile)),
		"config": web.Server(anywhere, web.TLSConfig(cfg)),
		"both":   web.Server(anywhere, web.TLSConfig(&tls.Config{MinVersion: tls.VersionTLS13}), web.TLS(certFile, keyFile)),
		"server": facet.Provide(func(lc *facet.Lifecycle, h http.Handler) (*web.Endpoint, error) {
			return web.Serve(lc, &http.Server{Addr: anywhere, Handler: h, TLSConfig: cfg})
		}),
	} {
		app := quiet(handles(protocol), opt, facet.Invoke(func(*web.Endpoint) {}))
		e := start(t, app)
		_, body := get(t, secure(t), "https://"+e.Addr().String())
		require.Equal(t, "HTTP/2.0 TLS", body, name)
		require.NoError(t, app.Stop(t.Context()), name)
	}
}

func TestTLS_aCertificateThatCannotBeReadFailsTheBuild(t *testing.T) {
	certFile, _ := newCertificate(t)
	_, otherKey := newCertificate(t)
	for want, opt := range map[string]web.Option{
		"no such file or directory":      web.TLS("nowhere.pem", "nowhere.key"),
		"private key does not match":     web.TLS(certFile, otherKey),
		"TLSConfig has no certificate":   web.TLSConfig(&tls.Config{MinVersion: tls.VersionTLS13}),
		"failed to find any PEM data in": web.TLS(os.DevNull, os.DevNull),
	} {
		err := quiet(handles(protocol), web.Server(anywhere, opt)).Build(t.Context())
		var e *web.Error
		require.ErrorAs(t, err, &e)
		require.Equal(t, "bad-certificate", e.Slug)
		require.ErrorContains(t, err, want)
		require.ErrorContains(t, err, "bad-certificate: web.Server at web/tls_test.go:")
	}
}

// Close of a TLS connection sends a message, for which a client that does not read makes
// the server wait.
func TestTLS_aClientThatDoesNotReadDelaysNoStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		app := quiet(handles(func(http.ResponseWriter, *http.Request) { time.Sleep(3 * time.Second) }),
			web.Server("", m.option(), tlsOption(t), web.StopTimeout(time.Second)))
		start(t, app)
		client := tls.Client(m.connect(t), &tls.Config{InsecureSkipVerify: true}) //nolint:gosec // a test
		_, err := io.WriteString(client, "GET / HTTP/1.1\r\nHost: test\r\n\r\n")
		require.NoError(t, err)
		synctest.Wait()
		began := time.Now()
		require.ErrorContains(t, app.Stop(t.Context()), "requests-cut")
		require.Equal(t, 3*time.Second, time.Since(began), "the time of the handler")
	})
}

func TestH2C_servesBothProtocolsWithoutTLS(t *testing.T) {
	app := quiet(handles(protocol), web.Server(anywhere, web.H2C()))
	e := start(t, app)
	_, body := get(t, prior(t), "http://"+e.Addr().String())
	require.Equal(t, "HTTP/2.0", body)
	_, body = get(t, newClient(t), "http://"+e.Addr().String())
	require.Equal(t, "HTTP/1.1", body)
	require.NoError(t, app.Stop(t.Context()))
}

func TestH2C_excludesTLS(t *testing.T) {
	require.ErrorContains(t, quiet(handles(protocol), web.Server(anywhere, web.H2C(), tlsOption(t))).Build(t.Context()), "H2C excludes TLS")
}

func TestHTTP2_drainsLikeHTTP1(t *testing.T) {
	signals, result := make(chan os.Signal), make(chan error, 1)
	app := facet.New(facet.Log(nil), facet.SignalsFrom(signals), facet.DrainDelay(time.Hour), handles(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.RemoteAddr)
		if r.URL.Path == "/stream" {
			w.(http.Flusher).Flush() //nolint:errcheck // a panic fails the test
			<-web.Draining(r.Context())
		}
	}), web.Server(anywhere, web.H2C()))
	go func() { result <- app.Run(context.WithoutCancel(t.Context())) }()
	<-app.Ready()
	e, err := facet.Lookup[*web.Endpoint](app)
	require.NoError(t, err)
	client := prior(t)
	url := "http://" + e.Addr().String()
	_, first := get(t, client, url)
	_, again := get(t, client, url)
	require.Equal(t, first, again, "connections are kept")
	stream, err := client.Get(url + "/stream")
	require.NoError(t, err)
	require.Equal(t, 1, e.Requests())
	signals <- os.Interrupt
	_, err = io.ReadAll(stream.Body)
	require.NoError(t, err, "it ends because the app drains")
	require.NoError(t, stream.Body.Close())
	for range 3 { // the end of a connection is announced with a response
		response, _ := get(t, client, url)
		require.Equal(t, http.StatusOK, response.status)
	}
	_, next := get(t, client, url)
	require.NotEqual(t, first, next, "a new connection, which was served")
	signals <- os.Interrupt // ends the drain delay
	require.NoError(t, <-result)
}

func TestHTTP2_aPanicIsAnAnswer500AndAnEvent(t *testing.T) {
	w := &warnings{}
	app := quiet(w.option(), handles(misbehaves), web.Server(anywhere, web.H2C()))
	e, client := start(t, app), prior(t)
	answer, _ := get(t, client, "http://"+e.Addr().String()+"/panic")
	require.Equal(t, http.StatusInternalServerError, answer.status)
	response, err := client.Get("http://" + e.Addr().String() + "/exit")
	require.NoError(t, err)
	require.Equal(t, http.StatusInternalServerError, response.StatusCode)
	require.NoError(t, response.Body.Close())
	response, err = client.Get("http://" + e.Addr().String() + "/panic-late")
	if err == nil {
		_, err = io.ReadAll(response.Body)
		require.NoError(t, response.Body.Close())
	}
	require.Error(t, err)
	_, body := get(t, client, "http://"+e.Addr().String()+"/")
	require.Equal(t, "fine", body)
	require.NoError(t, app.Stop(t.Context()))
	require.Subset(t, w.slugs(), []string{"handler-panicked", "handler-exited"})
}
