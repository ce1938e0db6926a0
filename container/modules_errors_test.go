// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/golden"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

// TestErrors_ofModules holds the texts about modules, decorators and replacements.
func TestErrors_ofModules(t *testing.T) {
	texts := &gallery{t: t}
	refused := func(what string, l *list) {
		_, problems := container.New(l.specs)
		require.NotEmpty(t, problems, what)
		texts.show(what, &graph.Problems{Op: "build", Left: "nothing was constructed", List: problems})
	}
	build := func(what string, l *list) {
		_, err := l.build()
		texts.show(what, err)
	}
	storage := &registration.Module{Name: "storage"}
	inner := &registration.Module{Name: "inner", Parent: storage}
	closed := &registration.Module{Name: "closed", Private: true}
	private := func(m *registration.Module, constructor any) *list {
		return listing(t).in(m, func(l *list) { l.provide(constructor, provide.Private()) })
	}

	refused("a decorator of what nothing provides", listing(t).decorate(quoting))
	refused("a decorator of the pointer", listing(t).value(&config{}).decorate(quoting))
	refused("a decorator outside of the module", private(storage, newConfig).decorate(quoting))
	refused("a decorator in another module", private(inner, newConfig).in(closed, func(l *list) { l.decorate(quoting) }))
	refused("a decorator of what a replacement leaves out",
		listing(t).provide(newBoth).replace(newLoneWord).decorate(quoting))
	refused("a replacement of what nothing provides", listing(t).replace(newConfig))
	refused("a replacement outside of the module", private(storage, newConfig).replace(newDefaults))
	refused("a replacement that gives to a group only",
		listing(t).provide(newRoute, provide.Group("routes")).replace(newRoutes))
	refused("two replacements of one key", listing(t).provide(newConfig).replace(newDefaults).replace(newConfig))
	build("a replacement that leaves out what is needed", listing(t).provide(newBoth).replace(newLoneWord).invoke(runConfig))

	build("private to another module", private(inner, newConfig).invoke(runConfig))
	build("private to another module, for all of it",
		listing(t).in(closed, func(l *list) { l.provide(newConfig) }).invoke(runConfig))
	build("after what is private to another module",
		private(inner, newConfig).provide(newLoneWord, provide.After[config]()).invoke(func(word) {}))
	build("what is replaced is not near",
		listing(t).provide(newFileAndWord).replace(newLoneWord).invoke(copyAll))
	build("what a decorator gives is near once",
		listing(t).value(&config{}).decorate(pointing).invoke(runConfig))
	build("the implementation is private to another module", private(inner, newFile).invoke(copyAll))
	build("a private value needs what is private elsewhere",
		private(inner, newConfig).in(closed, func(l *list) { l.provide(newDatabase).invoke(runDatabase) }))
	_, err := private(inner, newConfig).container().Prepare(t.Context(), calling(t, runConfig), config0)
	texts.show("private to a module, and called for", err)

	build("a decorator needs its own result",
		listing(t).provide(newConfig).provide(newDatabase).decorate(checking).invoke(runConfig))
	build("two decorators need each other",
		listing(t).value(word("")).value(config{}).decorate(wordOfConfig).decorate(configOfWord).invoke(runConfig))
	golden.Equal(t, "modules.golden", texts.all.String())
}

func newBoth() (config, word)               { return config{}, "" }
func newLoneWord() word                     { return "" }
func quoting(c config) config               { return c }
func checking(c config, _ *database) config { return c }
func wordOfConfig(w word, _ config) word    { return w }
func configOfWord(c config, _ word) config  { return c }
func newFileAndWord() (*file, word)         { return nil, "" }
func pointing(c *config) *config            { return c }
func newRoutes() routesOut                  { return routesOut{} }

type routesOut struct {
	provide.Out
	Route route `group:"routes"`
}
