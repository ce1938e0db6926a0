// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"time"

	"github.com/facet-go/facet"
)

// SyncStore syncs the store to the disk at intervals while the app runs, so that a crash
// loses little. The stop of the store syncs it once more.
func SyncStore(lc *facet.Lifecycle, cfg Config, store *Store) {
	lc.Go("sync", func(ctx context.Context) error {
		tick := time.NewTicker(cfg.Sync)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				if err := store.Sync(ctx); err != nil {
					return err // stops the app
				}
			case <-ctx.Done():
				return nil
			}
		}
	})
}
