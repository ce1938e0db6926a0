// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import "slices"

// index numbers the nodes of a graph in registration order, so that a query needs one
// look-up for each id and not one for each step.
type index struct {
	numbers  map[string]int
	needs    [][]int // by node: its dependencies, each once, in the order of the edges
	neededBy [][]int // by node: its dependents, each once, in registration order
}

// newIndex reads the edges that follows accepts; nil accepts all. Edges from a node to
// itself, and those whose ids are unknown, are left out.
func (g *Graph) newIndex(follows func(e *Edge, from, to *Node) bool) *index {
	x := &index{numbers: g.numbers(), needs: make([][]int, len(g.Nodes)), neededBy: make([][]int, len(g.Nodes))}
	for i := range g.Edges {
		e := &g.Edges[i]
		from, hasFrom := x.numbers[e.From]
		to, hasTo := x.numbers[e.To]
		if hasFrom && hasTo && from != to && (follows == nil || follows(e, &g.Nodes[from], &g.Nodes[to])) {
			x.needs[from] = append(x.needs[from], to)
		}
	}
	x.dropDuplicates()
	return x
}

// numbers returns the numbers of the nodes by id.
func (g *Graph) numbers() map[string]int {
	numbers := make(map[string]int, len(g.Nodes))
	for i := range g.Nodes {
		if _, taken := numbers[g.Nodes[i].ID]; !taken {
			numbers[g.Nodes[i].ID] = i
		}
	}
	return numbers
}

// dropDuplicates keeps the first of equal edges, and sets neededBy.
func (x *index) dropDuplicates() {
	seenFor := make([]int, len(x.needs)) // by node: the number of its last dependent, plus one
	for node := range x.needs {
		x.needs[node] = slices.DeleteFunc(x.needs[node], func(dep int) bool {
			again := seenFor[dep] == node+1
			seenFor[dep] = node + 1
			return again
		})
		for _, dep := range x.needs[node] {
			x.neededBy[dep] = append(x.neededBy[dep], node)
		}
	}
}

// dependenciesFirst returns every node once, each after its dependencies. An edge that
// closes a cycle has no effect on the order; isCyclic reports whether there is one.
func (x *index) dependenciesFirst() (list []int, isCyclic bool) {
	list = make([]int, 0, len(x.needs))
	visited, complete := make([]bool, len(x.needs)), make([]bool, len(x.needs))
	next := make([]int, len(x.needs)) // by node: the position of the dependency to visit next
	for root := range x.needs {
		for stack := []int{root}; len(stack) > 0; {
			node := stack[len(stack)-1]
			visited[node] = true
			if next[node] == len(x.needs[node]) {
				if !complete[node] {
					complete[node] = true
					list = append(list, node)
				}
				stack = stack[:len(stack)-1]
				continue
			}
			dep := x.needs[node][next[node]]
			next[node]++
			if !visited[dep] {
				stack = append(stack, dep)
			} else if !complete[dep] {
				isCyclic = true
			}
		}
	}
	return list, isCyclic
}

// withoutCycles returns the nodes, each after its dependencies. It removes the edges that
// close a cycle.
func (x *index) withoutCycles() []int {
	order, isCyclic := x.dependenciesFirst()
	if !isCyclic {
		return order
	}
	position := make([]int, len(order))
	for at, node := range order {
		position[node] = at
	}
	for node := range x.needs {
		x.needs[node] = slices.DeleteFunc(x.needs[node], func(dep int) bool { return position[dep] > position[node] })
		x.neededBy[node] = slices.DeleteFunc(x.neededBy[node], func(user int) bool { return position[user] < position[node] })
	}
	return order
}

// distancesTo returns by node the number of edges on a shortest path to a node, or none
// if there is no path.
func (x *index) distancesTo(to int) []int {
	distance := make([]int, len(x.needs))
	for i := range distance {
		distance[i] = none
	}
	distance[to] = 0
	for queue := []int{to}; len(queue) > 0; queue = queue[1:] {
		for _, node := range x.neededBy[queue[0]] {
			if distance[node] == none {
				distance[node] = distance[queue[0]] + 1
				queue = append(queue, node)
			}
		}
	}
	return distance
}

const none = -1
