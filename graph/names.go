// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"reflect"
	"runtime"
	"strconv"
	"strings"
)

// FuncName returns the full name of the function with that entry point, as in
// "github.com/acme/orders/api.NewServer". The suffix "-fm" of a method value is
// removed, and so is the "init" of a function literal outside of all functions:
// "github.com/acme/orders/api.func1".
func FuncName(entry uintptr) string {
	f := runtime.FuncForPC(entry)
	if f == nil {
		return "unknown"
	}
	name := strings.TrimSuffix(f.Name(), "-fm")
	if at := len(PackagePath(name)); strings.HasPrefix(name[at:], ".init.") && len(name) > at+6 && (name[at+6] < '0' || name[at+6] > '9') {
		return name[:at] + name[at+5:] // a function named init has a number there
	}
	return name
}

// FuncTitle returns the full name of the function with that entry point, or fallback for
// a function literal.
func FuncTitle(entry uintptr, fallback string) string {
	name := FuncName(entry)
	last := name[strings.LastIndexByte(name, '.')+1:]
	if strings.Trim(strings.TrimPrefix(last, "func"), "0123456789") == "" {
		return fallback
	}
	return name
}

// PackagePath returns the import path of a full function name.
func PackagePath(function string) string {
	slash := strings.LastIndexByte(withoutTypeArgs(function), '/') + 1
	dot := strings.IndexByte(function[slash:], '.')
	if dot < 0 {
		return function
	}
	return unescape(function[:slash+dot])
}

// TypeName returns the name of a type with full import paths, as in
// "*github.com/acme/orders/store.Users". reflect.Type.String has only the last element
// of import paths.
func TypeName(t reflect.Type) string {
	if t.Name() != "" {
		if t.PkgPath() == "" {
			return t.Name()
		}
		return t.PkgPath() + "." + t.Name()
	}
	switch t.Kind() {
	case reflect.Pointer:
		return "*" + TypeName(t.Elem())
	case reflect.Slice:
		return "[]" + TypeName(t.Elem())
	case reflect.Array:
		return "[" + strconv.Itoa(t.Len()) + "]" + TypeName(t.Elem())
	case reflect.Map:
		return "map[" + TypeName(t.Key()) + "]" + TypeName(t.Elem())
	case reflect.Chan:
		return chanName(t)
	case reflect.Func:
		return "func" + signatureName(t)
	case reflect.Struct:
		return structName(t)
	case reflect.Interface:
		return interfaceName(t)
	default:
		return t.String()
	}
}

func chanName(t reflect.Type) string {
	elem := TypeName(t.Elem())
	if strings.HasPrefix(elem, "<-") {
		elem = "(" + elem + ")" // otherwise the arrow would belong to this chan
	}
	return t.ChanDir().String() + " " + elem
}

func signatureName(t reflect.Type) string {
	in, out := make([]string, t.NumIn()), make([]string, t.NumOut())
	for i := range in {
		in[i] = TypeName(t.In(i))
	}
	if t.IsVariadic() {
		last := len(in) - 1
		in[last] = "..." + TypeName(t.In(last).Elem())
	}
	for i := range out {
		out[i] = TypeName(t.Out(i))
	}
	name := "(" + strings.Join(in, ", ") + ")"
	switch len(out) {
	case 0:
		return name
	case 1:
		return name + " " + out[0]
	default:
		return name + " (" + strings.Join(out, ", ") + ")"
	}
}

func structName(t reflect.Type) string {
	fields := make([]string, t.NumField())
	for i := range fields {
		f := t.Field(i)
		fields[i] = TypeName(f.Type)
		if !f.Anonymous {
			fields[i] = f.Name + " " + fields[i]
		}
		if f.Tag != "" {
			fields[i] += " " + strconv.Quote(string(f.Tag))
		}
	}
	return braced("struct", fields)
}

// interfaceName returns the name of an unnamed interface type in the form of
// reflection, with short package names. To ask for its methods would make the linker
// keep every exported method of a program.
func interfaceName(t reflect.Type) string { return t.String() }

func braced(word string, members []string) string {
	if len(members) == 0 {
		return word + " {}"
	}
	return word + " { " + strings.Join(members, "; ") + " }"
}

// ShortName shortens every import path in the name of a function or a type to the name
// of the package, as in code: "*store.Users" for "*github.com/acme/orders/store.Users"
// and for ".../store/v2". Quoted text does not change. hooks.Lifecycle becomes
// facet.Lifecycle, the name that users know.
func ShortName(name string) string {
	name = strings.ReplaceAll(name, "github.com/facet-go/facet/hooks.Lifecycle", "facet.Lifecycle")
	short := make([]byte, 0, 64)
	element, start := 0, 0 // the offsets of the last element but one, and of the last, of the current path
	cut := func(from, to, next int) {
		short = append(short, name[from:to]...)
		element, start = next, next
	}
	for i := 0; i < len(name); i++ {
		switch name[i] {
		case '/':
			element, start = start, i+1
		case '.':
			if start > element && isMajorVersion(name[start:i]) {
				cut(element, start-1, i)
			} else if strings.HasSuffix(name[start:i+1], "...") {
				cut(start, i+1, i+1)
			}
		case '"':
			i += quotedLen(name[i:]) - 1
			cut(start, i+1, i+1)
		case '[', ']', '*', '(', ')', '{', '}', ' ', ',', '<':
			cut(start, i+1, i+1)
		}
	}
	if len(short) == 0 {
		return unescape(name[start:]) // the case of most functions
	}
	return unescape(string(append(short, name[start:]...)))
}

// isMajorVersion reports whether an element of an import path is a major version, which
// is not the name of a package.
func isMajorVersion(element string) bool {
	digits, ok := strings.CutPrefix(element, "v")
	return ok && digits != "" && strings.Trim(digits, "0123456789") == ""
}

// quotedLen returns the length of the quoted string that s begins with.
func quotedLen(s string) int {
	prefix, err := strconv.QuotedPrefix(s)
	if err != nil {
		return 1
	}
	return len(prefix)
}

// unescape restores the dots that the linker escapes in the last element of an import
// path: gopkg.in/yaml%2ev3.
func unescape(name string) string { return strings.ReplaceAll(name, "%2e", ".") }

// withoutTypeArgs removes type arguments, which contain slashes.
func withoutTypeArgs(function string) string {
	if i := strings.IndexAny(function, "[ "); i >= 0 {
		return function[:i]
	}
	return function
}
