// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package mistakes_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/internal/golden"
	"github.com/facet-go/facet/provide"
	"github.com/facet-go/facet/testdata/shop/pages"
	"github.com/facet-go/facet/testdata/shop/pg"
	"github.com/facet-go/facet/testdata/shop/store"
)

type (
	ledger  struct{}
	journal struct{}
	secret  struct{}
	audit   struct{}
	mailbox struct{}
	stamp   struct{}
	parcel  struct{}

	storesIn struct {
		facet.In
		Users *pg.Users `parallel:"stores"`
	}
	cachesIn struct {
		facet.In
		Users *pg.Users `parallel:"caches"`
	}
)

// everythingWrong is one app with a problem of each kind. touched is called by every
// function in it.
func everythingWrong(touched func()) []facet.Option {
	return []facet.Option{
		facet.Log(nil),
		facet.Provide(func(store.Orders) *pg.DB { touched(); return nil }),                                       // missing
		facet.Provide(func(*pg.DB) *pg.Users { touched(); return nil }),                                          // derived: what it needs cannot be made
		facet.Provide(func(store.Orders) *pages.Report { touched(); return nil }, provide.After[store.Orders]()), // derived: the same is missing
		facet.Provide(func(*ponger) *pinger { touched(); return nil }),                                           // a cycle
		facet.Provide(func(*pinger) *ponger { touched(); return nil }),
		facet.Invoke(func(*pinger) { touched() }),               // derived: needs the cycle
		facet.Provide(func() *ledger { touched(); return nil }), // twice
		facet.Provide(func() *ledger { touched(); return nil }),
		facet.Module("vault", facet.Private(), facet.Provide(func() *secret { touched(); return nil })),
		facet.Invoke(func(*secret) { touched() }),                                                // private
		facet.Decorate(func(a *audit) *audit { touched(); return a }),                            // of nothing
		facet.Replace(func() *mailbox { touched(); return nil }),                                 // nothing
		facet.Invoke(func(*mailbox) { touched() }),                                               // derived: the replaced key has no provider
		facet.Provide(func() (*stamp, *parcel) { touched(); return nil, nil }),                   // partly replaced
		facet.Replace(func() *stamp { touched(); return nil }),                                   //
		facet.Invoke(func(*parcel) { touched() }),                                                //
		facet.Provide(func() *journal { touched(); return nil }, provide.After[*pages.Server]()), // after a key without a provider
		facet.Invoke(func(storesIn) { touched() }, func(cachesIn) { touched() }),                 // tags
		facet.Value(pg.Config{}, provide.Eager()),                                                // an option that does not apply
		facet.Private(),
	}
}

// TestValidate_reportsEveryProblemAtOnce has an app with a problem of each kind: each
// is reported once, what follows from another is not, and nothing is called.
func TestValidate_reportsEveryProblemAtOnce(t *testing.T) {
	app := facet.New(everythingWrong(func() { t.Error("something was constructed") })...)
	err := app.Validate()
	var problems *facet.Problems
	require.ErrorAs(t, err, &problems)
	slugs := []string{}
	for _, p := range problems.List {
		slugs = append(slugs, p.Slug)
	}
	require.ElementsMatch(t, []string{
		"missing-dependency",  // store.Orders
		"missing-dependency",  // *secret, private
		"dependency-cycle",    //
		"duplicate-provider",  //
		"decorated-nothing",   //
		"replaced-nothing",    //
		"partial-replacement", //
		"order-of-nothing",    //
		"conflicting-groups",  //
		"bad-option",          // Eager
		"bad-option",          // Private
	}, slugs, "%v", err)
	require.Error(t, app.Build(t.Context()))
	require.Error(t, app.Start(t.Context()))

	text := maskLines(err.Error()) + "\n"
	golden.Equal(t, "everything.golden", text)
}
