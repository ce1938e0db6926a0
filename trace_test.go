// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/facet-go/facet/internal/test/lifetest"
)

func TestMain(m *testing.M) {
	mainAsProcess()
	goleak.VerifyTestMain(m)
}

type (
	trace = lifetest.Trace
	low   = lifetest.Low
	mid   = lifetest.Mid
	high  = lifetest.High
)

var (
	towerBuilt, towerStarted, towerStopped = lifetest.TowerBuilt, lifetest.TowerStarted, lifetest.TowerStopped

	errBoom        = lifetest.ErrBoom
	fail           = lifetest.Fail
	untilCancelled = lifetest.UntilCanceled
	deaf           = lifetest.Deaf
	takes          = lifetest.Takes
	joined         = lifetest.Joined
	quiet          = lifetest.Quiet
	newMid         = lifetest.NewMid
	newHigh        = lifetest.NewHigh
	newLow         = lifetest.NewLow
	stuckForAnHour = lifetest.StuckForAnHour
	running        = lifetest.Running
	requireState   = lifetest.RequireState
)
