// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package shape describes the dependencies in the measured graphs.
package shape

import "strconv"

// Shape is a graph of n constructors, each with its own type. The dependencies of a
// constructor come before it.
type Shape struct {
	Name string
	N    int
	Deps [][]int
	// Top are the dependencies of the program's root. It reaches all constructors through
	// them.
	Top []int
	// Tenth reaches a tenth of the constructors.
	Tenth []int
	// Private has, for each module of [ModuleSize] constructors, the private one, and
	// Decorated the one whose value the module decorates. Both may be empty.
	Private, Decorated []int
}

// ModuleSize is the number of constructors in a module.
const ModuleSize = 10

// ID names the shape and its size; it is a Go identifier.
func (s Shape) ID() string { return s.Name + strconv.Itoa(s.N) }

// Chain is n constructors that each need the one before.
func Chain(n int) Shape {
	s := Shape{Name: "chain", N: n, Deps: make([][]int, n), Top: []int{n - 1}, Tenth: []int{max(n/10-1, 0)}}
	for i := 1; i < n; i++ {
		s.Deps[i] = []int{i - 1}
	}
	return s
}

// Wide is n constructors without dependencies. The root needs all of them.
func Wide(n int) Shape {
	return Shape{Name: "wide", N: n, Deps: make([][]int, n), Top: span(0, n), Tenth: span(0, max(n/10, 1))}
}

// Layered is n constructors in layers of the square root of n. Each needs three of the layer
// before.
func Layered(n int) Shape {
	width := 1
	for (width+1)*(width+1) <= n {
		width++
	}
	s := Shape{Name: "layered", N: n, Deps: make([][]int, n)}
	for i := width; i < n; i++ {
		layer, at := i/width, i%width
		for k := range min(3, width) {
			s.Deps[i] = append(s.Deps[i], (layer-1)*width+(at+k)%width)
		}
	}
	s.Top = s.sinks(n)
	s.Tenth = s.sinks(max(n/10, 1))
	return s
}

// Parts is n constructors in modules. In each module the first constructor is private, and
// the value of the second is decorated. The others need both, and one of the module before.
func Parts(n int) Shape {
	s := Shape{Name: "parts", N: n, Deps: make([][]int, n)}
	for i := range n {
		first := i - i%ModuleSize
		switch k := i % ModuleSize; {
		case k >= 2:
			s.Deps[i] = []int{first, first + 1}
			if first > 0 {
				s.Deps[i] = append(s.Deps[i], i-ModuleSize)
			}
		case first > 0:
			s.Deps[i] = []int{first - 1, first - 2}[:k+1]
		}
	}
	for first := 0; first < n; first += ModuleSize {
		s.Private, s.Decorated = append(s.Private, first), append(s.Decorated, first+1)
	}
	s.Top = span(n-ModuleSize+2, n)
	s.Tenth = span(n/10-ModuleSize+2, n/10)
	return s
}

// ByName returns a shape of that name.
func ByName(name string, n int) Shape {
	return map[string]func(int) Shape{"chain": Chain, "wide": Wide, "layered": Layered, "parts": Parts}[name](n)
}

// sinks returns the constructors among the first n that none of the first n needs.
func (s Shape) sinks(n int) []int {
	needed := make([]bool, n)
	for _, deps := range s.Deps[:n] {
		for _, d := range deps {
			needed[d] = true
		}
	}
	var sinks []int
	for i, n := range needed {
		if !n {
			sinks = append(sinks, i)
		}
	}
	return sinks
}

// CriticalPath returns the longest sum of weights along dependencies.
func (s Shape) CriticalPath(weight func(i int) float64) float64 {
	ends, longest := make([]float64, s.N), 0.0
	for i, deps := range s.Deps {
		for _, d := range deps {
			ends[i] = max(ends[i], ends[d])
		}
		ends[i] += weight(i)
		longest = max(longest, ends[i])
	}
	return longest
}

func span(from, to int) []int {
	var list []int
	for i := max(from, 0); i < to; i++ {
		list = append(list, i)
	}
	return list
}
