// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"hash/maphash"
	"slices"
)

// maxTexts is the largest number of remembered texts; they take 64 KiB.
const maxTexts = 8192

// textSet remembers the hashes of texts. If there are too many, it forgets the oldest.
type textSet struct {
	seed   maphash.Seed
	hashes []uint64
	oldest int // the index of the text that the next one replaces
}

func (t *textSet) add(text string) {
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

func (t *textSet) has(text string) bool {
	return t.hashes != nil && slices.Contains(t.hashes, maphash.String(t.seed, text))
}
