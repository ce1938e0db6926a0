// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

type optionalIn struct {
	provide.In
	DB *database `optional:"true"`
}

func TestOptional_isTheZeroValueWithoutAProvider(t *testing.T) {
	called := false
	c := listing(t).invoke(func(in optionalIn) { called = true; require.Nil(t, in.DB) }).container()
	require.NoError(t, c.Validate())
	_, err := c.Build(t.Context(), config0)
	require.NoError(t, err)
	require.True(t, called)
	require.Empty(t, c.Graph(nil).Edges)
}

func TestOptional_isConstructedIfProvided(t *testing.T) {
	c := listing(t).value(config{}).provide(newDatabase).
		invoke(func(in optionalIn) { require.NotNil(t, in.DB) }).container()
	_, err := c.Build(t.Context(), config0)
	require.NoError(t, err)
	require.Equal(t, []graph.EdgeKind{graph.EdgeValue, graph.EdgeOptional}, edgeKinds(c.Graph(nil)))
}

func TestOptional_doesNotHideABrokenProvider(t *testing.T) {
	_, err := listing(t).provide(newDatabase).invoke(func(optionalIn) { t.Error("called") }).build()
	require.Equal(t, map[string]bool{"nothing provides container_test.config": true}, missingTexts(err))
}

func TestOptional_doesNotHideAFailingProvider(t *testing.T) {
	refused := errors.New("refused")
	_, failure := listing(t).provide(func() (*database, error) { return nil, refused }).
		invoke(func(optionalIn) { t.Error("called") }).construct()
	require.Same(t, refused, failure.Err)
}
