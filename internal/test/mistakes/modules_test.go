// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package mistakes_test

import (
	"os"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/provide"
	"github.com/facet-go/facet/testdata/shop/pages"
	"github.com/facet-go/facet/testdata/shop/pg"
	"github.com/facet-go/facet/testdata/shop/store"
)

// storage is a module in a function, which gives it a parameter.
func storage(dsn string) facet.Option {
	return facet.Module("storage", facet.Supply(pg.Config{DSN: dsn}), facet.Provide(pg.NewDB))
}

func tracedDB(db *pg.DB) *pg.DB              { return db }
func tracedUsers(u store.Users) store.Users  { return u }
func openBoth(pg.Config) (*pg.DB, *pg.Users) { return nil, nil }

// moduleMistakes are about modules, decorators and replacements.
func moduleMistakes() []mistake {
	db := facet.Options(facet.Supply(pg.Config{}), facet.Provide(pg.NewDB))
	return []mistake{
		{"what I need is private to another module", []facet.Option{
			facet.Module("storage", facet.Private(), db), facet.Invoke(useDB),
		}},
		{"what I need is private by its own option", []facet.Option{
			facet.Module("storage", facet.Supply(pg.Config{}), facet.Provide(pg.NewDB, provide.Private())),
			facet.Module("reports", facet.Provide(pages.NewReport), facet.Invoke(runReport)),
		}},
		{"Private outside of a module", []facet.Option{
			facet.Private(), db, facet.Invoke(useDB),
		}},
		{"a private constructor outside of a module", []facet.Option{
			facet.Supply(pg.Config{}), facet.Provide(pg.NewDB, provide.Private()), facet.Invoke(useDB),
		}},
		{"Parallel outside of a module", []facet.Option{
			facet.Parallel(), db, facet.Invoke(useDB),
		}},
		{"one module twice, with two values", []facet.Option{
			storage("postgres://primary"), storage("postgres://replica"), facet.Invoke(useDB),
		}},
		{"a module without a name", []facet.Option{
			facet.Module("", db), facet.Invoke(useDB),
		}},
		{"I decorate what nothing provides", []facet.Option{
			db, facet.Decorate(tracedUsers), facet.Invoke(useDB),
		}},
		{"I decorate the interface and provide the implementation", []facet.Option{
			db, facet.Provide(pg.NewUsers), facet.Decorate(tracedUsers), facet.Invoke(useDB),
		}},
		{"I decorate in place", []facet.Option{
			db, facet.Decorate(func(*pg.DB) {}), facet.Invoke(useDB),
		}},
		{"a decorator needs what needs its product", []facet.Option{
			db, facet.Provide(pages.NewReport), facet.Decorate(func(db *pg.DB, _ *pages.Report) *pg.DB { return db }), facet.Invoke(runReport),
		}},
		{"I replace what nothing provides", []facet.Option{
			facet.ReplaceValue[store.Users](nil), db, facet.Provide(pg.NewUsers), facet.Invoke(useDB),
		}},
		{"I replace one thing twice", []facet.Option{
			db, facet.Replace(openDB), facet.ReplaceValue[*pg.DB](nil), facet.Invoke(useDB),
		}},
		{"my fake gives less than what it replaces", []facet.Option{
			facet.Supply(pg.Config{}), facet.Provide(openBoth), facet.Replace(openDB), facet.Invoke(func(*pg.Users) {}),
		}},
		{"a private replacement of what is not private", []facet.Option{
			db, facet.Module("tests", facet.Replace(openDB, provide.Private())), facet.Invoke(useDB),
		}},
		{"a replacement in a private module", []facet.Option{
			db, facet.Module("tests", facet.Private(), facet.Replace(openDB)), facet.Invoke(useDB),
		}},
		{"I hand New a nil option", []facet.Option{db, nil, facet.Invoke(useDB)}},
		{"two sources of signals", []facet.Option{facet.SignalsFrom(make(chan os.Signal)), db, facet.SignalsFrom(make(chan os.Signal))}},
	}
}

// orderMistakes are about order and parallel groups.
func orderMistakes() []mistake {
	db := facet.Supply(pg.Config{})
	return []mistake{
		{"After names a type that nothing provides", []facet.Option{
			db, facet.Provide(pg.NewDB, provide.After[*pages.Server]()), facet.Invoke(useDB),
		}},
		{"After names the interface, and the implementation is provided", []facet.Option{
			db, facet.Provide(pg.NewDB), facet.Provide(pg.NewUsers), facet.Provide(pages.NewReport, provide.After[store.Users]()), facet.Invoke(runReport),
		}},
		{"an order against a dependency", []facet.Option{
			db, facet.Provide(pg.NewDB, provide.After[*pages.Report]()), facet.Provide(pages.NewReport), facet.Invoke(runReport),
		}},
		{"two consumers ask for one thing in different parallel groups", []facet.Option{
			db, facet.Provide(pg.NewDB), facet.Invoke(func(struct {
				facet.In
				DB *pg.DB `parallel:"stores"`
			}) {
			}, func(struct {
				facet.In
				DB *pg.DB `parallel:"databases"`
			}) {
			}),
		}},
		{"two parallel groups at one Provide", []facet.Option{
			db, facet.Provide(pg.NewDB, provide.Parallel("stores"), provide.Parallel("databases")), facet.Invoke(useDB),
		}},
		{"an option that does not apply to a value", []facet.Option{
			facet.Value(pg.Config{}, provide.Eager()), facet.Provide(pg.NewDB), facet.Invoke(useDB),
		}},
		{"an option that does not apply to a decorator", []facet.Option{
			db, facet.Provide(pg.NewDB), facet.Decorate(tracedDB, provide.Eager(), provide.Private()), facet.Invoke(useDB),
		}},
	}
}
