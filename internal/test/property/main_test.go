// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package property_test

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
)

var (
	errBoom        = lifetest.ErrBoom
	untilCancelled = lifetest.UntilCanceled
	quiet          = lifetest.Quiet
	running        = lifetest.Running
	requireState   = lifetest.RequireState
)
