// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package trial

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/facet-go/facet/mutation/bounded"
)

// profile is the coverage of a suite, by file: import path and name.
type profile map[string][]block

// block is one line of a coverage profile.
type block struct {
	fromLine, fromColumn, toLine, toColumn int
	ran                                    bool
}

// cover runs a suite once and keeps its coverage of the targets. Tests may fail in that
// run.
func (t *trial) cover(ctx context.Context, s *suite, targets []string) error {
	binary := filepath.Join(t.dir, "cover.test")
	if err := build(ctx, t.sound, s.pkg, binary, "-cover", "-coverpkg="+strings.Join(targets, ",")); err != nil {
		return err
	}
	out := filepath.Join(t.dir, "cover.out")
	s.limits = bounded.Limits{Time: measured, Memory: t.Memory, Processes: t.Processes}
	r, err := s.run(ctx, binary, t.sound, t.dir, "-test.coverprofile="+out)
	if err != nil {
		return err
	}
	s.covered, err = readProfile(out)
	if err != nil {
		return fmt.Errorf("the coverage of %s: %w\n%s", s.pkg, err, r.Output)
	}
	return os.Remove(out)
}

// readProfile reads a profile; each line is like pkg/file.go:12.3,14.5 2 1.
func readProfile(name string) (profile, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it is only read
	p := profile{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		file, rest, ok := strings.Cut(lines.Text(), ".go:")
		if !ok {
			continue // the mode
		}
		var b block
		var statements, count int
		if _, err := fmt.Sscanf(rest, "%d.%d,%d.%d %d %d", &b.fromLine, &b.fromColumn, &b.toLine, &b.toColumn, &statements, &count); err != nil {
			return nil, fmt.Errorf("%q: %w", lines.Text(), err)
		}
		b.ran = count > 0
		p[file+".go"] = append(p[file+".go"], b)
	}
	return p, lines.Err()
}

// reaches reports whether the code at a place ran. For a place that is in no block, such
// as the condition of a case, its line decides.
func (p profile) reaches(pkg, file string, line, column int) bool {
	inBlock, onLine := false, false
	for _, b := range p[path.Join(pkg, path.Base(file))] {
		if b.has(line, column) {
			inBlock = true
			if b.ran {
				return true
			}
		}
		onLine = onLine || b.ran && b.fromLine <= line && line <= b.toLine
	}
	return !inBlock && onLine
}

func (b block) has(line, column int) bool {
	return (b.fromLine < line || b.fromLine == line && b.fromColumn <= column) &&
		(line < b.toLine || line == b.toLine && column < b.toColumn)
}
