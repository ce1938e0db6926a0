// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/observe"
	"github.com/facet-go/facet/provide"
)

type (
	checking  interface{ Check() error }
	diskRoom  struct{}
	checkedIn struct {
		facet.In
		All []checking `group:"checks"`
	}
)

func (*diskRoom) Check() error { return nil }

// warned builds an app and returns the texts of its warnings.
func warned(t *testing.T, opts ...facet.Option) (texts []string) {
	t.Helper()
	app := quiet(append(opts, facet.Observe(func(e observe.Event) {
		if e.Op == observe.OpWarning {
			texts = append(texts, e.Err.Error())
		}
	}))...)
	require.NoError(t, app.Build(t.Context()))
	require.NoError(t, app.Stop(t.Context()))
	return texts
}

func newDiskRoom() *diskRoom { return &diskRoom{} }

func TestGroup_aMisspeltNameIsAWarningAndAnErrorOfValidate(t *testing.T) {
	for _, name := range []string{"check", "checkss", "cheks", "chekcs", "chacks", "Checks"} {
		member := facet.Provide(newDiskRoom, provide.As[checking](), provide.Group(name))
		read := facet.Invoke(func(checkedIn) {})
		texts := warned(t, member, read)
		require.Len(t, texts, 1, name)
		require.Contains(t, texts[0], `parameter 1, field All: the group "checks" of facet_test.checking has no member`)
		require.Contains(t, texts[0], `facet_test.newDiskRoom is a member of the group "`+name+`", which nothing reads`)
		require.Contains(t, texts[0], `use one name for both: "checks" at group_test.go:`)
		require.ErrorContains(t, quiet(member, read).Validate(), "near-group")
		require.ErrorContains(t, quiet(member, read).ValidateNeeded(), "near-group")

		require.Empty(t, warned(t, member, read, facet.EmptyGroups("checks")))
		require.NoError(t, quiet(member, read, facet.EmptyGroups(name)).Validate())
	}
}

func TestGroup_aForgottenAsIsAWarning(t *testing.T) {
	texts := warned(t, facet.Provide(newDiskRoom, provide.Group("checks")), facet.Invoke(func(checkedIn) {}))
	require.Len(t, texts, 1)
	require.Contains(t, texts[0], `*facet_test.diskRoom implements facet_test.checking, and is a member of the group "checks" as itself`)
	require.Contains(t, texts[0], `add provide.As[facet_test.checking]() at group_test.go:`)
}

func TestGroup_withoutEvidenceAnEmptyOneIsSilent(t *testing.T) {
	read := facet.Invoke(func(checkedIn) {})
	type other struct {
		facet.In
		All []checking `group:"check"`
	}
	as := provide.As[checking]()
	require.Empty(t, warned(t, read), "nothing comes near")
	require.Empty(t, warned(t, read, facet.Provide(newDiskRoom, as, provide.Group("probes"))), "another name")
	require.Empty(t, warned(t, read, facet.Provide(newDiskRoom, as, provide.Group("check")), facet.Invoke(func(other) {})), "both are read")
	require.Empty(t, warned(t, read, facet.Provide(newDiskRoom, as, provide.Group("check")),
		facet.Provide(newDiskRoom, as, provide.Group("checks"))), "it has a member")
	require.Empty(t, warned(t, read, facet.Provide(newLow, provide.Group("checks"))), "the member does not implement it")

	unreached := []facet.Option{
		facet.Provide(func(checkedIn) int { return 1 }), facet.Invoke(func() {}),
		facet.Provide(newDiskRoom, as, provide.Group("check")),
	}
	require.Empty(t, warned(t, unreached...))
	require.NoError(t, quiet(unreached...).ValidateNeeded())
	require.ErrorContains(t, quiet(unreached...).Validate(), "near-group", "of all that is listed")
}
