// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package property_test

import (
	"context"
	"reflect"
	"runtime"
	"strconv"
	"sync"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/provide"
)

// component is one instance of a node of a world.
type component struct {
	node, serial int
	spec         *nodeSpec
	deps         []*component // what it received
	lc           *facet.Lifecycle
}

func (c *component) String() string { return "n" + strconv.Itoa(c.node) + "@" + strconv.Itoa(c.serial) }

// name is the name of a step in events and errors, unlike any other's.
func (c *component) name(step int) string { return c.String() + "." + strconv.Itoa(step) }

// drain is the name of a drain hook, added that of a task that a step adds.
func (c *component) drain(i int) string    { return c.name(i) + "d" }
func (c *component) added(step int) string { return c.name(step) + "a" }

// partError is the error of one function of a world.
type partError struct{ who string }

func (e *partError) Error() string { return "boom of " + e.who }

// play does what a says, and records it as m.
func (r *recorder) play(ctx context.Context, m moment, a act) (err error) {
	r.add(m)
	m.ends, m.does = true, exiting
	defer func() {
		m.late = ctx.Err() != nil
		r.add(m)
	}()
	if a.do != nil {
		r.do(ctx, a.do, true)
	}
	switch a.does {
	case ignoring:
		time.Sleep(a.d)
	case blocking:
		<-ctx.Done()
		err = ctx.Err()
	default:
		if a.d == 0 {
			break
		}
		timer := time.NewTimer(a.d)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
			if a.does == quits {
				err = ctx.Err()
			}
		}
	}
	switch a.does {
	case failing:
		err = &partError{m.who()}
	case panicking:
		m.does, m.err = panicking, &partError{m.who()}
		panic(m.err)
	case exiting:
		runtime.Goexit()
	default:
	}
	m.does, m.err = succeeds, err
	if err != nil {
		m.does = failing
	}
	return err
}

var (
	componentType = reflect.TypeFor[*component]()
	lifecycleType = reflect.TypeFor[*facet.Lifecycle]()
	contextType   = reflect.TypeFor[context.Context]()
	errorType     = reflect.TypeFor[error]()
	needsTypes    sync.Map // parameter structs by what they ask for
)

// needing returns the type of a parameter struct that asks for nodes.
func needing(nodes []int) reflect.Type {
	key := make([]byte, len(nodes))
	for i, n := range nodes {
		key[i] = byte(n)
	}
	if t, ok := needsTypes.Load(string(key)); ok {
		return t.(reflect.Type) //nolint:errcheck,forcetypeassert // nothing else is stored
	}
	fields := []reflect.StructField{{Name: "In", Type: reflect.TypeFor[facet.In](), Anonymous: true}}
	for _, n := range nodes {
		name := strconv.Itoa(n)
		fields = append(fields, reflect.StructField{
			Name: "N" + name, Type: componentType, Tag: reflect.StructTag(`name:"` + name + `"`),
		})
	}
	t := reflect.StructOf(fields)
	needsTypes.Store(string(key), t)
	return t
}

// received reads such a parameter struct.
func received(v reflect.Value) []*component {
	var list []*component
	for i := 1; i < v.NumField(); i++ {
		c, _ := v.Field(i).Interface().(*component)
		list = append(list, c)
	}
	return list
}

func errorValue(err error) reflect.Value {
	v := reflect.New(errorType).Elem()
	if err != nil {
		v.Set(reflect.ValueOf(err))
	}
	return v
}

// provide registers a node.
func (r *recorder) provide(node int) facet.Option {
	n := &r.w.nodes[node]
	t := reflect.FuncOf([]reflect.Type{lifecycleType, needing(n.deps)}, []reflect.Type{componentType, errorType}, false)
	constructor := reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		lc, _ := args[0].Interface().(*facet.Lifecycle)
		c, err := r.construct(node, lc, received(args[1]))
		return []reflect.Value{reflect.ValueOf(c), errorValue(err)}
	})
	opts := []provide.Option{provide.Name(strconv.Itoa(node))}
	if n.tag != "" {
		opts = append(opts, provide.Parallel(n.tag))
	}
	for _, first := range n.after {
		opts = append(opts, provide.After[*component](strconv.Itoa(first)))
	}
	return facet.Provide(constructor.Interface(), opts)
}

// construct makes an instance. What it registers stands before what it does.
func (r *recorder) construct(node int, lc *facet.Lifecycle, deps []*component) (*component, error) {
	c := &component{node: node, spec: &r.w.nodes[node], deps: deps, lc: lc}
	r.mu.Lock()
	c.serial = len(r.components)
	r.components = append(r.components, c)
	r.mu.Unlock()
	for i, a := range c.spec.cleanups {
		if a.does == blocking || a.does == quits {
			a.does = ignoring
		}
		lc.Cleanup(func() error { return r.play(context.Background(), moment{role: cleaning, c: c, step: i}, a) })
	}
	for i, a := range c.spec.drains {
		lc.OnDrain(func(ctx context.Context) error {
			return r.play(ctx, moment{role: draining, c: c, step: i}, a)
		}, hooks.Name(c.drain(i)))
	}
	for i := range c.spec.steps {
		r.register(c, i)
	}
	return c, r.play(lc.Context(), moment{role: making, c: c}, c.spec.makes)
}

func (r *recorder) register(c *component, i int) {
	s := &c.spec.steps[i]
	h := facet.Hook{Name: c.name(i), StartTimeout: s.timeout, StopTimeout: s.timeout}
	start := func(ctx context.Context) error {
		r.startsMore(ctx, c, i)
		return r.play(ctx, moment{role: starting, c: c, step: i}, s.start)
	}
	stop := func(ctx context.Context) error {
		if s.adds && s.kind == stopOnly {
			a := s.start
			if a.does == succeeds {
				a.does = ignoring // its context has ended
			}
			r.addTask(c, i, a)
		}
		return r.play(ctx, moment{role: stopping, c: c, step: i}, s.stop)
	}
	task := func(ctx context.Context) error { return r.play(ctx, moment{role: working, c: c, step: i}, s.stop) }
	var opts []hooks.Option
	if s.timeout > 0 {
		opts = append(opts, hooks.Timeout(s.timeout))
	}
	if s.significant {
		opts = append(opts, hooks.Significant())
	}
	switch s.kind {
	case startOnly:
		h.OnStart = start
	case stopOnly:
		h.OnStop = stop
	case background:
		c.lc.Go(h.Name, task, opts...)
		return
	case serving:
		c.lc.Serve(h.Name, func(ctx context.Context, ready func()) error {
			if err := r.play(ctx, moment{role: starting, c: c, step: i}, s.start); err != nil {
				return err
			}
			ready()
			return task(ctx)
		}, opts...)
		return
	default:
		h.OnStart, h.OnStop = start, stop
	}
	c.lc.Append(h)
}

// startsMore is what a start hook may do in addition.
func (r *recorder) startsMore(ctx context.Context, c *component, i int) {
	s := &c.spec.steps[i]
	if s.reenters {
		for _, err := range []error{r.app.Stop(ctx), r.app.Start(ctx), r.app.Do(ctx, func(*facet.App) {})} {
			r.add(moment{role: reentering, c: c, step: i, err: err})
		}
	}
	if s.adds {
		r.addTask(c, i, act{does: blocking})
	}
}

func (r *recorder) addTask(c *component, i int, a act) {
	r.add(moment{role: launching, c: c, step: i})
	c.lc.Go(c.added(i), func(ctx context.Context) error {
		return r.play(ctx, moment{role: adding, c: c, step: i}, a)
	})
}
