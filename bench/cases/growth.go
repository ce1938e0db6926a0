// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"runtime"
	"strings"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/bench/kit"
	"github.com/facet-go/facet/bench/report"
	"github.com/facet-go/facet/bench/rounds"
	"github.com/facet-go/facet/health"
	"github.com/facet-go/facet/provide"
)

// growing are the sizes for measurements that must grow linearly.
var growing = []int{2_500, 5_000, 10_000, 20_000}

// subject is a measurement that must grow linearly: make returns the measured function for n
// nodes.
type subject struct {
	what string
	make func(n int) (run func(), end func())
}

func growths() []Case {
	var cases []Case
	for _, s := range subjects {
		cases = append(cases, Case{"growth " + s.what, func(n int) []report.Row { return []report.Row{s.grow(min(n, 3))} }})
	}
	return cases
}

// grow measures all sizes, and compares the largest with half of it.
func (s subject) grow(n int) report.Row {
	var took []time.Duration
	var last []rounds.Result
	var all []string
	for _, size := range growing {
		run, end := s.make(size)
		last = rounds.Measure(n, rounds.Of("facet", run))
		end()
		took = append(took, last[0].Took)
		all = append(all, fmt.Sprintf("%d: %s", size, report.Duration(last[0].Took)))
	}
	r := row(s.what, last, 1)
	r.Checks = []report.Check{report.AtMost("half the size", float64(took[len(took)-1])/float64(took[len(took)-2]), 3)}
	r.Note = strings.Join(all, ", ")
	return r
}

var subjects = []subject{
	{"/readyz of a chain of 20,000, whose root fails", func(n int) (run, end func()) {
		app := facet.New(append(chain(n, true), facet.Log(nil))...)
		kit.Must(app.Start(ctx))
		h := health.Handler(app)
		return func() {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/readyz", http.NoBody))
		}, func() { kit.Must(app.Stop(ctx)) }
	}},
	{"Graph() of 20,000 in 200 levels of modules", func(n int) (run, end func()) {
		list := make([]facet.Option, n)
		for i := range list {
			list[i] = facet.Provide(made(nil, array(i)))
		}
		m := facet.Module("module", list...)
		for range 199 {
			m = facet.Module("module", m)
		}
		app := facet.New(m)
		return func() { runtime.KeepAlive(app.Graph()) }, func() {}
	}},
	{"text, DOT, Mermaid, JSON and order of a graph of 20,000", func(n int) (run, end func()) {
		g := facet.New(chain(n, false)...).Graph()
		return func() {
			runtime.KeepAlive([]string{g.Text(), g.DOT(), g.Mermaid(), string(try(json.Marshal(g)))})
			runtime.KeepAlive(g.Order())
		}, func() {}
	}},
	{"New, Validate and the text: 20,000 missing types", problems(func(i, n int) []facet.Option {
		return []facet.Option{facet.Invoke(made([]reflect.Type{array(i)})), facet.Provide(made(nil, array(n+i)))}
	})},
	{"New, Validate and the text: 20,000 missing types along a chain", problems(func(i, n int) []facet.Option {
		in := []reflect.Type{reflect.SliceOf(array(i))}
		if i+1 < n {
			in = append(in, array(i+1))
		}
		return []facet.Option{facet.Provide(made(in, array(i)), provide.Eager())}
	})},
	{"New, Validate and the text: 20,000 duplicates", problems(func(int, int) []facet.Option {
		return []facet.Option{facet.Provide(func() int { return 0 })}
	})},
	{"New, Validate and the text: 20,000 decorators of nothing", problems(func(i, n int) []facet.Option {
		return []facet.Option{facet.Decorate(made([]reflect.Type{array(i)}, array(i))), facet.Provide(made(nil, array(n+i)))}
	})},
	{"New, Validate and the text: 20,000 edges back to the first", problems(func(i, n int) []facet.Option {
		in := []reflect.Type{array(0)}
		if i+1 < n {
			in = append(in, array(i+1))
		}
		return []facet.Option{facet.Provide(made(in, array(i)))}
	})},
}

// problems returns the subject of an app whose numbered options have problems.
func problems(options func(i, n int) []facet.Option) func(n int) (run, end func()) {
	return func(n int) (run, end func()) {
		var opts []facet.Option
		for i := range n {
			opts = append(opts, options(i, n)...)
		}
		return func() {
			err := facet.New(opts...).Validate()
			if err == nil {
				panic("nothing is wrong")
			}
			runtime.KeepAlive(err.Error())
		}, func() {}
	}
}

// array returns a different type for each number.
func array(i int) reflect.Type { return reflect.PointerTo(reflect.ArrayOf(i, reflect.TypeFor[int8]())) }

// made returns a function with these types that returns zero values.
func made(in []reflect.Type, out ...reflect.Type) any {
	return reflect.MakeFunc(reflect.FuncOf(in, out, false), func([]reflect.Value) []reflect.Value {
		results := make([]reflect.Value, len(out))
		for i, t := range out {
			results[i] = reflect.Zero(t)
		}
		return results
	}).Interface()
}

// chain returns constructors that each need the one before. The first may have a check that
// fails.
func chain(n int, fails bool) []facet.Option {
	opts := make([]facet.Option, n, n+1)
	for i := range opts {
		var in []reflect.Type
		if i > 0 {
			in = []reflect.Type{array(i - 1)}
		}
		opts[i] = facet.Provide(made(in, array(i)))
	}
	if fails {
		opts[0] = facet.Provide(func(lc *facet.Lifecycle) *[0]int8 {
			lc.OnCheck("fails", func(context.Context) error { return context.Canceled })
			return nil
		})
	}
	return append(opts, facet.Invoke(made([]reflect.Type{array(n - 1)})))
}
