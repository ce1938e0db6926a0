// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package programs measures whole programs: their sizes, and the times to start them and to
// rebuild them.
package programs

import (
	"bufio"
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/facet-go/facet/bench/rounds"
	"github.com/facet-go/facet/bench/shape"
	"github.com/facet-go/facet/bench/source"
)

// Folder is the folder in which programs are generated and built.
type Folder struct {
	Path   string // of the folder
	Import string // of the packages in it
	Bin    string
}

// write generates a program for each library, and returns their folders.
func (f Folder) write(s shape.Shape) (map[string]string, error) {
	name := fmt.Sprintf("bare%d", s.N)
	if err := source.Write(filepath.Join(f.Path, name, name+".go"), source.Constructors(name, s)); err != nil {
		return nil, err
	}
	folders := map[string]string{}
	for _, l := range source.Libraries {
		folders[l] = filepath.Join(f.Path, fmt.Sprintf("%s%d", l, s.N))
		if err := source.Write(filepath.Join(folders[l], "main.go"), source.Program(l, f.Import+"/"+name, s)); err != nil {
			return nil, err
		}
	}
	folders["hello"] = filepath.Join(f.Path, "hello")
	return folders, source.Write(filepath.Join(folders["hello"], "main.go"), source.Hello())
}

// build builds the program of a folder, stripped, and returns its path.
func (f Folder) build(folder string) (string, error) {
	bin := filepath.Join(f.Bin, filepath.Base(folder))
	cmd := exec.Command("go", "build", "-ldflags=-s -w", "-o", bin, ".")
	cmd.Dir = folder
	return bin, output(cmd)
}

func output(cmd *exec.Cmd) error {
	if text, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%v in %s: %w\n%s", cmd.Args, cmd.Dir, err, text)
	}
	return nil
}

// Sizes returns the sizes in bytes of stripped programs with one constructor.
func (f Folder) Sizes() (map[string]int64, error) {
	sizes := map[string]int64{}
	_, err := f.each(shape.Chain(1), func(library, bin string) error {
		info, err := os.Stat(bin)
		if err == nil {
			sizes[library] = info.Size()
		}
		return err
	})
	return sizes, err
}

func (f Folder) each(s shape.Shape, do func(library, bin string) error) (map[string]string, error) {
	folders, err := f.write(s)
	if err != nil {
		return nil, err
	}
	bins := map[string]string{}
	for library, folder := range folders {
		bin, err := f.build(folder)
		if err != nil {
			return nil, err
		}
		if err := do(library, bin); err != nil {
			return nil, err
		}
		bins[library] = bin
	}
	return bins, nil
}

// Starts returns, by library, the time of programs of a hundred constructors from exec to the
// line that reports the start, in each of n rounds.
func (f Folder) Starts(n int) (map[string][]float64, error) {
	bins, err := f.each(shape.Layered(100), func(string, string) error { return nil })
	if err != nil {
		return nil, err
	}
	return inRounds(n, bins, start)
}

// inRounds measures the programs in n rounds, each in another order.
func inRounds(n int, programs map[string]string, measure func(program string) (time.Duration, error)) (map[string][]float64, error) {
	var names []string
	for name := range programs {
		names = append(names, name)
	}
	all := map[string][]float64{}
	for range n {
		for _, i := range rand.Perm(len(names)) {
			took, err := measure(programs[names[i]])
			if err != nil {
				return nil, err
			}
			all[names[i]] = append(all[names[i]], float64(took))
		}
	}
	return all, nil
}

// start runs a program until it reports that it has started.
func start(bin string) (time.Duration, error) {
	cmd := exec.Command(bin)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	_, err = bufio.NewReader(out).ReadString('\n')
	took := time.Since(began)
	_ = cmd.Process.Kill()
	_ = cmd.Wait() // the program is killed
	return took, err
}

// Rebuilds returns, by library, the time to build a program of a thousand constructors after
// a change of their package, in each of n rounds.
func (f Folder) Rebuilds(n int, libraries ...string) (map[string][]float64, error) {
	s := shape.Layered(1000)
	all, err := f.write(s)
	if err != nil {
		return nil, err
	}
	folders := map[string]string{}
	for _, l := range libraries {
		folders[l] = all[l]
		if _, err := f.build(all[l]); err != nil {
			return nil, err
		}
	}
	file := filepath.Join(f.Path, "bare1000", "bare1000.go")
	original, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = source.Write(file, original) }()
	return inRounds(n, folders, func(folder string) (time.Duration, error) {
		// A new change, which the build cache does not have.
		body := fmt.Sprintf("func New0() *T0 { return &T0{n: %d} }", rand.Int64())
		changed := bytes.Replace(original, []byte("func New0() *T0 { return &T0{} }"), []byte(body), 1)
		if err := source.Write(file, changed); err != nil {
			return 0, err
		}
		began := time.Now()
		_, err := f.build(folder)
		return time.Since(began), err
	})
}

// Ratios returns the ratio of one's values to those of the others, round by round.
func Ratios(values map[string][]float64, of string) map[string]float64 {
	ratios := map[string]float64{}
	for name, list := range values {
		var each []float64
		for i, v := range list {
			each = append(each, values[of][i]/v)
		}
		ratios[name] = rounds.Median(each)
	}
	return ratios
}
