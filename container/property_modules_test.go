// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

type (
	ma string
	mb string
	mc string
	md string
)

// moduleKeys are what apps with modules give and ask for.
func moduleKeys() (plain, groups []registration.Key) {
	a, b, c, d := reflect.TypeFor[ma](), reflect.TypeFor[mb](), reflect.TypeFor[mc](), reflect.TypeFor[md]()
	plain = []registration.Key{{Type: a}, {Type: b}, {Type: c}, {Type: d}, {Type: a, Name: "n"}, {Type: b, Name: "n"}}
	groups = []registration.Key{{Type: c, Group: "g"}, {Type: d, Group: "g"}}
	return plain, groups
}

// TestModules_giveWhatTheReferenceSays makes up apps with modules, decorators and
// replacements, and compares every call with the reference.
func TestModules_giveWhatTheReferenceSays(t *testing.T) {
	seen := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		regs := drawModules(rt)
		defer func() {
			if rt.Failed() {
				for _, r := range regs {
					rt.Logf("%v", r)
				}
			}
		}()
		for _, direct := range []bool{false, true} {
			compareModules(rt, copied(regs), direct, seen)
		}
	})
	t.Log(seen)
	if seen["built"] < 300 {
		return
	}
	for _, what := range []string{"built", "called", "decorated", "whole group decorated", "replaced", "shadowed", "missing-dependency", "dependency-cycle", "partial-replacement", "flattened", "hooked", "ordered", "order-of-nothing"} {
		require.Positive(t, seen[what], what)
	}
}

// copied returns copies, in which the reference notes what it finds out.
func copied(regs []*reg) []*reg {
	own := make([]*reg, len(regs))
	for i, r := range regs {
		twin := *r
		own[i] = &twin
	}
	return own
}

func compareModules(t *rapid.T, regs []*reg, direct bool, seen map[string]int) {
	want := newReference(regs)
	var calls []string
	specs := make([]*registration.Spec, len(regs))
	for i, r := range regs {
		specs[i] = r.spec(t, &calls)
	}
	c, problems := container.New(specs)
	for _, r := range regs {
		want.refused = want.refused || r.kind == graph.KindDecorator && want.decoratesNothing(r)
	}
	require.Equal(t, want.refused, len(problems) > 0, "%v", problems)
	if want.refused {
		seen["refused"]++
		return
	}
	listed := slices.DeleteFunc(slices.Clone(regs), func(r *reg) bool { return r.displaced })
	requireFault(t, want.dup, want.fault(listed), c.Validate(), seen)
	fault := want.fault(want.closure(want.roots()))
	b, err := c.Build(t.Context(), hooked(c, direct))
	requireFault(t, want.dup, fault, err, seen)
	if want.dup || fault != "" {
		require.Empty(t, calls)
		return
	}
	for _, r := range want.roots() {
		want.call(r, want.closure(want.roots()))
	}
	require.Equal(t, want.calls, calls)
	tallyModules(want, seen)
	callModules(t, c, direct, want, &calls, seen)
	require.Len(t, b.Nodes(), len(want.closure(want.roots())))
}

// hooked is a configuration in which the hooks of registrations are called as soon
// as they could be registered.
func hooked(c *container.Container, direct bool) container.Config {
	config := config0
	config.Direct = direct
	config.Listener = &callbacks{register: func(node int, results, injected []reflect.Value) {
		spec := c.Spec(node)
		for i := range spec.Hooks {
			_ = spec.Hooks[i].Bind(spec, results, injected)(context.Background())
		}
	}}
	return config
}

func requireFault(t *rapid.T, dup bool, fault string, err error, seen map[string]int) {
	if !dup && fault == "" {
		require.NoError(t, err)
		return
	}
	require.Error(t, err)
	if found := slugs(err); dup {
		require.True(t, found["duplicate-provider"])
	} else {
		require.True(t, found[fault], "%s: %v", fault, err)
		seen[fault]++
	}
}

// callModules calls a function with values of the build.
func callModules(t *rapid.T, c *container.Container, direct bool, want *reference, calls *[]string, seen map[string]int) {
	plain, groups := moduleKeys()
	r := &reg{id: len(want.regs), kind: graph.KindInvoke}
	for _, key := range rapid.SliceOfN(rapid.SampledFrom(slices.Concat(plain, groups)), 1, 3).Draw(t, "call") {
		r.params = append(r.params, need{key: key, optional: key.Group == ""})
	}
	spec, problems := registration.Call(r.fn(calls), graph.Place{})
	require.Empty(t, problems)
	b, err := c.Prepare(t.Context(), spec, hooked(c, direct))
	if fault := want.fault(want.closure([]*reg{r})); fault != "" {
		require.Error(t, err)
		return
	}
	if err != nil {
		// A cycle through a soft group with instances.
		require.True(t, slugs(err)["dependency-cycle"], "%v", err)
		return
	}
	require.NoError(t, b.Call(t.Context()))
	want.call(r, want.closure([]*reg{r}))
	require.Equal(t, want.calls, *calls)
	seen["called"]++
}

func tallyModules(want *reference, seen map[string]int) {
	seen["built"]++
	note := func(what string, is bool) {
		if is {
			seen[what]++
		}
	}
	homes := map[registration.Key]*reg{}
	for r := range want.values {
		note("decorated", r.kind == graph.KindDecorator && r.results[0].Group == "")
		note("whole group decorated", r.kind == graph.KindDecorator && r.results[0].Group != "")
		note("replaced", r.replaces)
		note("flattened", r.flat)
		note("hooked", r.hook != nil)
		note("ordered", len(want.predecessors(r)) > 0)
		for _, key := range r.results {
			if r.kind == graph.KindConstructor && key.Group == "" {
				note("shadowed", homes[key] != nil)
				homes[key] = r
			}
		}
	}
}

