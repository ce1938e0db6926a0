// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"io"
	"testing"

	"github.com/facet-go/facet/internal/golden"
	"github.com/facet-go/facet/provide"
)

type (
	mainQueue struct {
		provide.In
		Queue *queue `name:"main"`
	}
	otherWorker struct {
		provide.In
		Worker *worker `name:"other"`
	}
)

func newWord() string  { return "" }
func runWords(wordsIn) {}

// TestOrder_problemsReadWell holds the texts about order-only edges.
func TestOrder_problemsReadWell(t *testing.T) {
	texts := &gallery{t: t}
	build := func(what string, l *list) {
		_, err := l.build()
		texts.show(what, err)
	}
	build("nothing provides the type",
		listing(t).provide(one, provide.After[*worker]()).invoke(runQueue))
	build("a name is misspelt",
		listing(t).provide(one, provide.After[*worker]("replicas")).provide(two, provide.Name("replica")).invoke(runQueue))
	build("a name is forgotten",
		listing(t).provide(one, provide.Before[*worker]()).provide(two, provide.Name("replica")).invoke(runQueue))
	build("a name too many",
		listing(t).provide(one, provide.Before[*worker]("main")).provide(two).invoke(runQueue))
	build("As hides the own type",
		listing(t).provide(one, provide.After[*file]()).provide(newFile, provide.As[io.Reader]()).invoke(runQueue))
	build("an interface is named and its implementation provided",
		listing(t).provide(one, provide.After[io.Reader]()).provide(newFile, provide.Name("log")).provide(newFile).invoke(runQueue))
	build("a pointer for a value",
		listing(t).provide(one, provide.After[*config]()).provide(newConfig).invoke(runQueue))
	build("the type is given to a group only",
		listing(t).provide(one, provide.After[route]()).provide(newRoute, provide.Group("routes")).invoke(runQueue))
	build("the type is given to a group only, the other way round",
		listing(t).provide(one, provide.Name("main"), provide.Before[route]()).provide(newRoute, provide.Group("routes")).invoke(func(mainQueue) {}))
	build("both are members of groups",
		listing(t).provide(newWord, provide.Group("words"), provide.After[route]()).provide(newRoute, provide.Group("routes")).invoke(runWords))
	build("the type is a value in a group",
		listing(t).provide(one, provide.After[route]()).value(route{}, provide.Group("routes")).invoke(runQueue))
	build("a replacement leaves the type out",
		listing(t).provide(one, provide.After[config]()).provide(newBoth).replace(newLoneWord).invoke(runQueue))
	build("what facet makes is named",
		listing(t).provide(one, provide.After[scopedHandle]()).invoke(runQueue))

	build("a constructor is ordered after itself",
		listing(t).provide(one, provide.After[*queue]()).invoke(runQueue))
	build("two are ordered after each other",
		listing(t).provide(one, provide.After[*worker]()).provide(two, provide.After[*queue]()).invoke(func(*queue, *worker) {}))
	build("a name shows",
		listing(t).provide(one, provide.Before[*worker]("other")).provide(two, provide.Name("other"), provide.Before[*queue]()).
			invoke(func(*queue, otherWorker) {}))
	build("an order against a dependency",
		listing(t).provide(newQueue, provide.Before[*database]()).provide(newDatabase).value(config{}).invoke(runQueue))
	build("an order against a way through others",
		listing(t).provide(newQueue, provide.Before[config]()).provide(newDatabase).provide(newConfig).provide(newRing).provide(newPing).
			provide(func(*queue) *pong { return nil }).invoke(runRing))
	build("an order against a member of a group",
		listing(t).provide(newIndex).provide(newRoute, provide.Group("routes"), provide.After[*index]()).invoke(runIndex))
	texts.show("an order against a dependency that no root needs",
		listing(t).provide(newQueue, provide.Before[*database]()).provide(newDatabase).value(config{}).invoke(runNothing).container().Validate())
	golden.Equal(t, "order.golden", texts.all.String())
}
