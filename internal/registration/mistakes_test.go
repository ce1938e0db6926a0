// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"context"
	"io"
	"reflect"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

// mistake is a mistake of a newcomer, and the slugs of its problems.
type mistake struct {
	what string // in the words of the newcomer
	read func(place graph.Place) (*registration.Spec, []*graph.Problem)
	want []string
}

func constructor(what string, f any, want string, opts ...provide.Option) mistake {
	return mistake{what, func(at graph.Place) (*registration.Spec, []*graph.Problem) {
		return registration.Constructor(f, at, opts...)
	}, []string{want}}
}

func supplied[T any](what string, v any, want string, opts ...provide.Option) mistake {
	return mistake{what, func(at graph.Place) (*registration.Spec, []*graph.Problem) {
		return registration.Value(v, reflect.TypeFor[T](), at, opts...)
	}, []string{want}}
}

func invoked(what string, f any, want string) mistake {
	return mistake{what, func(at graph.Place) (*registration.Spec, []*graph.Problem) {
		return registration.Invoke(f, at)
	}, []string{want}}
}

func called(what string, f any, want string) mistake {
	return mistake{what, func(at graph.Place) (*registration.Spec, []*graph.Problem) {
		return registration.Call(f, at)
	}, []string{want}}
}

type (
	pointerIn  struct{ *provide.In }
	pointerOut struct{ *provide.Out }

	baseIn      struct{ provide.In }
	baseOut     struct{ provide.Out }
	deepPointer struct{ pointerIn }
)

func notFunctions() []mistake {
	return []mistake{
		constructor("I gave nil", nil, "nil-function"),
		constructor("I gave the value, not its constructor", &DB{}, "not-a-function"),
		constructor("my function variable is not set", (func() *DB)(nil), "nil-function"),
		invoked("I invoke nil", nil, "nil-function"),
		invoked("I invoke a value", 42, "not-a-function"),
		invoked("I invoke a function variable that is not set", (func(*DB))(nil), "nil-function"),
		called("I call nil", nil, "nil-function"),
		called("I call a value", &DB{}, "not-a-function"),
		called("I call a function variable that is not set", (func(*DB))(nil), "nil-function"),
		invoked("I invoke with a pointer to a parameter struct", func(*baseIn) {}, "pointer-to-in"),
	}
}

func wrongCalls() []mistake {
	return []mistake{
		called("I call what computes a value", func(*DB) int { return 0 }, "bad-call-result"),
		called("I call what computes a value or fails", func(context.Context, *DB) (int, error) { return 0, nil }, "bad-call-result"),
		called("I call what fails in two ways", func() (error, error) { return nil, nil }, "bad-call-result"),
		called("I call what fails with my own error type", func() *NotFound { return nil }, "bad-call-result"),
		called("I call with a context and a pointer to a parameter struct", func(context.Context, *baseIn) {}, "pointer-to-in"),
	}
}

func wrongParams() []mistake {
	return []mistake{
		constructor("parameter struct by pointer", func(*baseIn) *DB { return nil }, "pointer-to-in"),
		constructor("I ask for In itself", func(provide.In) *DB { return nil }, "bare-in"),
		constructor("I embed *In", func(pointerIn) *DB { return nil }, "pointer-embedded"),
		constructor("I embed what embeds *In", func(deepPointer) *DB { return nil }, "pointer-embedded"),
		constructor("I embed *Out in a parameter", func(pointerOut) *DB { return nil }, "pointer-embedded"),
		constructor("I ask for a result struct", func(int, baseOut) *DB { return nil }, "out-as-parameter"),
		constructor("I ask for a pointer to a result struct", func(*baseOut) *DB { return nil }, "out-as-parameter"),
		constructor("unexported field", func(struct {
			provide.In
			db *DB
		},
		) io.Reader {
			return nil
		}, "unexported-field"),
		constructor("ignore-unexported is not a bool", func(struct {
			provide.In `ignore-unexported:"yes"`
		},
		) *DB {
			return nil
		}, "bad-tag"),
		constructor("optional is not a bool", func(struct {
			provide.In
			Reader io.Reader `optional:"yes"`
		},
		) *DB {
			return nil
		}, "bad-tag"),
		constructor("a mistake in a nested parameter struct", func(struct {
			provide.In
			Stores struct {
				provide.In
				Main io.Reader `optional:"maybe"`
			}
		},
		) *DB {
			return nil
		}, "bad-tag"),
	}
}

func wrongGroupParams() []mistake {
	return []mistake{
		constructor("group into one value", func(struct {
			provide.In
			Route Route `group:"routes"`
		},
		) *DB {
			return nil
		}, "bad-group"),
		constructor("group with a name", func(struct {
			provide.In
			Routes []Route `group:"routes" name:"public"`
		},
		) *DB {
			return nil
		}, "name-with-group"),
		constructor("optional group", func(struct {
			provide.In
			Routes []Route `group:"routes" optional:"true"`
		},
		) *DB {
			return nil
		}, "optional-group"),
		constructor("group with a bad optional", func(struct {
			provide.In
			Routes []Route `group:"routes" optional:"yes"`
		},
		) *DB {
			return nil
		}, "bad-tag"),
		constructor("flatten where I collect", func(struct {
			provide.In
			Routes []Route `group:"routes,flatten"`
		},
		) *DB {
			return nil
		}, "bad-tag"),
		constructor("space after the comma", func(struct {
			provide.In
			Routes []Route `group:"routes, soft"`
		},
		) *DB {
			return nil
		}, "bad-tag"),
		constructor("group without a name", func(struct {
			provide.In
			Routes []Route `group:",soft"`
		},
		) *DB {
			return nil
		}, "bad-tag"),
	}
}

func wrongParallelParams() []mistake {
	return []mistake{
		constructor("parallel without a word", func(struct {
			provide.In
			Route Route `parallel:""`
		},
		) *DB {
			return nil
		}, "bad-tag"),
		constructor("a space in front", func(struct {
			provide.In
			Routes []Route `group:"routes" parallel:" stores"`
		},
		) *DB {
			return nil
		}, "bad-tag"),
		constructor("a line break in a tag", func(struct {
			provide.In
			Route Route `parallel:"two\nlines"`
		},
		) *DB {
			return nil
		}, "bad-tag"),
		constructor("a backquote in a tag", func(struct {
			provide.In
			Route Route `parallel:"my\x60stores"`
		},
		) *DB {
			return nil
		}, "bad-tag"),
		constructor("parallel on a nested parameter struct", func(struct {
			provide.In
			Nested struct {
				provide.In
				Route Route
			} `parallel:"stores"`
		},
		) *DB {
			return nil
		}, "bad-tag"),
		constructor("parallel on In", func(struct {
			provide.In `parallel:"stores"`
			Route      Route
		},
		) *DB {
			return nil
		}, "bad-tag"),
	}
}
