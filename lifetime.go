// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"sync"
	"sync/atomic"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/hooks"
)

// lifetime is the common part of a run and of a call of Do: the components that it
// uses, its build, plan and teardown, and its errors.
type lifetime struct {
	app   *App
	owner owner // the run or the call

	hooks         *hooks.HandleSet                  // makes the handles; nil for a call that constructs nothing
	handles       []atomic.Pointer[hooks.Lifecycle] // by node, of the components in use; nil for a call
	sparseHandles sync.Map                          // the handles of a call, which uses few components
	built         atomic.Pointer[container.Build]   // nil until construction begins
	buildDone     chan struct{}                     // closed when the build has ended
	plan          atomic.Pointer[hooks.Plan]        // nil until the build has ended
	isOpen        atomic.Bool                       // handles may be made, and hooks registered
	finished      atomic.Bool                       // it constructs, runs and stops nothing any more

	// The fields below belong to the holder of App.transition.
	plannedNodes []int
	failedNode   int   // the node whose constructor failed, or none
	staysOpen    bool  // registration ends with the start, not with the build
	onCaller     bool  // the build calls constructors on the goroutine of its caller
	buildErr     error // of a build whose goroutine has ended

	// The fields below are guarded by App.mu.
	stopCause error // given with the first request to stop, nil for a clean one
	cause     error // the first cause of the result, set by fail
	errs      errorList
	teardown  *hooks.Teardown // nil until it begins
}

// none is the index of no node.
const none = -1

// owner is the run or the call that a lifetime or a context belongs to.
type owner interface {
	isActive() bool                // it has not finished, or one of its components is live
	uses(lc *hooks.Lifecycle) bool // App.mu is held
	requestStop(cause error)
	addError(err error)
}

func (l *lifetime) init(a *App, o owner) { l.app, l.owner, l.failedNode = a, o, none }

// prepareBuild must be called once, before build.
func (l *lifetime) prepareBuild() {
	l.hooks, l.buildDone = l.app.hooks.NewHandleSet(), make(chan struct{})
	l.isOpen.Store(true)
}

// handle returns the handle of a component that the lifetime uses, or nil.
func (l *lifetime) handle(node int) *hooks.Lifecycle {
	if l.handles != nil {
		return l.handles[node].Load()
	}
	lc, _ := l.sparseHandles.Load(node)
	handle, _ := lc.(*hooks.Lifecycle)
	return handle
}

func (l *lifetime) setHandle(node int, lc *hooks.Lifecycle) {
	if l.handles != nil {
		l.handles[node].Store(lc)
	} else {
		l.sparseHandles.Store(node, lc)
	}
}

func (l *lifetime) uses(lc *hooks.Lifecycle) bool { return l.handle(l.app.hooks.Node(lc)) == lc }

// ownNodes returns the nodes whose handles the lifetime made itself.
func (l *lifetime) ownNodes() []int {
	if l.hooks == nil {
		return nil
	}
	return l.hooks.Nodes()
}

func (l *lifetime) isActive() bool { return !l.finished.Load() || l.hasLiveComponent() }

// hasLiveComponent reports whether a component that the lifetime made is live.
func (l *lifetime) hasLiveComponent() bool {
	for _, node := range l.ownNodes() {
		if lc := l.handle(node); lc != nil && lc == l.app.handles[node].Load() {
			return true
		}
	}
	return false
}

// appendFailedNode appends the node whose constructor failed: its cleanups must run.
func (l *lifetime) appendFailedNode(nodes []int) []int {
	if l.failedNode != none {
		nodes = append(nodes, l.failedNode)
	}
	return nodes
}

// addError records an error that becomes part of the result.
func (l *lifetime) addError(err error) {
	l.app.mu.Lock()
	defer l.app.mu.Unlock()
	l.errs.add(err)
}

// fail records the first cause of the result. A nil error is ignored.
func (l *lifetime) fail(err error) {
	l.app.mu.Lock()
	defer l.app.mu.Unlock()
	l.failLocked(err)
}

func (l *lifetime) failLocked(err error) {
	if l.cause == nil {
		l.cause = err
	} else {
		l.errs.add(err)
	}
}

// errorsLocked returns the first cause and the later errors.
func (l *lifetime) errorsLocked() []error { return append([]error{l.cause}, l.errs.all()...) }
