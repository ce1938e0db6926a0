// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"fmt"

	"go.uber.org/fx/fxevent"

	"github.com/facet-go/facet/adapt"
)

// emit gives an event to the logger of the module, after the events before it.
func (m *module) emit(e fxevent.Event) { m.app.events.do(func() { m.log.LogEvent(e) }) }

// prepareLogs sets the loggers until those of WithLogger are constructed.
func (m *module) prepareLogs() {
	if m.parent != nil {
		m.log = m.parent.log
	}
	if m.logger != nil {
		m.fallback, m.log = m.log, &logBuffer{}
	}
	for _, child := range m.modules {
		child.prepareLogs()
	}
}

// loggerRoots returns the invoked functions that begin to use the loggers, outer modules
// first, and registers their constructors.
func (m *module) loggerRoots() []*registration {
	var all []*registration
	if m.logger != nil {
		all = append(all, m.loggerRoot())
	}
	for _, child := range m.modules {
		all = append(all, child.loggerRoots()...)
	}
	return all
}

// loggerRoot registers the constructor of the logger in a module of its own, so that
// nothing else sees what it provides.
func (m *module) loggerRoot() *registration {
	inner := &module{app: m.app, parent: m, name: m.name, own: &adapt.Module{Name: "log", Parent: m.own}}
	constructor := *m.logger
	constructor.module, constructor.private = inner, true
	root := &registration{kind: kindInstall, module: inner, origin: m.logger.origin, title: "fx.WithLogger"}
	if err := constructor.read(); err != nil {
		err = m.loggerError(m.app.inWordsOfDig(&constructor, err))
		root.target = func() error { return err }
	} else {
		constructor.module = m
		m.app.registrations = append(m.app.registrations, &constructor)
		root.target = m.useLogger
	}
	if err := root.read(); err != nil {
		m.app.err = err
	}
	root.module = m
	return root
}

func (m *module) loggerError(err error) error {
	return fmt.Errorf("fx.WithLogger(%v) from:\n%+v\nin Module: %q\nFailed: %w", m.logger.name(), m.logger.origin.stack, m.name, err)
}

// useLogger begins to use the logger that WithLogger has constructed.
func (m *module) useLogger(log fxevent.Logger) {
	m.setLog(log)
	m.emit(&fxevent.LoggerInitialized{ConstructorName: m.logger.name()})
}

// setLog replaces the buffer of the module by a logger.
func (m *module) setLog(log fxevent.Logger) {
	m.app.events.do(func() {
		buffer, ok := m.log.(*logBuffer)
		m.log = log
		m.shareLog()
		if ok {
			buffer.connect(log)
		}
	})
}

// shareLog makes the modules in m without a logger of their own use that of m.
func (m *module) shareLog() {
	for _, child := range m.modules {
		if child.logger == nil {
			child.log = m.log
			child.shareLog()
		}
	}
}

// failLog reports that the logger cannot be constructed, and uses the one around it.
func (m *module) failLog(err error) {
	if _, ok := m.log.(*logBuffer); ok {
		m.emit(&fxevent.LoggerInitialized{ConstructorName: m.logger.name(), Err: err})
		m.setLog(m.fallback)
	}
}

// releaseLogs gives kept events to the loggers around.
func (m *module) releaseLogs() {
	if _, ok := m.log.(*logBuffer); ok {
		m.setLog(m.fallback)
	}
	for _, child := range m.modules {
		child.releaseLogs()
	}
}
