// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"context"
	"errors"
	htmltemplate "html/template"
	"io"
	"runtime"
	"testing"
	"testing/synctest"
	texttemplate "text/template"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/internal/golden"
	"github.com/facet-go/facet/provide"
)

// TestErrors_hintsNeedARelation holds that a type without a relation to the missing one is
// no hint.
func TestErrors_hintsNeedARelation(t *testing.T) {
	for name, l := range map[string]*list{
		"a slice of a provided type is no group":              listing(t).provide(newRoute).invoke(runRoutes),
		"a name does not make a type one that facet provides": listing(t).invoke(runReplica),
	} {
		_, err := l.build(handleType)
		require.Error(t, err, name)
		require.NotContains(t, err.Error(), "group", name)
		require.NotContains(t, err.Error(), "without a name", name)
	}
}

// TestErrors_readAsAGoodCompilers holds the texts that a newcomer sees.
func TestErrors_readAsAGoodCompilers(t *testing.T) {
	texts := &gallery{t: t}
	show := texts.show
	build := func(what string, l *list) {
		_, err := l.build()
		show(what, err)
	}
	build("a constructor was never provided",
		listing(t).provide(newServer).invoke(runServer))
	build("an interface is asked for and its implementation provided",
		listing(t).provide(newFile).invoke(copyAll))
	build("an interface is asked for and a value that implements it supplied",
		listing(t).value(&file{}).invoke(copyAll))
	build("As hides the own type",
		listing(t).provide(newFile, provide.As[io.Reader]()).invoke(runFile))
	build("a name is forgotten",
		listing(t).provide(newDatabase, provide.Name("replica")).value(config{}).invoke(runDatabase))
	build("a name is misspelt",
		listing(t).provide(newDatabase, provide.Name("replica")).value(config{}).invoke(runReplica))
	build("a name too many",
		listing(t).provide(newDatabase).value(config{}).invoke(runReplica))
	build("a pointer for a value",
		listing(t).value(&config{}).provide(newDatabase).invoke(runDatabase))
	build("a group is asked for without its tag",
		listing(t).provide(newRoute, provide.Group("routes")).invoke(runRoutes))
	build("a member of a group is asked for",
		listing(t).provide(newRoute, provide.Group("routes")).invoke(runRoute))
	build("the type is of another package of the same name",
		listing(t).provide(newPage).invoke(runTemplate))
	build("many need what is missing",
		listing(t).provide(newCache).provide(newServer).provide(newQueue).provide(newWorker).provide(newMailer).
			invoke(runAll))
	build("two constructors for one type",
		listing(t).provide(newConfig).provide(newDefaults).invoke(runConfig))
	build("one constructor twice",
		listing(t).provide(newConfig).provide(newConfig).invoke(runConfig))
	build("a constructor needs its own result",
		listing(t).provide(newSelf).invoke(runQueue))
	build("three constructors in a ring",
		listing(t).provide(newPing).provide(newPong).provide(newPeng).provide(newRing).invoke(runRing))
	build("a member needs its group",
		listing(t).provide(newIndex).provide(newIndexRoute, provide.Group("routes")).invoke(runIndex))
	build("several things at once",
		listing(t).provide(newServer).provide(newPing).provide(newPong).provide(newPeng).provide(newConfig).provide(newConfig).
			invoke(runServerAndPing).invoke(copyAll))
	show("validation finds what no root reaches",
		listing(t).provide(newServer).provide(newCache).invoke(runNothing).container().Validate())
	_, warning := listing(t).provide(newServer).container().Check()
	show("no root, as a warning", warning)
	show("what facet makes is provided", reserved(t))

	build("a constructor fails", listing(t).provide(failing).invoke(runConfig))
	build("an invoked function fails", listing(t).invoke(migrate))
	build("a constructor panics", listing(t).provide(panicking).invoke(runConfig))
	build("a constructor calls t.FailNow", listing(t).provide(exiting).invoke(runConfig))
	synctest.Test(t, func(t *testing.T) {
		show("the context has ended", cancelledBefore(t))
		show("a constructor hangs", hanging(t))
	})
	golden.Equal(t, "errors.golden", texts.all.String())
}

func reserved(t *testing.T) error {
	t.Helper()
	l := listing(t).provide(func() *scopedHandle { return nil })
	_, problems := container.New(l.specs, handleType)
	require.Len(t, problems, 1)
	return problems[0]
}

func cancelledBefore(t *testing.T) error {
	t.Helper()
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("interrupt"))
	_, err := listing(t).provide(newConfig).invoke(runConfig).container().Build(ctx, container.Config{})
	return err
}

func hanging(t *testing.T) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	release := make(chan struct{})
	defer close(release)
	l := listing(t).provide(func() config { <-release; return config{} }).invoke(runConfig)
	_, err := l.container().Build(ctx, container.Config{Grace: time.Second})
	return err
}

type (
	file        struct{}
	route       struct{}
	queue       struct{}
	worker      struct{}
	mailer      struct{}
	ping        struct{}
	pong        struct{}
	peng        struct{}
	ring        struct{}
	index       struct{}
	replicaTypo struct {
		provide.In
		DB *database `name:"replicas"`
	}
	routesIn struct {
		provide.In
		Routes []route `group:"routes"`
	}
)

func (*file) Read([]byte) (int, error) { return 0, io.EOF }

func copyAll(io.Reader) {}

func newFile() *file                 { return nil }
func newConfig() config              { return config{} }
func newDatabase(c config) *database { return &database{c} }
func newCache(db *database) *cache   { return &cache{db} }
func newServer(db *database) *server { return &server{db} }
func newQueue(*database) *queue      { return nil }
func newWorker(*database) *worker    { return nil }
func newMailer(*database) *mailer    { return nil }
func newRoute() route                { return route{} }
func newPing(*pong) *ping            { return nil }
func newPong(*peng) *pong            { return nil }
func newPeng(*ping) *peng            { return nil }
func newRing(*ping) *ring            { return nil }
func newIndex(routesIn) *index       { return nil }
func newIndexRoute(*index) route     { return route{} }
func failing() (config, error)       { return config{}, errors.New("open /etc/app.toml: no such file") }

func runServer(*server)                                {}
func runFile(*file)                                    {}
func runDatabase(*database)                            {}
func runReplica(replicaTypo)                           {}
func runRoutes([]route)                                {}
func runRoute(route)                                   {}
func runTemplate(*texttemplate.Template)               {}
func runAll(*cache, *server, *queue, *worker, *mailer) {}
func runConfig(config)                                 {}
func runQueue(*queue)                                  {}
func runRing(*ring)                                    {}
func runIndex(*index)                                  {}
func runServerAndPing(*server, *ping)                  {}
func runNothing()                                      {}
func newPage() *htmltemplate.Template                  { return nil }
func newDefaults() config                              { return config{} }
func newSelf(*queue) *queue                            { return nil }
func migrate() error                                   { return errors.New("migration 12: table users exists") }
func panicking() config                                { panic("nil map") }
func exiting() config                                  { runtime.Goexit(); return config{} }
