// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// http2Client sends requests in sequence by HTTP/2 without TLS. Its bodies cannot be read
// again, so that net/http does not send a request twice.
type http2Client struct {
	addr   string
	client *http.Client
}

func newHTTP2Client(addr string) poster {
	transport := &http.Transport{Protocols: new(http.Protocols)}
	transport.Protocols.SetUnencryptedHTTP2(true)
	return &http2Client{addr: addr, client: &http.Client{Transport: transport, Timeout: longest}}
}

func (c *http2Client) post(take time.Duration, body string) error {
	once := io.LimitReader(strings.NewReader(body), int64(len(body)))
	response, err := c.client.Post(fmt.Sprintf("http://%s/work?take=%v", c.addr, take), "text/plain", once) //nolint:noctx // it has a timeout
	if failed := (*url.Error)(nil); errors.As(err, &failed) {
		return failed.Err // without the URL, so that failures of one kind count together
	}
	defer response.Body.Close() //nolint:errcheck // it is read to the end
	answer, err := io.ReadAll(response.Body)
	switch {
	case err != nil:
		return err
	case response.StatusCode != http.StatusOK:
		return errors.New(response.Status)
	case response.ProtoMajor != 2:
		return errors.New("the answer is not HTTP/2")
	case string(answer) != body:
		return fmt.Errorf("the answer is %q, not %q", answer, body)
	}
	return nil
}

func (c *http2Client) close() { c.client.CloseIdleConnections() }
