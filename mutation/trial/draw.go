// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package trial

import (
	"cmp"
	"context"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/facet-go/facet/mutation/mutant"
)

// draw returns all mutants, and those that tests reach in the order of the draw.
func (t *trial) draw(ctx context.Context) (all []mutant.Mutant, drawn []place, err error) {
	for _, to := range t.Targets {
		list, err := goTool(ctx, t.sound, "list", "-f", `{{.ImportPath}}{{range .GoFiles}} {{.}}{{end}}`, to.Package)
		if err != nil {
			return nil, nil, err
		}
		names := strings.Fields(list)
		for _, name := range names[1:] {
			name = path.Join(to.Package, name)
			source, err := os.ReadFile(filepath.Join(t.sound, filepath.FromSlash(name)))
			if err != nil {
				return nil, nil, err
			}
			found, err := mutant.Find(name, source)
			if err != nil {
				return nil, nil, err
			}
			all = append(all, found...)
			drawn = append(drawn, t.reached(to, names[0], found)...)
		}
	}
	slices.SortStableFunc(drawn, func(a, b place) int { return cmp.Compare(a.Rank(t.Seed), b.Rank(t.Seed)) })
	return all, drawn, nil
}

// reached returns the mutants that Only accepts and a suite reaches.
func (t *trial) reached(to Target, pkg string, found []mutant.Mutant) []place {
	var places []place
	for _, m := range found {
		if t.Only != nil && !t.Only(&m) {
			continue
		}
		p := place{Mutant: m, target: to}
		for _, s := range t.suites[to.Package] {
			if s.covered.reaches(pkg, m.File, m.Line, m.Column) {
				p.suites = append(p.suites, s)
			}
		}
		if len(p.suites) > 0 {
			places = append(places, p)
		}
	}
	return places
}
