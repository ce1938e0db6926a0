// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"io"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

func wrongResults() []mistake {
	return []mistake{
		constructor("I return nothing", func() {}, "no-result"),
		constructor("I return only an error", func() error { return nil }, "only-error"),
		constructor("my result struct is empty", func() baseOut { return baseOut{} }, "no-result"),
		constructor("error first", func() (error, *DB) { return nil, nil }, "error-not-last"), //nolint:staticcheck // the mistake
		constructor("my own error type", func() (*DB, *NotFound) { return nil, nil }, "error-result"),
		constructor("the same type twice", func() (*DB, *DB) { return nil, nil }, "conflicting-keys"),
		constructor("the same name twice", func() (out struct {
			provide.Out
			Main, Replica *DB `name:"db"`
		},
		) {
			return out
		}, "conflicting-keys"),
		constructor("I return a parameter struct", func() baseIn { return baseIn{} }, "in-as-result"),
		constructor("I return a pointer to a parameter struct", func() *baseIn { return nil }, "in-as-result"),
		constructor("I return Out itself", func() provide.Out { return provide.Out{} }, "bare-out"),
		constructor("result struct by pointer", func() *baseOut { return nil }, "pointer-to-out"),
		constructor("I embed *Out", func() pointerOut { return pointerOut{} }, "pointer-embedded"),
		constructor("a parallel tag on a result", func() (out struct {
			provide.Out
			DB *DB `parallel:"stores"`
		},
		) {
			return out
		}, "bad-tag"),
		constructor("a parallel tag on Out", func() (out struct {
			provide.Out `parallel:""`
			DB          *DB
		},
		) {
			return out
		}, "bad-tag"),
		constructor("unexported field of a result struct", func() (out struct {
			provide.Out
			db *DB
		},
		) {
			return out
		}, "unexported-field"),
		constructor("error in a result struct", func() (out struct {
			provide.Out
			DB  *DB
			Err error
		},
		) {
			return out
		}, "error-result"),
	}
}

func wrongGroupResults() []mistake {
	return []mistake{
		constructor("group and name on one field", func() (out struct {
			provide.Out
			Route Route `group:"routes" name:"public"`
		},
		) {
			return out
		}, "name-with-group"),
		constructor("optional member", func() (out struct {
			provide.Out
			Route Route `group:"routes" optional:"true"`
		},
		) {
			return out
		}, "optional-group"),
		constructor("soft where I provide", func() (out struct {
			provide.Out
			Route Route `group:"routes,soft"`
		},
		) {
			return out
		}, "bad-tag"),
		constructor("flatten of one value", func() (out struct {
			provide.Out
			Route Route `group:"routes,flatten"`
		},
		) {
			return out
		}, "bad-group"),
		constructor("unknown word", func() (out struct {
			provide.Out
			Routes []Route `group:"routes,flat"`
		},
		) {
			return out
		}, "bad-tag"),
		constructor("member without a group name", func() (out struct {
			provide.Out
			Routes []Route `group:",flatten"`
		},
		) {
			return out
		}, "bad-tag"),
		constructor("group on a nested result struct", func() (out struct {
			provide.Out
			Nested struct {
				provide.Out
				Route Route
			} `group:"routes"`
		},
		) {
			return out
		}, "name-on-out"),
	}
}

