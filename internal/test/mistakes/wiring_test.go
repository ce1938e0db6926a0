// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package mistakes_test

import (
	"context"
	"os"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/provide"
	"github.com/facet-go/facet/testdata/shop/pages"
	"github.com/facet-go/facet/testdata/shop/pg"
	"github.com/facet-go/facet/testdata/shop/store"
	storev2 "github.com/facet-go/facet/testdata/shop/store/v2"
)

// What the shop's main.go would hold.
type (
	pinger struct{ db *pg.DB }
	ponger struct{ ping *pinger }

	replicaParams struct {
		facet.In
		DB *pg.DB `name:"replica"`
	}
	routeParams struct {
		facet.In
		Routes []pages.Route `group:"pages"`
	}
	finder interface{ FindAll() []store.User }
)

func openDB() *pg.DB                         { return nil }
func newPinger(db *pg.DB, _ *ponger) *pinger { return &pinger{db} }
func newPonger(p *pinger) *ponger            { return &ponger{p} }
func newPages(*pages.Server) pages.Route     { return pages.Route{} }
func newSite(routeParams) *pages.Server      { return nil }
func serveSite(*pages.Server)                {}
func runReport(*pages.Report)                {}
func showRoute(pages.Route)                  {}
func showRoutes([]pages.Route)               {}
func useReplica(replicaParams)               {}
func useDB(*pg.DB)                           {}
func useClock(store.Clock)                   {}
func findAll(finder)                         {}

// wiringMistakes are about providers and keys.
func wiringMistakes() []mistake {
	db := facet.Options(facet.Supply(pg.Config{}), facet.Provide(pg.NewDB))
	return []mistake{
		{"I forgot a constructor", []facet.Option{
			facet.Provide(pg.NewDB),
			facet.Provide(pages.NewReport),
			facet.Invoke(runReport),
		}},
		{"two packages construct the same type", []facet.Option{
			db, facet.Provide(openDB), facet.Invoke(useDB),
		}},
		{"I wrapped one Provide in two modules", []facet.Option{
			facet.Supply(pg.Config{}),
			facet.Module("orders", facet.Provide(pg.NewDB)),
			facet.Module("users", facet.Provide(pg.NewDB)),
			facet.Invoke(useDB),
		}},
		{"two constructors need each other", []facet.Option{
			db, facet.Provide(newPinger), facet.Provide(newPonger), facet.Provide(func(*pinger) *pages.Server { return nil }), facet.Invoke(serveSite),
		}},
		{"a member of a group needs the consumer of the group", []facet.Option{
			facet.Provide(newPages, provide.Group("pages")), facet.Provide(newSite), facet.Invoke(serveSite),
		}},
		{"a constructor asks for a context", []facet.Option{
			facet.Provide(func(context.Context) (*pg.DB, error) { return nil, nil }), facet.Invoke(useDB),
		}},
		{"a constructor asks for a lifecycle with a name", []facet.Option{
			facet.Provide(func(struct {
				facet.In
				LC *facet.Lifecycle `name:"db"`
			},
			) *pg.DB {
				return nil
			}), facet.Invoke(useDB),
		}},
		{"I provide a lifecycle of my own", []facet.Option{
			facet.Provide(func() *facet.Lifecycle { return nil }),
		}},
		{"an eager constructor lacks what it needs", []facet.Option{
			facet.Provide(pages.NewReport, provide.Eager()),
		}},
	}
}

// nearMistakes are those where what is needed is almost there.
func nearMistakes() []mistake {
	db := facet.Options(facet.Supply(pg.Config{}), facet.Provide(pg.NewDB))
	server := facet.Options(facet.Provide(pages.NewServer), facet.Invoke(serveSite))
	return []mistake{
		{"I provide the implementation and ask for the interface", []facet.Option{
			db, facet.Provide(pg.NewUsers), server,
		}},
		{"I supply the implementation and ask for the interface", []facet.Option{
			facet.Supply(&pg.Users{}), server,
		}},
		{"the implementation lacks a method", []facet.Option{
			db, facet.Provide(pg.NewOrders), facet.Invoke(pages.OrderPage),
		}},
		{"the implementation has a method with the wrong signature", []facet.Option{
			db, facet.Provide(pg.NewOldUsers), server,
		}},
		{"the implementation is a struct, its methods have pointer receivers", []facet.Option{
			facet.Provide(func() pg.Users { return pg.Users{} }), server,
		}},
		{"two types come near, one of them nearer", []facet.Option{
			db, facet.Provide(pg.NewOldUsers), facet.Provide(func() pg.Users { return pg.Users{} }), facet.Provide(pg.NewUsers, provide.Name("main")), server,
		}},
		{"only types of another package can be the interface", []facet.Option{
			facet.Provide(newSystemClock), facet.Invoke(useClock),
		}},
		{"nothing comes near", []facet.Option{
			db, facet.Provide(pg.NewUsers), facet.Invoke(findAll),
		}},
		{"I provide the pointer and ask for the value", []facet.Option{
			facet.Supply(&pg.Config{}), facet.Provide(pg.NewDB), facet.Invoke(useDB),
		}},
		{"I provide the value and ask for the pointer", []facet.Option{
			facet.Provide(func() pg.DB { return pg.DB{} }), facet.Invoke(useDB),
		}},
		{"I ask for a pointer to an interface", []facet.Option{
			db, facet.Provide(pg.NewUsers, provide.As[store.Users]()), facet.Invoke(func(*store.Users) {}),
		}},
		{"I named the value and ask without the name", []facet.Option{
			facet.Supply(pg.Config{}), facet.Provide(pg.NewDB, provide.Name("replica")), facet.Invoke(useDB),
		}},
		{"I ask by a name that nothing provides", []facet.Option{
			db, facet.Invoke(useReplica),
		}},
		{"I put the value in a group and ask for it alone", []facet.Option{
			facet.Provide(func() pages.Route { return pages.Route{} }, provide.Group("pages")), facet.Invoke(showRoute),
		}},
		{"I ask for the slice of a group without its tag", []facet.Option{
			facet.Provide(func() pages.Route { return pages.Route{} }, provide.Group("pages")), facet.Invoke(showRoutes),
		}},
		{"As hides the type that I ask for", []facet.Option{
			db, facet.Provide(pg.NewUsers, provide.As[store.Users]()), facet.Invoke(func(*pg.Users) {}),
		}},
		{"the type is that of another major version", []facet.Option{
			facet.Provide(func() storev2.Users { return nil }), server,
		}},
		{"the constructor was left out by If", []facet.Option{
			facet.Supply(pg.Config{}), facet.If(os.Getenv("SHOP_WITHOUT_DB") != "", facet.Provide(pg.NewDB)), facet.Invoke(useDB),
		}},
		{"the implementation was left out by If", []facet.Option{
			db, facet.If(false, facet.Provide(pg.NewUsers)), server,
		}},
		{"the implementation has a name", []facet.Option{
			db, facet.Provide(pg.NewUsers, provide.Name("main")), server,
		}},
	}
}

type systemClock struct{}

func newSystemClock() systemClock { return systemClock{} }
func (systemClock) Now() int64    { return 0 }
