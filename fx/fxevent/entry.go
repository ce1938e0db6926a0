// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fxevent

import "strings"

// entry is what a structured logger writes for an event.
type entry struct {
	message string
	isError bool
	fields  []field
}

// field is one field of an entry.
type field struct {
	key   string
	value any // a string, a []string, a bool or an error
}

// entriesOf returns the entries of an event: none, one, or one for each type.
func entriesOf(e Event) []entry {
	switch e := e.(type) {
	case *OnStartExecuting:
		return info("OnStart hook executing", hookFields(e.FunctionName, e.CallerName)...)
	case *OnStartExecuted:
		return result("OnStart hook failed", e.Err, "OnStart hook executed", e.Runtime.String(), hookFields(e.FunctionName, e.CallerName))
	case *OnStopExecuting:
		return info("OnStop hook executing", hookFields(e.FunctionName, e.CallerName)...)
	case *OnStopExecuted:
		return result("OnStop hook failed", e.Err, "OnStop hook executed", e.Runtime.String(), hookFields(e.FunctionName, e.CallerName))
	case *BeforeRun:
		return info("before run", runFields(e.Name, e.Kind, e.ModuleName)...)
	case *Run:
		return result("error returned", e.Err, "run", e.Runtime.String(), runFields(e.Name, e.Kind, e.ModuleName))
	case *Invoking:
		return info("invoking", append([]field{{"function", e.FunctionName}}, moduleField(e.ModuleName)...)...)
	case *Invoked:
		return failure("invoke failed", e.Err, append([]field{{"stack", e.Trace}, {"function", e.FunctionName}}, moduleField(e.ModuleName)...)...)
	case *Started:
		if e.Err == nil {
			return info("started")
		}
		return failure("start failed", e.Err)
	case *Stopping:
		return info("received signal", field{"signal", strings.ToUpper(e.Signal.String())})
	case *Stopped:
		return failure("stop failed", e.Err)
	case *RollingBack:
		return []entry{{"start failed, rolling back", true, []field{{"error", e.StartErr}}}}
	case *RolledBack:
		return failure("rollback failed", e.Err)
	case *LoggerInitialized:
		if e.Err == nil {
			return info("initialized custom fxevent.Logger", field{"function", e.ConstructorName})
		}
		return failure("custom logger initialization failed", e.Err)
	default:
		return registrationEntries(e)
	}
}

// registrationEntries returns the entries of an event about a registration.
func registrationEntries(e Event) []entry {
	const failed = "error encountered while applying options"
	switch e := e.(type) {
	case *Supplied:
		fields := append([]field{{"type", e.TypeName}}, traceFields(e.StackTrace, e.ModuleTrace, e.ModuleName)...)
		if e.Err != nil {
			return failure(failed, e.Err, fields...)
		}
		return info("supplied", fields...)
	case *Provided:
		fields := traceFields(e.StackTrace, e.ModuleTrace, e.ModuleName)
		own := append([]field{{"constructor", e.ConstructorName}}, fields...)
		if e.Private {
			own = append(own, field{"private", true})
		}
		return append(perType("provided", e.OutputTypeNames, own), failure(failed, e.Err, fields...)...)
	case *Replaced:
		fields := traceFields(e.StackTrace, e.ModuleTrace, e.ModuleName)
		return append(perType("replaced", e.OutputTypeNames, fields), failure("error encountered while replacing", e.Err, fields...)...)
	case *Decorated:
		fields := traceFields(e.StackTrace, e.ModuleTrace, e.ModuleName)
		own := append([]field{{"decorator", e.DecoratorName}}, fields...)
		return append(perType("decorated", e.OutputTypeNames, own), failure(failed, e.Err, fields...)...)
	default:
		return nil
	}
}

func info(message string, fields ...field) []entry { return []entry{{message, false, fields}} }

// failure returns an entry for err, or none if it is nil.
func failure(message string, err error, fields ...field) []entry {
	if err == nil {
		return nil
	}
	return []entry{{message, true, append(fields[:len(fields):len(fields)], field{"error", err})}}
}

// result returns the entry of a function that has ended.
func result(failed string, err error, succeeded, took string, fields []field) []entry {
	if err != nil {
		return failure(failed, err, fields...)
	}
	return info(succeeded, append(fields, field{"runtime", took})...)
}

// perType returns an entry for each type.
func perType(message string, types []string, fields []field) []entry {
	entries := make([]entry, len(types))
	for i, t := range types {
		entries[i] = entry{message, false, append(fields[:len(fields):len(fields)], field{"type", t})}
	}
	return entries
}

func hookFields(callee, caller string) []field {
	return []field{{"callee", callee}, {"caller", caller}}
}

func runFields(name, kind, module string) []field {
	return append([]field{{"name", name}, {"kind", kind}}, moduleField(module)...)
}

func traceFields(stack, modules []string, module string) []field {
	return append([]field{{"stacktrace", stack}, {"moduletrace", modules}}, moduleField(module)...)
}

func moduleField(name string) []field {
	if name == "" {
		return nil
	}
	return []field{{"module", name}}
}
