// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package mistakes_test

import (
	"context"
	"io"
	"net/http"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/provide"
	"github.com/facet-go/facet/testdata/shop/pages"
	"github.com/facet-go/facet/testdata/shop/pg"
	"github.com/facet-go/facet/testdata/shop/store"
)

type (
	shortParams struct {
		facet.In
		db *pg.DB //nolint:unused // the mistake
	}
	byPointer struct {
		*facet.In
		DB *pg.DB
	}
	notEmbedded struct {
		In facet.In
		DB *pg.DB
	}
	goodParams struct {
		facet.In
		DB *pg.DB
	}
	goodResults struct {
		facet.Out
		DB *pg.DB
	}
	yesParams struct {
		facet.In
		DB *pg.DB `optional:"yes"`
	}
	bothParams struct {
		facet.In
		Routes []pages.Route `name:"all" group:"pages"`
	}
	oneOfGroup struct {
		facet.In
		Route pages.Route `group:"pages"`
	}
	softResults struct {
		facet.Out
		Route pages.Route `group:"pages,soft"`
	}
	parallelResults struct {
		facet.Out
		DB *pg.DB `parallel:"stores"`
	}
	typoParams struct {
		facet.In
		DB *pg.DB `named:"replica"`
	}
)

var (
	notSet  func() *pg.DB
	aServer = pages.NewServer(nil)
)

// signatureMistakes are about what can be a constructor and what cannot.
func signatureMistakes() []mistake {
	return []mistake{
		{"I provide what the constructor returns", []facet.Option{facet.Provide(pg.NewUsers(nil))}},
		{"I provide a string", []facet.Option{facet.Provide("postgres://")}},
		{"I provide nil", []facet.Option{facet.Provide(nil)}},
		{"my function variable is not set", []facet.Option{facet.Provide(notSet)}},
		{"I supply the constructor", []facet.Option{facet.Supply(pg.Config{}, pg.NewDB), facet.Invoke(useDB)}},
		{"I supply nil", []facet.Option{facet.Supply(nil)}},
		{"a constructor returns nothing", []facet.Option{facet.Provide(func(*pg.DB) {})}},
		{"a constructor returns only an error", []facet.Option{facet.Provide((&pg.DB{}).Close)}},
		{"the error is not last", []facet.Option{facet.Provide(func() (error, *pg.DB) { return nil, nil }), facet.Invoke(useDB)}}, //nolint:staticcheck // the mistake
		{"a constructor returns a cleanup, as in wire", []facet.Option{
			facet.Provide(func() (*pg.DB, func(), error) { return nil, nil, nil }),
			facet.Provide(func(*pg.DB) (*pages.Report, func(), error) { return nil, nil, nil }), facet.Invoke(runReport),
		}},
		{"a variadic parameter is a dependency", []facet.Option{
			facet.Provide(func(...pages.Route) *pages.Server { return nil }, provide.Params(`name:"pages"`)), facet.Invoke(serveSite),
		}},
		{"As of a struct", []facet.Option{facet.Provide(pg.NewUsers, provide.As[pg.Users]())}},
		{"As of a pointer to an interface", []facet.Option{facet.Provide(pg.NewUsers, provide.As[*store.Users]())}},
		{"As of what lacks a method", []facet.Option{facet.Provide(pg.NewOrders, provide.As[store.Orders]())}},
		{"I invoke a value", []facet.Option{facet.Invoke(aServer)}},
		{"I invoke what returns no error last", []facet.Option{facet.Invoke(func() (error, int) { return nil, 0 })}}, //nolint:staticcheck // the mistake
		{"I populate a variable, not a pointer to it", []facet.Option{facet.Populate(pg.DB{})}},
		{"I populate a nil pointer", []facet.Option{facet.Populate((*pg.DB)(nil))}},
	}
}

// structMistakes are about parameter structs, result structs and tags.
func structMistakes() []mistake {
	db := facet.Options(facet.Supply(pg.Config{}), facet.Provide(pg.NewDB))
	return []mistake{
		{"a parameter struct has an unexported field", []facet.Option{db, facet.Invoke(func(shortParams) {})}},
		{"a pointer to a parameter struct", []facet.Option{db, facet.Invoke(func(*goodParams) {})}},
		{"a parameter struct embeds a pointer to In", []facet.Option{db, facet.Invoke(func(byPointer) {})}},
		{"a parameter struct has In as a field", []facet.Option{db, facet.Invoke(func(notEmbedded) {})}},
		{"a result struct is a parameter", []facet.Option{db, facet.Invoke(func(goodResults) {})}},
		{"a parameter struct is a result", []facet.Option{facet.Provide(func() goodParams { return goodParams{} })}},
		{"a pointer to a result struct", []facet.Option{facet.Provide(func() *goodResults { return nil }), facet.Invoke(useDB)}},
		{"optional is yes", []facet.Option{db, facet.Invoke(func(yesParams) {})}},
		{"a name and a group", []facet.Option{db, facet.Invoke(func(bothParams) {})}},
		{"a group in one value", []facet.Option{db, facet.Invoke(func(oneOfGroup) {})}},
		{"soft where the group is given", []facet.Option{facet.Provide(func() softResults { return softResults{} })}},
		{"a parallel tag where the value is given", []facet.Option{facet.Provide(func() parallelResults { return parallelResults{} })}},
		{"a name and a group in options", []facet.Option{facet.Provide(pg.NewDB, provide.Name("main"), provide.Group("dbs"))}},
		{"Name on a result struct", []facet.Option{facet.Provide(func() goodResults { return goodResults{} }, provide.Name("main")), facet.Invoke(useDB)}},
		{"a tag of my own, as in fx.ParamTags", []facet.Option{facet.Supply(pg.Config{}), facet.Provide(pg.NewDB, provide.Params("replica"))}},
		{"a misspelt key in a tag", []facet.Option{facet.Supply(pg.Config{}), facet.Provide(pg.NewDB, provide.Name("replica")), facet.Invoke(func(typoParams) {})}},
	}
}

// hookMistakes are about hooks that options add.
func hookMistakes() []mistake {
	return []mistake{
		{"Service on a type without such methods", []facet.Option{facet.Provide(pages.NewReport, provide.Service())}},
		{"Service on a type whose method has another form", []facet.Option{
			facet.Provide(func() *poller { return nil }, provide.Service()),
		}},
		{"OnStop of a method of another type", []facet.Option{
			facet.Provide(pg.NewUsers, provide.OnStop((*pg.DB).Close)), facet.Supply(pg.Config{}), facet.Provide(pg.NewDB), facet.Invoke(func(*pg.Users) {}),
		}},
		{"OnStop of a method value", []facet.Option{facet.Provide(pg.NewDB, provide.OnStop((&pg.DB{}).Close))}},
		{"OnStop of what the method returns", []facet.Option{facet.Provide(pg.NewDB, provide.OnStop((&pg.DB{}).Close()))}},
		{"OnStop of an interface's method", []facet.Option{facet.Provide(pg.NewDB, provide.OnStop(io.Closer.Close))}},
		{"a start hook that returns a value", []facet.Option{facet.Provide(http.NewServeMux, provide.OnStart(func(*http.ServeMux) int { return 0 }))}},
		{"Service closes, and OnStop closes too", []facet.Option{
			facet.Supply(pg.Config{}), facet.Provide(pg.NewDB, provide.Service(), provide.OnStop((*pg.DB).Close)), facet.Invoke(useDB),
		}},
	}
}

type poller struct{}

func (*poller) Start()                     {}
func (*poller) Stop(context.Context, bool) {}
