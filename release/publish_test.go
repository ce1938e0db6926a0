// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const version = "v0.1.0"

// user has an empty module cache, and a module proxy with the published version.
type user struct{ dir, proxies string }

// newUser publishes the repository. What else the user needs comes from the module cache of the test, or
// from its proxies.
func newUser(t *testing.T) user {
	t.Helper()
	proxy := t.TempDir()
	require.NoError(t, Publish("..", version, proxy, io.Discard))
	env := strings.Split(strings.TrimSpace(run(t, exec.Command("go", "env", "GOMODCACHE", "GOPROXY"))), "\n")
	return user{t.TempDir(), "file://" + proxy + ",file://" + filepath.Join(env[0], "cache", "download") + "," + env[1]}
}

func (u user) write(t *testing.T, name, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(u.dir, name), []byte(text), 0o600))
}

// run runs the go command as the user.
func (u user) run(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Dir = u.dir
	cmd.Env = append(os.Environ(), "GOPROXY="+u.proxies, "GOSUMDB=off", "GOWORK=off", "GOFLAGS=-modcacherw",
		"GOMODCACHE="+filepath.Join(u.dir, "cache"), "GOBIN="+u.dir, "FACET_PLAN=1")
	return run(t, cmd)
}

func run(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s\n%s", cmd, out)
	return string(out)
}

func TestPublish_aProgramGetsTheVersion(t *testing.T) {
	u := newUser(t)
	u.write(t, "main.go", `package main

import (
	"context"
	"fmt"

	"github.com/facet-go/facet"
)

type store struct{}

func newStore(lc *facet.Lifecycle) *store {
	lc.OnStart(func(context.Context) error { fmt.Println("store is up"); return nil })
	return &store{}
}

func main() {
	app := facet.New(facet.Log(nil), facet.Provide(newStore), facet.Invoke(func(*store) {}))
	ctx := context.Background()
	fmt.Println(app.Start(ctx), app.Stop(ctx))
}
`)
	u.run(t, "mod", "init", "example.com/program")
	u.run(t, "get", "github.com/facet-go/facet@"+version)
	require.Contains(t, u.run(t, "run", "."), "store is up\n<nil> <nil>\n")
	require.NotContains(t, u.run(t, "list", "-m", "all"), "go.uber.org/fx")
}

func TestPublish_aProgramOnFxGetsTheVersionByOneLine(t *testing.T) {
	u := newUser(t)
	u.write(t, "main.go", `package main

import (
	"context"
	"fmt"

	"go.uber.org/fx"
)

type store struct{}

func newStore(lc fx.Lifecycle) *store {
	lc.Append(fx.StartHook(func() { fmt.Println("store is up") }))
	return &store{}
}

func main() {
	app := fx.New(fx.NopLogger, fx.Provide(newStore), fx.Invoke(func(*store) {}))
	ctx := context.Background()
	fmt.Println(app.Start(ctx), app.Stop(ctx))
}
`)
	u.write(t, "go.mod", `module example.com/program

go 1.25.0

require go.uber.org/fx v1.24.0

replace go.uber.org/fx => github.com/facet-go/facet/fx `+version+"\n")
	u.run(t, "mod", "tidy")
	out := u.run(t, "run", ".")
	require.Contains(t, out, "store is up\n<nil> <nil>\n")
	require.Contains(t, out, "main.newStore", "the plan, which FACET_PLAN asks for")
}

func TestPublish_aCommandIsInstalledByItsVersion(t *testing.T) {
	u := newUser(t)
	u.run(t, "install", "github.com/facet-go/facet/examples/quickstart@"+version)
	require.FileExists(t, filepath.Join(u.dir, "quickstart"))
}

func TestPublish_refusesAVersionThatIsNone(t *testing.T) {
	for _, bad := range []string{"", "0.1.0", "v1", "v0.1.0+meta"} {
		require.ErrorContains(t, Publish("..", bad, t.TempDir(), io.Discard), "must have the form v1.2.3")
	}
}

func TestPublishedMod_hasNoReplaceLines(t *testing.T) {
	mod, err := publishedMod([]byte(`module github.com/facet-go/facet/x

replace github.com/facet-go/facet => ../

require (
	github.com/facet-go/facet v0.0.0
	go.uber.org/dig v1.19.0
)
`), "v0.3.0")
	require.NoError(t, err)
	require.NotContains(t, string(mod), "replace")
	require.Contains(t, string(mod), "github.com/facet-go/facet v0.3.0\n")
}

func TestPublishedMod_refusesWhatUsersWouldNotGet(t *testing.T) {
	_, err := publishedMod([]byte("module x\nreplace go.uber.org/dig => ../dig\n"), version)
	require.ErrorContains(t, err, "go.mod replaces go.uber.org/dig by ../dig, which users of the module would not get")
	_, err = publishedMod([]byte("module x\nrequire github.com/facet-go/facet v0.0.9\n"), version)
	require.ErrorContains(t, err, "in the tree it must be v0.0.0")
}

func TestByModule_wantsADecisionAboutEachModule(t *testing.T) {
	_, err := byModule([]string{"go.mod", "fx/go.mod", "new/go.mod", "new/a.go"})
	require.EqualError(t, err, "new/go.mod: say in release/publish.go whether the module is published")
}

func TestByModule_filesBelongToTheNearestModule(t *testing.T) {
	modules, err := byModule([]string{"a.go", "docs/a.md", "docs/fromfx/b/c.go", "docs/fromfx/go.mod", "fx/a.go", "fx/go.mod", "go.mod"})
	require.NoError(t, err)
	require.Equal(t, []string{"fx/a.go", "fx/go.mod"}, modules["fx"])
	require.Equal(t, []string{"docs/fromfx/b/c.go", "docs/fromfx/go.mod"}, modules["docs/fromfx"])
	require.Equal(t, []string{"a.go", "docs/a.md", "go.mod"}, modules["."])
}
