// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package carryover_test

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/facet-go/facet/internal/test/lifetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

type (
	trace = lifetest.Trace
	low   = lifetest.Low
	mid   = lifetest.Mid
	high  = lifetest.High
	red   = lifetest.Red
	blue  = lifetest.Blue
)

var (
	towerBuilt, towerStarted, towerStopped = lifetest.TowerBuilt, lifetest.TowerStarted, lifetest.TowerStopped

	errBoom      = lifetest.ErrBoom
	fail         = lifetest.Fail
	deaf         = lifetest.Deaf
	takes        = lifetest.Takes
	joined       = lifetest.Joined
	quiet        = lifetest.Quiet
	palette      = lifetest.Palette
	wholePalette = lifetest.WholePalette
	requireState = lifetest.RequireState
	hookErrors   = lifetest.HookErrors
)
