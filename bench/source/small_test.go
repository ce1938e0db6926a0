// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package source_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/bench/shape"
	"github.com/facet-go/facet/bench/source"
)

var update = flag.Bool("update", false, "write the sets in small")

// The sets in small are for tests, so they are in the repository. All others are generated
// for a measurement.
func TestSmall_isWhatIsGenerated(t *testing.T) {
	for _, s := range []shape.Shape{shape.Chain(100), shape.Wide(100), shape.Layered(100), shape.Parts(20)} {
		path := filepath.Join("..", "small", s.ID(), s.ID()+".go")
		if *update {
			require.NoError(t, source.Write(path, source.Package(s)))
		}
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, string(source.Package(s)), string(text), "go test ./source -update writes it")
	}
}

func TestWrite_leavesWhatStandsThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "deep", "file")
	require.NoError(t, source.Write(path, []byte("a")))
	before, err := os.Stat(path)
	require.NoError(t, err)
	require.NoError(t, os.Chmod(path, 0o400)) // a write would change neither file nor time, so the file must not be opened at all
	require.NoError(t, source.Write(path, []byte("a")))
	after, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, before.ModTime(), after.ModTime())
}

func TestProgram_usesItsLibraryAndStartsAll(t *testing.T) {
	s := shape.Layered(9)
	for library, path := range map[string]string{
		"do": "samber/do/v2", "dig": "go.uber.org/dig", "fx": "go.uber.org/fx", "facet": "facet-go/facet", "plain": "os/signal",
	} {
		text := string(source.Program(library, "example.com/nine", s))
		require.Contains(t, text, path+"\"\n")
		require.Contains(t, text, "started()")
		if library != "plain" {
			require.Contains(t, text, "p.New8")
		}
	}
}
