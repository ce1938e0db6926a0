// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration

import (
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"
)

// readHooks reads the hooks of the options, after the results of the constructor. If
// the results have problems, a hook that does not match them is not reported.
func (r *reader) readHooks(resultsOK bool) {
	for _, h := range r.config.hooks {
		problems, params := len(r.problems), r.spec.Params
		r.readHook(&h, resultsOK)
		if resultsOK && len(r.problems) == problems {
			r.spec.Hooks = append(r.spec.Hooks, h)
		} else {
			r.spec.Params = params
		}
	}
}

func (r *reader) readHook(h *Hook, resultsOK bool) {
	slug, fault := h.fault()
	if fault != "" {
		r.addProblem(slug, h.optionName()+": "+fault)
		return
	}
	before := len(r.problems)
	r.readHookArgs(h)
	if h.HasErr, fault = errorOrNothing(h.Func.Type()); fault != "" {
		r.addProblem("bad-hook-result", h.String()+": "+fault)
	}
	takesResult := slices.ContainsFunc(h.Args, func(a HookArg) bool { return a.Source == HookResult })
	if !takesResult && resultsOK && len(r.problems) == before {
		r.addProblem("hook-without-result", fmt.Sprintf(
			"%v: no parameter is a result of the %v, which gives %s; %s", h, r.spec.Kind, r.resultTypes(), r.hookAdvice(h)))
	}
}

// hookAdvice returns how to write a hook that takes a result.
func (r *reader) hookAdvice(h *Hook) string {
	first := r.resultType(r.distinctResults()[0])
	if t := h.Func.Type(); t.NumIn() > 0 && t.In(0).Kind() == reflect.Interface && t.In(0) != contextType && t.In(0).NumMethod() > 0 {
		for _, res := range r.distinctResults() {
			if have := r.resultType(res); have.Implements(t.In(0)) {
				return fmt.Sprintf("%v implements %v, and is not provided as one: take %v, or add provide.As[%v]()", have, t.In(0), have, t.In(0))
			}
		}
	}
	// The name of a method value, whose receiver is bound, ends in "-fm".
	if name := runtime.FuncForPC(h.Func.Pointer()).Name(); strings.HasSuffix(name, "-fm") {
		method := name[strings.LastIndexByte(name, '.')+1:]
		if written := first.String(); first.Kind() == reflect.Pointer {
			return fmt.Sprintf("its receiver is bound to one value already: write the method expression (%s).%s", written, strings.TrimSuffix(method, "-fm"))
		}
	}
	return "take one, as a method expression (*T).Method does, or add the hook to the Provide of what it is for"
}

// readHookArgs reads the parameters of a hook.
func (r *reader) readHookArgs(h *Hook) {
	t := h.Func.Type()
	if takesContext(t) {
		h.Args = append(h.Args, HookArg{Source: HookContext})
	}
	for _, p := range r.paramsOf(t, h, takesContext(t), nil) {
		if h.isContextAfterReceiver(p) {
			h.Args = append(h.Args, HookArg{Source: HookContext, At: int(p.Arg)})
			continue
		}
		arg := HookArg{Source: HookResult, At: int(p.Arg), Path: p.Field}
		switch found := r.resultsFor(p); len(found) {
		case 0:
			arg.Source, arg.Param = HookParam, r.addHookParam(p)
		case 1:
			arg.Arg, arg.Field = found[0].Arg, found[0].Field
		default:
			r.paramProblem("ambiguous-hook", p, fmt.Sprintf("%v is %s and %s; ask for one of them by its name, in a parameter struct",
				p.Key.Type, r.resultWhere(found[0].Arg, found[0].Field), r.resultWhere(found[1].Arg, found[1].Field)))
			continue
		}
		h.Args = append(h.Args, arg)
	}
}

// isContextAfterReceiver reports whether p is the context of a method expression. The
// first parameter of h has been read.
func (h *Hook) isContextAfterReceiver(p Param) bool {
	return p.Arg == 1 && len(p.Field) == 0 && p.Key.Type == contextType &&
		len(h.Args) == 1 && h.Args[0].Source == HookResult && len(h.Args[0].Path) == 0
}

// addHookParam adds a parameter of a hook to the Spec, and returns its index. Equal
// parameters share one index.
func (r *reader) addHookParam(p Param) int {
	p.Arg, p.Field = -1, nil
	if i := slices.IndexFunc(r.spec.Params, p.isSameRequest); i >= 0 {
		return i
	}
	r.spec.Params = append(r.spec.Params, p)
	return len(r.spec.Params) - 1
}

// isSameRequest reports whether two parameters of hooks ask for the same value.
func (p Param) isSameRequest(other Param) bool {
	return p.Arg == other.Arg && p.Key == other.Key && p.Slice == other.Slice &&
		p.Optional == other.Optional && p.Soft == other.Soft && p.Parallel == other.Parallel
}

// resultsFor returns the results that can fill a parameter of a hook: the result with
// its key or, for a parameter that is not a field, the results of its type.
func (r *reader) resultsFor(p Param) []Result {
	for _, res := range r.spec.Results {
		if res.Key == p.Key && p.Slice == nil {
			return []Result{res}
		}
	}
	if len(p.Field) > 0 {
		return nil
	}
	var found []Result
	for _, res := range r.distinctResults() {
		if r.resultType(res) == p.Key.Type {
			found = append(found, res)
		}
	}
	return found
}

// distinctResults returns the results of the signature, each once.
func (r *reader) distinctResults() []Result {
	return slices.CompactFunc(slices.Clone(r.spec.Results), func(a, b Result) bool {
		return a.Arg == b.Arg && slices.Equal(a.Field, b.Field)
	})
}

// resultType returns the type of a result in the signature.
func (r *reader) resultType(res Result) reflect.Type {
	t := r.spec.Func.Type().Out(res.Arg)
	if len(res.Field) > 0 {
		t = t.FieldByIndex(res.Field).Type
	}
	return t
}

// resultTypes lists the types of the results, each once.
func (r *reader) resultTypes() string {
	var types []string
	for _, res := range r.distinctResults() {
		if t := r.resultType(res).String(); !slices.Contains(types, t) {
			types = append(types, t)
		}
	}
	return enumerate(types)
}
