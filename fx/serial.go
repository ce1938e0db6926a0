// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import "sync"

// serial runs functions one at a time, in the order of the calls, without a lock held while
// one runs. A call while another runs, from inside of it too, returns at once; the function
// runs after the others.
type serial struct {
	mu      sync.Mutex // guards the fields below; never held while a function runs
	waiting []func()
	running bool
}

func (s *serial) do(f func()) {
	s.mu.Lock()
	s.waiting = append(s.waiting, f)
	if s.running {
		s.mu.Unlock()
		return
	}
	s.running = true
	s.mu.Unlock()
	for f := s.next(); f != nil; f = s.next() {
		s.run(f)
	}
}

// next returns the next function, or nil and ends.
func (s *serial) next() func() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.waiting) == 0 {
		s.running = false
		return nil
	}
	f := s.waiting[0]
	s.waiting = s.waiting[1:]
	return f
}

// run calls f. If that panics or ends the goroutine, the next call of do continues.
func (s *serial) run(f func()) {
	returned := false
	defer func() {
		if !returned {
			s.mu.Lock()
			s.running = false
			s.mu.Unlock()
		}
	}()
	f()
	returned = true
}
