// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fxevent

import (
	"fmt"
	"io"
	"strings"
)

// ConsoleLogger writes events as lines for people.
type ConsoleLogger struct {
	W io.Writer
}

// LogEvent writes the lines of an event. An error of the writer is ignored.
func (l *ConsoleLogger) LogEvent(e Event) {
	for _, line := range linesOf(e) {
		_, _ = io.WriteString(l.W, "[Fx] "+line+"\n")
	}
}

// linesOf returns the lines of an event.
func linesOf(e Event) []string {
	switch e := e.(type) {
	case *OnStartExecuting:
		return line("HOOK OnStart\t\t%s executing (caller: %s)", e.FunctionName, e.CallerName)
	case *OnStartExecuted:
		return hookLine("OnStart", e.FunctionName, e.CallerName, e.Runtime.String(), e.Err)
	case *OnStopExecuting:
		return line("HOOK OnStop\t\t%s executing (caller: %s)", e.FunctionName, e.CallerName)
	case *OnStopExecuted:
		return hookLine("OnStop", e.FunctionName, e.CallerName, e.Runtime.String(), e.Err)
	case *BeforeRun:
		return line("BEFORE RUN\t%s: %s%s", e.Kind, e.Name, fromModule(e.ModuleName))
	case *Run:
		return append(line("RUN\t%s: %s in %s%s", e.Kind, e.Name, e.Runtime, fromModule(e.ModuleName)), errorLine("Error returned", e.Err)...)
	case *Invoking:
		return line("INVOKE\t\t%s%s", e.FunctionName, fromModule(e.ModuleName))
	case *Invoked:
		if e.Err == nil {
			return nil
		}
		return line("ERROR\t\tfx.Invoke(%s) called from:\n%sFailed: %+v", e.FunctionName, e.Trace, e.Err)
	case *Started:
		if e.Err == nil {
			return line("RUNNING")
		}
		return errorLine("ERROR\t\tFailed to start", e.Err)
	case *Stopping:
		return line("%s", strings.ToUpper(e.Signal.String()))
	case *Stopped:
		return errorLine("ERROR\t\tFailed to stop cleanly", e.Err)
	case *RollingBack:
		return line("ERROR\t\tStart failed, rolling back: %+v", e.StartErr)
	case *RolledBack:
		return errorLine("ERROR\t\tCouldn't roll back cleanly", e.Err)
	case *LoggerInitialized:
		if e.Err == nil {
			return line("LOGGER\tInitialized custom logger from %s", e.ConstructorName)
		}
		return errorLine("ERROR\t\tFailed to initialize custom logger", e.Err)
	default:
		return registrationLines(e)
	}
}

// registrationLines returns the lines of an event about a registration.
func registrationLines(e Event) []string {
	const refused = "Error after options were applied"
	switch e := e.(type) {
	case *Supplied:
		if e.Err != nil {
			return errorLine("ERROR\tFailed to supply "+e.TypeName, e.Err)
		}
		return line("SUPPLY\t%s%s", e.TypeName, fromModule(e.ModuleName))
	case *Provided:
		verb := "PROVIDE"
		if e.Private {
			verb += " (PRIVATE)"
		}
		return append(typeLines(verb, e.OutputTypeNames, e.ConstructorName, e.ModuleName), errorLine(refused, e.Err)...)
	case *Replaced:
		return append(typeLines("REPLACE", e.OutputTypeNames, "", e.ModuleName), errorLine("ERROR\tFailed to replace", e.Err)...)
	case *Decorated:
		return append(typeLines("DECORATE", e.OutputTypeNames, e.DecoratorName, e.ModuleName), errorLine(refused, e.Err)...)
	default:
		return nil
	}
}

func line(format string, args ...any) []string { return []string{fmt.Sprintf(format, args...)} }

// errorLine returns a line for err, or none if it is nil.
func errorLine(what string, err error) []string {
	if err == nil {
		return nil
	}
	return line("%s: %+v", what, err)
}

func hookLine(hook, callee, caller, took string, err error) []string {
	begin := fmt.Sprintf("HOOK %s\t\t%s called by %s", hook, callee, caller)
	if err != nil {
		return line("%s failed in %s: %+v", begin, took, err)
	}
	return line("%s ran successfully in %s", begin, took)
}

// typeLines returns a line for each type that a function, "" for none, provides.
func typeLines(verb string, types []string, function, module string) []string {
	if function != "" {
		function = " <= " + function
	}
	lines := make([]string, len(types))
	for i, t := range types {
		lines[i] = fmt.Sprintf("%s\t%s%s%s", verb, t, function, fromModule(module))
	}
	return lines
}

func fromModule(name string) string {
	if name == "" {
		return ""
	}
	return fmt.Sprintf(" from module %q", name)
}
