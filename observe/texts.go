// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"hash/maphash"
	"slices"
)

// maxTexts is how many texts are remembered: 64 KiB.
const maxTexts = 8192

// texts remembers texts by their hashes, the last ones if there are too many.
type texts struct {
	seed   maphash.Seed
	hashes []uint64
	oldest int // the index of the one that the next text replaces
}

func (t *texts) add(text string) {
	if t.hashes == nil {
		t.seed = maphash.MakeSeed()
	}
	switch hash := maphash.String(t.seed, text); {
	case slices.Contains(t.hashes, hash):
	case len(t.hashes) < maxTexts:
		t.hashes = append(t.hashes, hash)
	default:
		t.hashes[t.oldest] = hash
		t.oldest = (t.oldest + 1) % maxTexts
	}
}

func (t *texts) has(text string) bool {
	return t.hashes != nil && slices.Contains(t.hashes, maphash.String(t.seed, text))
}
