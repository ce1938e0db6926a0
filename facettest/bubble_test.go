// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestInBubble_aRunThatWaitsForTheNetworkIsLeftAndNamed(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	accepted := make(chan struct{})
	stuck := inBubble(t, 100*time.Millisecond, func(context.Context) {
		_, _ = listener.Accept()
		close(accepted)
	})
	require.Equal(t, "the run has not ended after 100ms: it waits for something outside of the bubble, such as a network connection; use FaultsInRealTime", stuck)
	require.NoError(t, listener.Close())
	<-accepted
}

func TestInBubble_aRunThatEndsIsNotStuck(t *testing.T) {
	require.Empty(t, inBubble(t, time.Minute, func(context.Context) {}))
}
