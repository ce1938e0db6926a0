// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"context"
	"sync"
)

// progress is how far the build and the start of an app are.
type progress struct {
	root int // position in App.roots of the invoked function in progress; only New uses it

	mu           sync.Mutex      // guards the fields below; never held while user code runs
	constructing context.Context //nolint:containedctx // of the component under construction, or the last
	component    string          // its id
	acceptsHooks bool
	appended     map[string][]Hook // by component, in order
	starting     bool
	startCtx     context.Context //nolint:containedctx // of Start
	startErr     error           // of the first start hook that failed
	rolledBack   bool            // the start in progress is rolled back
	up           bool            // the start has succeeded, and Stop was not called
}

// beginConstruct notes the component under construction.
func (p *progress) beginConstruct(ctx context.Context, component string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.constructing, p.component, p.acceptsHooks = ctx, component, true
}

// underConstruction returns the component to which hooks belong; the context is nil after
// registration has ended.
func (p *progress) underConstruction() (ctx context.Context, component string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.acceptsHooks {
		return nil, ""
	}
	return p.constructing, p.component
}

func (p *progress) addHook(component string, h Hook) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.appended[component] = append(p.appended[component], h)
}

// hook returns the hook of a component at a position, if it was appended at place.
func (p *progress) hook(component string, at int, isAppended func(*Hook) bool) (Hook, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := p.appended[component]
	if at >= 0 && at < len(all) && isAppended(&all[at]) {
		return all[at], true
	}
	for i := range all { // hooks of a *facet.Lifecycle have positions, too
		if isAppended(&all[i]) {
			return all[i], true
		}
	}
	return Hook{}, false
}

// beginStart notes the start. isBuilt reports that nothing is constructed any more.
func (p *progress) beginStart(ctx context.Context, isBuilt bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.starting, p.rolledBack, p.startErr, p.startCtx = true, false, nil, ctx
	if isBuilt {
		p.acceptsHooks = false
	} else {
		p.appended = map[string][]Hook{}
	}
}

// endStart notes the end of the start.
func (p *progress) endStart(succeeded bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.starting, p.up = false, succeeded
}

// beginStop reports whether the app was up.
func (p *progress) beginStop() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	wasUp := p.up
	p.up = false
	return wasUp
}

// isUp reports whether the start has succeeded, and Stop was not called.
func (p *progress) isUp() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.up
}

// beginHook ends registration, and returns the context of the start.
func (p *progress) beginHook() context.Context {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.acceptsHooks = false
	return p.startCtx
}

// failStart notes the error of a start hook.
func (p *progress) failStart(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.starting && p.startErr == nil {
		p.startErr = err
	}
}

// beginRollback reports whether a start in progress begins to be rolled back, and why.
func (p *progress) beginRollback() (begins bool, cause error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	begins = p.starting && !p.rolledBack
	p.rolledBack = p.rolledBack || begins
	return begins, p.startErr
}
