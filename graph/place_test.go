// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph_test

import (
	"context"
	"net/http"
	"reflect"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet/graph"
)

// here returns the place and the line of its call.
func here() (p graph.Place, line int) {
	_, _, line, _ = runtime.Caller(1)
	return graph.Caller(1), line
}

func TestCaller_isTheLineOfTheCall(t *testing.T) {
	p, line := here()
	require.Equal(t, line, p.Line())
	require.Equal(t, "graph/place_test.go", p.File())
	require.Equal(t, "github.com/facet-go/facet/graph_test.TestCaller_isTheLineOfTheCall", p.Func())
	require.False(t, p.IsZero())
}

func TestCaller_skipsCallers(t *testing.T) {
	var places []graph.Place
	var line int
	register := func() { places = append(places, graph.Caller(0), graph.Caller(1)) }
	_, _, line, _ = runtime.Caller(0)
	register()
	require.Equal(t, line+1, places[1].Line())
	require.Equal(t, line-1, places[0].Line())
	require.Zero(t, graph.Caller(1000))
}

func TestPlace_zeroIsUnknownAndEmpty(t *testing.T) {
	var p graph.Place
	require.True(t, p.IsZero())
	require.Empty(t, p.String())
	require.Empty(t, p.File())
	require.Empty(t, p.Func())
	require.Zero(t, p.Line())
	require.Empty(t, graph.FuncPlace(1).String(), "no function is there")
}

func TestFuncPlace_namesTheFileFromTheModule(t *testing.T) {
	p := graph.FuncPlace(reflect.ValueOf(orders).Pointer())
	require.Equal(t, "graph/main_test.go", p.File())
	require.Equal(t, "github.com/facet-go/facet/graph_test.orders", p.Func())
	require.Positive(t, p.Line())
}

func TestFuncPlace_namesAFileElsewhereByItsPackage(t *testing.T) {
	require.Equal(t, "net/http/server.go", graph.FuncPlace(reflect.ValueOf(http.NewServeMux).Pointer()).File())
	require.Equal(t, "context/context.go", graph.FuncPlace(reflect.ValueOf(context.WithValue).Pointer()).File())
	require.Equal(t, "github.com/stretchr/testify/require/require.go",
		graph.FuncPlace(reflect.ValueOf(require.Equal).Pointer()).File())
}

func TestPlace_textRoundTrip(t *testing.T) {
	p, _ := here()
	text, err := p.MarshalText()
	require.NoError(t, err)
	require.Equal(t, p.String(), string(text))

	var back graph.Place
	require.NoError(t, back.UnmarshalText(text))
	require.Equal(t, p.String(), back.String())
	require.Equal(t, p.File(), back.File())
	require.Equal(t, p.Line(), back.Line())
	require.Empty(t, back.Func())
}

func TestPlace_readsWhatItWrote(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkPlaceText(t, rapid.String().Draw(t, "text"))
		checkPlaceText(t, rapid.StringMatching(`.*:[+-]?\d*`).Draw(t, "file:line"))
	})
}

// checkPlaceText reads text, and if that is a place, writes and reads it again.
func checkPlaceText(t require.TestingT, text string) {
	var p, back graph.Place
	if p.UnmarshalText([]byte(text)) != nil {
		return
	}
	require.NoError(t, back.UnmarshalText([]byte(p.String())))
	require.Equal(t, p, back)
	require.Contains(t, map[graph.Place]bool{p: true}, back, "they are the same key")
	require.Equal(t, text == "", p.IsZero())
	require.GreaterOrEqual(t, p.Line(), 0)
}

func TestPlace_refusesTextThatIsNone(t *testing.T) {
	for _, text := range []string{"main.go", "main.go:", "main.go:x", "main.go:-1", ":5", ":", "main.go:99999999999999999999"} {
		p := place("old.go:1")
		require.Error(t, p.UnmarshalText([]byte(text)), text)
		require.True(t, p.IsZero(), text)
	}
}