func wrongOptions() []mistake {
	newDB := func() *DB { return nil }
	newRoutes := func() []Route { return nil }
	return []mistake{
		constructor("empty name", newDB, "bad-option", provide.Name("")),
		constructor("backquote", newDB, "bad-option", provide.Name("my`db")),
		constructor("two names", newDB, "conflicting-options", provide.Name("a"), provide.Name("b")),
		constructor("name and group", newDB, "name-with-group", provide.Name("main"), provide.Group("dbs")),
		constructor("empty group", newDB, "bad-option", provide.Group("")),
		constructor("soft in the option", newDB, "bad-tag", provide.Group("dbs,soft")),
		constructor("flatten of a pointer", newDB, "bad-group", provide.Group("dbs,flatten")),
		constructor("only flatten", newRoutes, "bad-tag", provide.Group(",flatten")),
		constructor("As a struct", newDB, "bad-as", provide.As[DB](), provide.Self()),
		constructor("As a pointer to an interface", newDB, "bad-as", provide.As[*io.Reader](), provide.Self()),
		constructor("As what its pointer is", func() DB { return DB{} }, "bad-as", provide.As[io.Closer]()),
		constructor("an interface As another", func() io.Reader { return nil }, "bad-as", provide.As[io.Writer]()),
		constructor("As what it is not", newDB, "bad-as", provide.As[io.Writer]()),
		constructor("As twice", newDB, "conflicting-options", provide.As[io.Reader](), provide.As[io.Reader]()),
		constructor("As for two results", func() (*DB, io.ReadCloser) { return nil, nil }, "conflicting-keys", provide.As[io.Reader]()),
		constructor("As of a flattened group", newRoutes, "bad-as", provide.Group("routes,flatten"), provide.As[any]()),
		constructor("Self alone", newDB, "bad-option", provide.Self()),
		constructor("no time to start", newDB, "bad-option", provide.StartTimeout(0)),
		constructor("negative time to stop", newDB, "bad-option", provide.StopTimeout(-time.Second)),
		constructor("two stop timeouts", newDB, "conflicting-options", provide.StopTimeout(1), provide.StopTimeout(2)),
		constructor("empty parallel group", newDB, "bad-option", provide.Parallel("")),
		constructor("two parallel groups", newDB, "conflicting-options", provide.Parallel("a"), provide.Parallel("b")),
		constructor("a backquote in a parallel group", newDB, "bad-option", provide.Parallel("my`stores")),
		constructor("a space after a parallel group", newDB, "bad-option", provide.Parallel("stores ")),
		constructor("a line break in a parallel group", newDB, "bad-option", provide.Parallel("two\nlines")),
		constructor("nil option", newDB, "bad-option", nil),
		constructor("name on a result struct", func() (out struct {
			provide.Out
			DB *DB
		},
		) {
			return out
		}, "name-on-out", provide.Name("main")),
		constructor("group on a result struct", func() (out struct {
			provide.Out
			DB *DB
		},
		) {
			return out
		}, "name-on-out", provide.Group("dbs")),
	}
}

func wrongOrders() []mistake {
	newDB := func() *DB { return nil }
	return []mistake{
		constructor("after an error", newDB, "bad-option", provide.After[error]()),
		constructor("before an error of mine", newDB, "bad-option", provide.Before[*NotFound]()),
		constructor("after a parameter struct", newDB, "bad-option", provide.After[Stores]()),
		constructor("after a pointer to a parameter struct", newDB, "bad-option", provide.After[*Stores]()),
		constructor("before a result struct", newDB, "bad-option", provide.Before[baseOut]("main")),
		constructor("before what embeds *Out", newDB, "bad-option", provide.Before[pointerOut]()),
		constructor("after two names", newDB, "bad-option", provide.After[Route]("a", "b")),
		constructor("before no name", newDB, "bad-option", provide.Before[Route]("")),
		constructor("after the same twice", newDB, "conflicting-options", provide.After[Route](), provide.After[Route]()),
		constructor("before the same twice", newDB, "conflicting-options", provide.Before[Route]("a"), provide.Before[Route]("a")),
		constructor("before and after the same", newDB, "conflicting-options", provide.Before[Route]("a"), provide.After[Route]("a")),
	}
}

func wrongValues() []mistake {
	return []mistake{
		{"I supply nil", func(at graph.Place) (*registration.Spec, []*graph.Problem) {
			return registration.Value(nil, nil, at)
		}, []string{"nil-value"}},
		supplied[*NotFound]("I supply an error", &NotFound{}, "error-value"),
		supplied[io.Writer]("it does not implement the interface", &DB{}, "bad-value"),
		supplied[*DB]("an eager value", &DB{}, "bad-option", provide.Eager()),
		supplied[*DB]("a value in a parallel group", &DB{}, "bad-option", provide.Parallel("stores")),
		supplied[*DB]("a value after another", &DB{}, "bad-option", provide.After[Route]()),
		supplied[*DB]("a value before another", &DB{}, "bad-option", provide.Before[Route]()),
		supplied[baseIn]("I supply a parameter struct", baseIn{}, "in-as-result"),
		supplied[struct {
			provide.Out
			db *DB
		}]("unexported field of a supplied result struct", nil, "unexported-field"),
	}
}
