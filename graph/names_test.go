// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph_test

import (
	"context"
	htmltemplate "html/template"
	"io"
	"reflect"
	"testing"
	texttemplate "text/template"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/graph"
)

type service[T any] struct{ Field T }

func (service[T]) Value()    {}
func (*service[T]) Pointer() {}

type pair[K comparable, V any] struct{}

func newService[T any]() service[T] { return service[T]{} }

const self = "github.com/facet-go/facet/graph_test."

func funcName(f any) string { return graph.FuncName(reflect.ValueOf(f).Pointer()) }

func TestFuncName_ofEveryKindOfFunction(t *testing.T) {
	closure := func() {}
	var s service[int]
	for want, f := range map[string]any{
		"context.WithCancel":                              context.WithCancel,
		self + "orders":                                   orders,
		self + "newService[...]":                          newService[int],
		self + "(*service[...]).Pointer":                  s.Pointer,
		self + "service[...].Value":                       s.Value,
		"io.(*LimitedReader).Read":                        (*io.LimitedReader).Read,
		self + "TestFuncName_ofEveryKindOfFunction.func1": closure,
	} {
		require.Equal(t, want, funcName(f))
	}
	require.Equal(t, "unknown", graph.FuncName(0))
}

func TestPackagePath_ofEveryKindOfFunction(t *testing.T) {
	for function, want := range map[string]string{
		"main.main":                                     "main",
		"github.com/acme/orders/api.NewServer":          "github.com/acme/orders/api",
		"github.com/acme/orders/api.(*Server).Start":    "github.com/acme/orders/api",
		"github.com/acme/orders/api.NewServer.func1":    "github.com/acme/orders/api",
		"acme.com/a/b.New[acme.com/c/d.T,go.shape/x.y]": "acme.com/a/b",
		"gopkg.in/yaml%2ev3.Unmarshal":                  "gopkg.in/yaml.v3",
		"example%2ecom.New":                             "example.com",
		"unknown":                                       "unknown",
	} {
		require.Equal(t, want, graph.PackagePath(function), function)
	}
}

func TestShortName_cutsEveryPath(t *testing.T) {
	for name, want := range map[string]string{
		"": "", "int": "int", "main.run": "main.run",
		"*github.com/acme/orders/store.Users":                            "*store.Users",
		"map[a.com/b/c.K][]*a.com/b/d.V":                                 "map[c.K][]*d.V",
		"func(a.com/b/c.A, ...a.com/b/d.B) (a.com/b/e.C, error)":         "func(c.A, ...d.B) (e.C, error)",
		"a.com/b/c.Pair[a.com/b/d.K,a.com/b/e.V]":                        "c.Pair[d.K,e.V]",
		"a.com/b/c.New[...]":                                             "c.New[...]",
		"a.com/b/c.(*T[...]).Start":                                      "c.(*T[...]).Start",
		"<-chan a.com/b/c.T":                                             "<-chan c.T",
		`struct { A a.com/b/c.A "json:\"a/b,omitempty\""; a.com/b/c.B }`: `struct { A c.A "json:\"a/b,omitempty\""; c.B }`,
		"a.com/b/c.New *a.com/b/c.T#2":                                   "c.New *c.T#2",
		"gopkg.in/yaml%2ev3.Unmarshal":                                   "yaml.v3.Unmarshal",
		`a.com/b/"unclosed`:                                              `"unclosed`,
		"*a.com/store/v2.Users":                                          "*store.Users",
		"a.com/store/v2.(*Users).Find":                                   "store.(*Users).Find",
		"a.com/x/v10.Map[a.com/y/v3.K,[]a.com/z/v3/w.V]":                 "x.Map[y.K,[]w.V]",
		"v2.Users":           "v2.Users",
		"a.com/v2/users.New": "users.New",
		"a.com/v2x.New":      "v2x.New",
		"a.com/v.New":        "v.New",
	} {
		require.Equal(t, want, graph.ShortName(name))
	}
}

func TestTypeName_ofEveryKind(t *testing.T) {
	type local struct{}
	for want, typ := range map[string]reflect.Type{
		"int":                      reflect.TypeFor[int](),
		"error":                    reflect.TypeFor[error](),
		"uint8":                    reflect.TypeFor[byte](),
		"unsafe.Pointer":           reflect.TypeFor[unsafe.Pointer](),
		"context.Context":          reflect.TypeFor[context.Context](),
		"text/template.Template":   reflect.TypeFor[texttemplate.Template](),
		"**html/template.Template": reflect.TypeFor[**htmltemplate.Template](),
		"[]html/template.HTML":     reflect.TypeFor[[]htmltemplate.HTML](),
		"[3]html/template.HTML":    reflect.TypeFor[[3]htmltemplate.HTML](),
		"map[html/template.HTML]*text/template.Template": reflect.TypeFor[map[htmltemplate.HTML]*texttemplate.Template](),
		"chan html/template.HTML":                        reflect.TypeFor[chan htmltemplate.HTML](),
		"<-chan html/template.HTML":                      reflect.TypeFor[<-chan htmltemplate.HTML](),
		"chan<- html/template.HTML":                      reflect.TypeFor[chan<- htmltemplate.HTML](),
		"chan (<-chan int)":                              reflect.TypeFor[chan (<-chan int)](),
		"chan<- chan int":                                reflect.TypeFor[chan<- chan int](),
		"func()":                                         reflect.TypeFor[func()](),
		"func(int, ...html/template.HTML) error":         reflect.TypeFor[func(int, ...htmltemplate.HTML) error](),
		"func([]html/template.HTML) (int, error)":        reflect.TypeFor[func([]htmltemplate.HTML) (int, error)](),
		"interface {}":                                   reflect.TypeFor[any](),
		"interface { A(template.HTML) error; B() }": reflect.TypeFor[interface {
			A(htmltemplate.HTML) error
			B()
		}](),
		"struct {}": reflect.TypeFor[struct{}](),
		`struct { HTML html/template.HTML "json:\"html\""; *text/template.Template }`: reflect.TypeFor[struct {
			HTML htmltemplate.HTML `json:"html"`
			*texttemplate.Template
		}](),
		self + "local": reflect.TypeFor[local](),
		self + "service[*html/template.Template]":      reflect.TypeFor[service[*htmltemplate.Template]](),
		self + "pair[string,[]text/template.Template]": reflect.TypeFor[pair[string, []texttemplate.Template]](),
	} {
		require.Equal(t, want, graph.TypeName(typ))
	}
}

// reflect.Type.String is the same for each of these pairs.
func TestTypeName_tellsApartPackagesOfTheSameBaseName(t *testing.T) {
	type text = texttemplate.Template
	type html = htmltemplate.Template
	for _, pair := range [][2]reflect.Type{
		{reflect.TypeFor[text](), reflect.TypeFor[html]()},
		{reflect.TypeFor[[]*text](), reflect.TypeFor[[]*html]()},
		{reflect.TypeFor[chan text](), reflect.TypeFor[chan html]()},
		{reflect.TypeFor[func(text)](), reflect.TypeFor[func(html)]()},
		{reflect.TypeFor[struct{ T text }](), reflect.TypeFor[struct{ T html }]()},
	} {
		require.Equal(t, pair[0].String(), pair[1].String())
		require.NotEqual(t, graph.TypeName(pair[0]), graph.TypeName(pair[1]))
		require.Equal(t, graph.ShortName(graph.TypeName(pair[0])), graph.ShortName(graph.TypeName(pair[1])))
	}
}
