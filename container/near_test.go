// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

type (
	readerByValue struct{}
	lazyReader    struct{}
)

func (*readerByValue) Read([]byte) (int, error) { return 0, io.EOF }

// nearOf returns what comes near to the only thing that is missing.
func nearOf(t *testing.T, c *container.Container) (texts []string) {
	t.Helper()
	_, err := c.Build(t.Context(), config0)
	require.Len(t, problemsOf(err), 1)
	p := problemsOf(err)[0]
	require.NotEqual(t, len(p.Near) == 0, p.Advice == "", "near misses or advice")
	for _, n := range p.Near {
		require.NotEmpty(t, n.Change)
		texts = append(texts, strings.ReplaceAll(n.Text, "container_test.", ""))
	}
	return texts
}

func TestNear_theLikeliestComesFirst(t *testing.T) {
	l := listing(t).
		provide(func() lazyReader { return lazyReader{} }).
		provide(func() readerByValue { return readerByValue{} }).
		provide(func() *io.Reader { return nil }).
		provide(newFile).
		provide(func() io.Reader { return nil }, provide.Name("main")).
		value(func() io.Reader { return nil }).
		invoke(copyAll)
	require.Equal(t, []string{
		"func() io.Reader is supplied as a value, and would provide io.Reader as a constructor",
		`io.Reader is provided under the name "main"`,
		"*file implements io.Reader",
		"*io.Reader is provided",
		"readerByValue has methods with pointer receivers: *readerByValue implements io.Reader",
	}, nearOf(t, l.container()))
}

func TestNear_fiveAreShownAndThoseThatLackLeastOfThem(t *testing.T) {
	l := listing(t).
		provide(func() (lazyReader, error) { return lazyReader{}, nil }).
		provide(func() *lazyReader { return nil }).
		provide(func() readerByValue { return readerByValue{} }).
		invoke(copyAll)
	require.Equal(t, []string{
		"readerByValue has methods with pointer receivers: *readerByValue implements io.Reader",
		"lazyReader does not implement io.Reader, but has a similar name",
		"*lazyReader does not implement io.Reader, but has a similar name",
	}, nearOf(t, l.container()))
}

// A broken registration is one problem; it must not hide others.
func TestNear_brokenRegistrationsAreNoTrouble(t *testing.T) {
	nothing, problems := registration.Constructor(func() {}, graph.Caller(0), provide.As[io.Writer](), provide.As[io.Closer]())
	require.NotEmpty(t, problems)
	number, problems := registration.Constructor(7, graph.Caller(0))
	require.NotEmpty(t, problems)
	l := listing(t).invoke(copyAll)
	l.specs = append(l.specs, nothing, number)
	c, _ := container.New(l.specs)
	require.Empty(t, nearOf(t, c))
}

func TestNear_whatAConditionLeftOut(t *testing.T) {
	c := listing(t).invoke(copyAll).container()
	c.Skip(listing(t).decorate(func(r io.Reader) io.Reader { return r }).provide(newFile).
		provide(func() io.Reader { return nil }).provide(newConfig).specs)
	texts := nearOf(t, c)
	require.Len(t, texts, 2)
	require.Equal(t, "*file implements io.Reader, and newFile was left out by facet.If", texts[0])
	require.Contains(t, texts[1], "provides io.Reader, and was left out by facet.If")
}

// A path of a thousand steps is too long to read.
func TestMissing_ofALongWayTheEndsAreShown(t *testing.T) {
	for steps, want := range map[int]int{17: 1 + 17, 18: 1 + 12 + 1 + 4, 1000: 1 + 12 + 1 + 4} {
		l := listing(t)
		for i := range steps {
			l.add(chained(strconv.Itoa(i), strconv.Itoa(i+1)))
		}
		l.specs[steps-1].Eager = true
		l.add(chained("missing", "0"))
		_, err := l.build()
		path := problemsOf(err)[0].Path
		require.Len(t, path, want)
		if steps > 17 {
			require.Equal(t, strconv.Itoa(steps-16)+" more", path[13].Name)
		}
	}
}
