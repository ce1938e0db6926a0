// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"fmt"
	"os"
)

// environment is what the environment of the process changes. See the package doc.
type environment struct {
	concurrent  bool
	plan        bool
	plainErrors bool
}

func readEnvironment() environment {
	return environment{
		concurrent:  os.Getenv("FACET_CONCURRENT") == "1",
		plan:        os.Getenv("FACET_PLAN") == "1",
		plainErrors: os.Getenv("FACET_ERRORS") == "plain",
	}
}

// printPlan writes the plan of the start to standard error, if the environment says so.
func (a *App) printPlan() {
	if a.environment.plan {
		fmt.Fprintln(os.Stderr, a.facet.Plan())
	}
}
