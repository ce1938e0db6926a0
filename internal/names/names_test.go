// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package names_test

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/internal/names"
)

func TestUnambiguous_sharedShortNamesBecomeIDs(t *testing.T) {
	nodes := map[string]string{"a/store.New": "store.New", "b/store.New": "store.New", "c/mail.New": "mail.New"}
	want := map[string]string{"a/store.New": "a/store.New", "b/store.New": "b/store.New", "c/mail.New": "mail.New"}
	require.Equal(t, want, names.Unambiguous(maps.All(nodes)))
}
