// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The components of these tests.
type (
	DB     struct{}
	Route  struct{ Path string }
	Routes []Route

	NotFound struct{}

	Reader interface{ io.Reader }
)

func (*DB) Close() error             { return nil }
func (*DB) Read([]byte) (int, error) { return 0, io.EOF }
func (*NotFound) Error() string      { return "not found" }

// read reads a constructor and requires that it has no problem.
func read(t *testing.T, constructor any, opts ...provide.Option) *registration.Spec {
	t.Helper()
	spec, problems := registration.Constructor(constructor, graph.Caller(1), opts...)
	require.Empty(t, problems)
	return spec
}

// slugs returns the slugs of the problems, in order.
func slugs(problems []*graph.Problem) []string {
	var list []string
	for _, p := range problems {
		list = append(list, p.Slug)
	}
	return list
}

func buffer() *bytes.Buffer { return &bytes.Buffer{} }
