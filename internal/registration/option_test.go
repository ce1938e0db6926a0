// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"fmt"
	"io"
	"math"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

func TestOption_printsAsItIsWritten(t *testing.T) {
	options := []provide.Option{
		provide.Name("replica"), provide.Group("routes,flatten"), provide.As[io.Reader](), provide.As[Reader](),
		provide.Self(), provide.Eager(), provide.StartTimeout(time.Second), provide.StopTimeout(2 * time.Minute),
		provide.Parallel("stores"), provide.Private(), provide.Params(`name:"a"`),
	}
	require.Equal(t, `[Name("replica") Group("routes,flatten") As[io.Reader]() As[registration_test.Reader]() `+
		`Self() Eager() StartTimeout(1s) StopTimeout(2m0s) Parallel("stores") Private() Params(`+"`name:\"a\"`"+`)]`, fmt.Sprint(options))
}

func TestName_namesEveryResult(t *testing.T) {
	spec := read(t, func() (*DB, Route) { return nil, Route{} }, provide.Name("main"))
	require.Equal(t, []registration.Key{
		{Type: reflect.TypeFor[*DB](), Name: "main"},
		{Type: reflect.TypeFor[Route](), Name: "main"},
	}, keys(spec))
}

func TestGroup_makesEveryResultAMember(t *testing.T) {
	spec := read(t, func() (*DB, *DB) { return nil, nil }, provide.Group("dbs"))
	member := registration.Key{Type: reflect.TypeFor[*DB](), Group: "dbs"}
	require.Equal(t, []registration.Key{member, member}, keys(spec))
}

func TestGroup_flattenMakesEachElementAMember(t *testing.T) {
	spec := read(t, func() Routes { return nil }, provide.Group("routes,flatten"))
	require.Equal(t, []registration.Result{
		{Key: registration.Key{Type: reflect.TypeFor[Route](), Group: "routes"}, Flatten: true},
	}, spec.Results)
}

func TestAs_replacesTheOwnType(t *testing.T) {
	spec := read(t, func() *DB { return nil }, provide.As[io.Reader](), provide.As[io.Closer]())
	require.Equal(t, []registration.Key{key[io.Reader](), key[io.Closer]()}, keys(spec))
}

func TestSelf_keepsTheOwnType(t *testing.T) {
	spec := read(t, func() *DB { return nil }, provide.Self(), provide.As[io.Reader]())
	require.Equal(t, []registration.Key{key[*DB](), key[io.Reader]()}, keys(spec))
}

func TestAs_ofTheOwnTypeIsTheOwnType(t *testing.T) {
	newReader := func() io.ReadCloser { return nil }
	spec := read(t, newReader, provide.As[io.ReadCloser]())
	require.Equal(t, []registration.Key{key[io.ReadCloser]()}, keys(spec))

	spec = read(t, newReader, provide.As[io.ReadCloser](), provide.As[io.Reader](), provide.Self())
	require.Equal(t, []registration.Key{key[io.ReadCloser](), key[io.Reader]()}, keys(spec))
}

func TestAs_goesWithNameAndGroup(t *testing.T) {
	newDB := func() *DB { return nil }
	spec := read(t, newDB, provide.As[io.Reader](), provide.Name("main"), provide.Self())
	require.Equal(t, []registration.Key{
		{Type: reflect.TypeFor[*DB](), Name: "main"},
		{Type: reflect.TypeFor[io.Reader](), Name: "main"},
	}, keys(spec))

	spec = read(t, newDB, provide.As[io.Reader](), provide.As[io.Closer](), provide.Group("all"))
	require.Equal(t, []registration.Key{
		{Type: reflect.TypeFor[io.Reader](), Group: "all"},
		{Type: reflect.TypeFor[io.Closer](), Group: "all"},
	}, keys(spec))
}

func TestAs_appliesToFieldsButNotToMembers(t *testing.T) {
	spec := read(t, func() (out struct {
		provide.Out
		Main  *DB   `name:"main"`
		Other *DB   `name:"other"`
		Route Route `group:"routes"`
	},
	) {
		return out
	}, provide.As[io.Reader]())
	require.Equal(t, []registration.Key{
		{Type: reflect.TypeFor[io.Reader](), Name: "main"},
		{Type: reflect.TypeFor[io.Reader](), Name: "other"},
		{Type: reflect.TypeFor[Route](), Group: "routes"},
	}, keys(spec))
}

func TestOption_reachesTheSpec(t *testing.T) {
	spec := read(t, buffer)
	require.Zero(t, spec.StartTimeout)
	require.Zero(t, spec.StopTimeout)
	require.False(t, spec.Eager)

	spec = read(t, buffer, provide.Eager(), provide.Eager(), provide.StartTimeout(time.Second), provide.StopTimeout(time.Minute))
	require.Equal(t, time.Second, spec.StartTimeout)
	require.Equal(t, time.Minute, spec.StopTimeout)
	require.True(t, spec.Eager)
}

func TestPrivate_isForConstructorsAndValues(t *testing.T) {
	require.False(t, read(t, buffer).Private)
	require.True(t, read(t, buffer, provide.Private(), provide.Private()).Private)

	spec, problems := registration.Value(&DB{}, reflect.TypeFor[*DB](), graph.Caller(0), provide.Private())
	require.Empty(t, problems)
	require.True(t, spec.Private)
}

func TestValue_keepsItsStaticType(t *testing.T) {
	db := &DB{}
	spec, problems := registration.Value(db, reflect.TypeFor[io.Reader](), graph.Caller(0), provide.Name("main"))
	require.Empty(t, problems)
	require.Equal(t, graph.KindValue, spec.Kind)
	require.Equal(t, reflect.TypeFor[io.Reader](), spec.Value.Type())
	require.Same(t, db, spec.Value.Interface())
	require.Equal(t, []registration.Key{{Type: reflect.TypeFor[io.Reader](), Name: "main"}}, keys(spec))
	require.Equal(t, "io.Reader", spec.ID())
	require.True(t, spec.Source().IsZero())
}

func TestValue_mayBeNilWhenItHasAType(t *testing.T) {
	spec, problems := registration.Value(nil, reflect.TypeFor[io.Reader](), graph.Caller(0))
	require.Empty(t, problems)
	require.True(t, spec.Value.IsNil())

	spec, problems = registration.Value((*DB)(nil), reflect.TypeFor[*DB](), graph.Caller(0))
	require.Empty(t, problems)
	require.Equal(t, []registration.Key{key[*DB]()}, keys(spec))
}

func TestValue_mayBeAResultStruct(t *testing.T) {
	type routes struct {
		provide.Out
		All Routes `group:"routes,flatten"`
	}
	spec, problems := registration.Value(routes{}, reflect.TypeFor[routes](), graph.Caller(0))
	require.Empty(t, problems)
	require.Equal(t, []registration.Result{
		{Key: registration.Key{Type: reflect.TypeFor[Route](), Group: "routes"}, Field: []int{1}, Flatten: true},
	}, spec.Results)
}

func keys(spec *registration.Spec) []registration.Key {
	var list []registration.Key
	for _, r := range spec.Results {
		list = append(list, r.Key)
	}
	return list
}

func TestTimeouts_areKeptWhateverTheirSum(t *testing.T) {
	spec := read(t, func() *DB { return nil }, provide.StartTimeout(math.MaxInt64), provide.StopTimeout(time.Second))
	require.Equal(t, time.Duration(math.MaxInt64), spec.StartTimeout)
	require.Equal(t, time.Second, spec.StopTimeout)
}
