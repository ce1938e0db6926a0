// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package promfacet_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/promfacet"
)

func ExampleUse() {
	registry := prometheus.NewRegistry()
	app := facet.New(
		promfacet.Use(registry),
		facet.Provide(newDB),
		facet.Invoke(func(*db) {}),
		facet.Log(nil),
	)
	ctx := context.Background()
	if err := app.Start(ctx); err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = app.Stop(ctx) }()
	families, err := registry.Gather() // a web server does it with promhttp.HandlerFor
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, family := range families {
		for _, metric := range family.GetMetric() {
			for _, label := range metric.GetLabel() {
				if family.GetName() == "facet_component_up" && strings.Contains(label.GetValue(), "newDB") {
					fmt.Println(label.GetValue(), metric.GetGauge().GetValue())
				}
			}
		}
	}
	// Output:
	// promfacet_test.newDB 1
}