func (r *reg) String() string {
	return fmt.Sprintf("%d %v replaces=%v in %q private=%v eager=%v needs %v gives %v flat=%v hook %v after %v before %v",
		r.id, r.kind, r.replaces, r.module.Path(), r.private, r.eager, r.params, r.results, r.flat, r.hook, r.after, r.before)
}

func (r *reg) spec(t *rapid.T, calls *[]string) *registration.Spec {
	var spec *registration.Spec
	var problems []*graph.Problem
	var opts []provide.Option
	if r.private {
		opts = append(opts, provide.Private())
	}
	if r.eager {
		opts = append(opts, provide.Eager())
	}
	for _, key := range r.after {
		opts = append(opts, orders[key].after)
	}
	for _, key := range r.before {
		opts = append(opts, orders[key].before)
	}
	if r.hook != nil {
		opts = append(opts, provide.OnStart(r.hookFunc(calls)))
	}
	switch r.kind {
	case graph.KindInvoke:
		spec, problems = registration.Invoke(r.fn(calls), graph.Place{})
	case graph.KindDecorator:
		spec, problems = registration.Decorator(r.fn(calls), graph.Place{})
	default:
		spec, problems = registration.Constructor(r.fn(calls), graph.Place{}, opts...)
	}
	require.Empty(t, problems)
	spec.Module, spec.Replaces = r.module, r.replaces
	return spec
}

// orders are the options that name a key.
var orders = map[registration.Key]struct{ after, before provide.Option }{
	{Type: reflect.TypeFor[ma]()}:            {provide.After[ma](), provide.Before[ma]()},
	{Type: reflect.TypeFor[mb]()}:            {provide.After[mb](), provide.Before[mb]()},
	{Type: reflect.TypeFor[mc]()}:            {provide.After[mc](), provide.Before[mc]()},
	{Type: reflect.TypeFor[md]()}:            {provide.After[md](), provide.Before[md]()},
	{Type: reflect.TypeFor[ma](), Name: "n"}: {provide.After[ma]("n"), provide.Before[ma]("n")},
	{Type: reflect.TypeFor[mb](), Name: "n"}: {provide.After[mb]("n"), provide.Before[mb]("n")},
}

// hookFunc returns the hook: of one struct with the first result and what it needs.
func (r *reg) hookFunc(calls *[]string) any {
	needs := append([]need{{key: r.results[0]}}, r.hook...)
	t := reflect.FuncOf([]reflect.Type{askFor(needs)}, nil, false)
	return reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		*calls = append(*calls, "hook "+trace(r.id, tellAll(args[0], len(needs))))
		return nil
	}).Interface()
}

func askFor(needs []need) reflect.Type {
	in := []reflect.StructField{{Name: "In", Type: reflect.TypeFor[provide.In](), Anonymous: true}}
	for i, p := range needs {
		in = append(in, keyField(i, p.key, p.key.Group != "", p.soft, p.optional))
	}
	return reflect.StructOf(in)
}

// fn returns the function: of one struct of parameters, and one of results.
func (r *reg) fn(calls *[]string) any {
	out := []reflect.StructField{{Name: "Out", Type: reflect.TypeFor[provide.Out](), Anonymous: true}}
	for i, key := range r.results {
		f := keyField(i, key, key.Group != "" && (r.kind == graph.KindDecorator || r.flat), false, false)
		if r.flat && key.Group != "" {
			f.Tag = reflect.StructTag(fmt.Sprintf("group:%q", key.Group+",flatten"))
		}
		out = append(out, f)
	}
	var outs []reflect.Type
	if len(r.results) > 0 {
		outs = append(outs, reflect.StructOf(out))
	}
	t := reflect.FuncOf([]reflect.Type{askFor(r.params)}, outs, false)
	return reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		call := trace(r.id, tellAll(args[0], len(r.params)))
		*calls = append(*calls, call)
		r.fate.meet(r.id, r.cancel)
		if len(outs) == 0 {
			return nil
		}
		v := reflect.New(outs[0]).Elem()
		for i := range r.results {
			f := v.Field(i + 1)
			if f.Kind() == reflect.Slice {
				f.Set(reflect.MakeSlice(f.Type(), 1, 2))
				if r.flat {
					f.SetLen(2)
					f.Index(1).SetString(produced(call, i) + "'")
				}
				f = f.Index(0)
			}
			f.SetString(produced(call, i))
		}
		return []reflect.Value{v}
	}).Interface()
}

func keyField(i int, key registration.Key, slice, soft, optional bool) reflect.StructField {
	f := reflect.StructField{Name: "F" + strconv.Itoa(i), Type: key.Type}
	if slice {
		f.Type = reflect.SliceOf(key.Type)
	}
	switch {
	case key.Group != "":
		f.Tag = reflect.StructTag(fmt.Sprintf("group:%q", key.Group+map[bool]string{true: ",soft"}[soft]))
	case key.Name != "":
		f.Tag = reflect.StructTag(fmt.Sprintf("name:%q", key.Name))
	}
	if optional {
		f.Tag += ` optional:"true"`
	}
	return f
}

// tellAll writes out the fields of a struct of parameters.
func tellAll(in reflect.Value, n int) []string {
	told := make([]string, n)
	for i := range told {
		told[i] = tell(in.Field(i + 1))
	}
	return told
}

func tell(v reflect.Value) string {
	if v.Kind() != reflect.Slice {
		return v.String()
	}
	all := make([]string, v.Len())
	for i := range all {
		all[i] = v.Index(i).String()
	}
	return "[" + strings.Join(all, " ") + "]"
}
