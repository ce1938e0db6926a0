// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import (
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// At sets the line that errors and the graph show as that of the registration. It is for
// a library that registers a constructor of its own, with the line of its caller, as
// graph.Caller(1) returns it. The default is the line of facet.Provide.
func At(place graph.Place) Option { return registration.At(place) }
