// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"time"

	"github.com/facet-go/facet"
)

// Cache represents data that a service must load before it can work.
type Cache struct{ warm time.Duration }

// NewCache returns an empty cache; the start of the app fills it. Until then the
// service is neither ready nor listening.
func NewCache(lc *facet.Lifecycle, cfg Config) *Cache {
	c := &Cache{warm: cfg.Warm}
	lc.OnStart(c.Fill)
	return c
}

// Fill fills the cache.
func (c *Cache) Fill(ctx context.Context) error { return wait(ctx, c.warm) }

// wait returns after d, or with an error when ctx ends.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
