// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"io"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

type Stores struct {
	provide.In
	Main    *DB
	Replica *DB `name:"replica" optional:"true"`
}

type params struct {
	Stores // embeds In for the outer struct as well
	Nested struct {
		provide.In
		Routes []Route `group:"routes"`
		Named  Routes  `group:"routes,soft"`
	} `name:"ignored"`
	Reader io.Reader `optional:"0" group:""`
}

func TestIn_standsForItsFields(t *testing.T) {
	spec := read(t, func(int, params) *DB { return nil })
	route := registration.Key{Type: reflect.TypeFor[Route](), Group: "routes"}
	require.Equal(t, []registration.Param{
		{Key: key[int]()},
		{Key: key[*DB](), Arg: 1, Field: []int{0, 1}},
		{Key: registration.Key{Type: reflect.TypeFor[*DB](), Name: "replica"}, Arg: 1, Field: []int{0, 2}, Optional: true},
		{Key: route, Arg: 1, Field: []int{1, 1}, Slice: reflect.TypeFor[[]Route]()},
		{Key: route, Arg: 1, Field: []int{1, 2}, Slice: reflect.TypeFor[Routes](), Soft: true},
		{Key: key[io.Reader](), Arg: 1, Field: []int{2}},
	}, spec.Params)
}

func TestIn_ignoresUnexportedFieldsOnRequest(t *testing.T) {
	spec := read(t, func(struct {
		provide.In `ignore-unexported:"true"`
		cache      map[string]int
		Main       *DB
	},
	) io.Reader {
		return nil
	})
	require.Equal(t, []registration.Param{{Key: key[*DB](), Field: []int{2}}}, spec.Params)
}

func TestIn_withoutFieldsAsksForNothing(t *testing.T) {
	require.Empty(t, read(t, func(baseIn) *DB { return nil }).Params)
}

func TestIn_asANamedFieldIsNoParameterStruct(t *testing.T) {
	type plain struct{ Marker provide.In }
	spec := read(t, func(plain) *DB { return nil })
	require.Equal(t, []registration.Param{{Key: key[plain]()}}, spec.Params)
}

// A struct that is embedded by pointer cannot be filled, so the outer one is a plain type.
func TestIn_inAnEmbeddedPointerIsNoParameterStruct(t *testing.T) {
	type plain struct{ *Stores }
	spec := read(t, func(plain) *DB { return nil })
	require.Equal(t, []registration.Param{{Key: key[plain]()}}, spec.Params)
}

func TestOut_standsForItsFields(t *testing.T) {
	type results struct {
		provide.Out
		Main   *DB
		Other  *DB `name:"other" optional:"no matter"`
		Nested struct {
			provide.Out
			Route  Route   `group:"routes"`
			Routes Routes  `group:"routes,flatten"`
			All    []Route `group:"lists"`
		}
	}
	spec := read(t, func() (int, results, error) { return 0, results{}, nil })
	route := registration.Key{Type: reflect.TypeFor[Route](), Group: "routes"}
	require.Equal(t, []registration.Result{
		{Key: key[int]()},
		{Key: key[*DB](), Arg: 1, Field: []int{1}},
		{Key: registration.Key{Type: reflect.TypeFor[*DB](), Name: "other"}, Arg: 1, Field: []int{2}},
		{Key: route, Arg: 1, Field: []int{3, 1}},
		{Key: route, Arg: 1, Field: []int{3, 2}, Flatten: true},
		{Key: registration.Key{Type: reflect.TypeFor[[]Route](), Group: "lists"}, Arg: 1, Field: []int{3, 3}},
	}, spec.Results)
}

func TestOut_memberTypesMayRepeat(t *testing.T) {
	spec := read(t, func() (out struct {
		provide.Out
		A Route `group:"routes"`
		B Route `group:"routes"`
	},
	) {
		return out
	})
	require.Len(t, spec.Results, 2)
}
