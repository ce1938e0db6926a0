// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration

import "github.com/facet-go/facet/graph"

// At is the option provide.At.
func At(place graph.Place) Option {
	return option{"At(" + place.String() + ")", func(c *config) {
		if c.setOnce("At") {
			c.place = place
		}
	}}
}
