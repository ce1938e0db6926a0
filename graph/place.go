// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"fmt"
	"path"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"unique"
)

// Place is a line of source code. It is captured as a program counter, in less than 100
// ns. The file and the line are looked up when they are needed. The zero Place is
// unknown and prints as "".
type Place struct {
	pc   uintptr
	read unique.Handle[fileLine] // of a place that UnmarshalText has read, or else zero
}

// fileLine is a place in text form.
type fileLine struct {
	file string
	line int
}

// Caller returns the place of a call. With skip 0 it is the line that calls Caller,
// with skip 1 the line that calls the function that calls Caller, and so on.
func Caller(skip int) Place {
	var pcs [1]uintptr
	if runtime.Callers(skip+2, pcs[:]) == 0 {
		return Place{}
	}
	return Place{pc: pcs[0] - 1}
}

// FuncPlace returns the place where the function with that entry point begins. It is
// the line of the declaration or, in a small function that calls nothing, of the first
// statement. reflect.Value.Pointer returns the entry point.
func FuncPlace(entry uintptr) Place { return Place{pc: entry} }

// IsZero reports whether the place is unknown.
func (p Place) IsZero() bool { return p == Place{} }

// File returns the path of the file. Inside the main module it is relative to the
// module root. Elsewhere it is the import path of the package and the name of the file.
func (p Place) File() string {
	file, _, _ := p.resolve()
	return file
}

// Line returns the line number, from 1; 0 is unknown.
func (p Place) Line() int {
	_, line, _ := p.resolve()
	return line
}

// Func returns the full name of the function that contains the place. It is "" for a
// place that UnmarshalText has read.
func (p Place) Func() string {
	_, _, name := p.resolve()
	return name
}

// String returns "file:line", as in "internal/api/server.go:31".
func (p Place) String() string {
	file, line, _ := p.resolve()
	if file == "" {
		return ""
	}
	return file + ":" + strconv.Itoa(line)
}

// MarshalText writes the form of [Place.String].
func (p Place) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the form of [Place.String].
func (p *Place) UnmarshalText(text []byte) error {
	*p = Place{}
	if len(text) == 0 {
		return nil
	}
	s := string(text)
	colon := strings.LastIndexByte(s, ':')
	if colon < 0 {
		return fmt.Errorf("place %q: no line number; write file:line", s)
	}
	number, err := strconv.Atoi(s[colon+1:])
	if err != nil {
		return fmt.Errorf("place %q: %w", s, err)
	}
	if colon == 0 || number < 0 {
		return fmt.Errorf("place %q: write file:line", s)
	}
	p.read = unique.Make(fileLine{s[:colon], number})
	return nil
}

func (p Place) resolve() (file string, line int, name string) {
	switch {
	case p.IsZero():
		return "", 0, ""
	case p.pc == 0:
		at := p.read.Value()
		return at.file, at.line, ""
	}
	// CallersFrames, unlike FuncForPC, knows inlined functions. It expects a return
	// address, hence the +1.
	frame, _ := runtime.CallersFrames([]uintptr{p.pc + 1}).Next()
	if frame.File == "" {
		return "", 0, frame.Function
	}
	return shortFile(frame.File, frame.Function), frame.Line, frame.Function
}

// shortFile combines the name of a file with the package of a function in it. File
// names in binaries are absolute, or begin with the module path under -trimpath.
func shortFile(file, function string) string {
	pkg := PackagePath(function)
	name := path.Base(strings.ReplaceAll(file, `\`, "/"))
	module, mainPkg := buildPaths()
	if pkg == "main" && mainPkg != "" {
		pkg = mainPkg
	}
	if pkg == goRunFile {
		return name
	}
	if strings.HasSuffix(name, "_test.go") {
		pkg = strings.TrimSuffix(pkg, "_test")
	}
	if module != "" {
		if pkg == module {
			return name
		}
		pkg = strings.TrimPrefix(pkg, module+"/")
	}
	return path.Join(pkg, name)
}

// goRunFile is the main package of "go run main.go", which has no module.
const goRunFile = "command-line-arguments"

// buildPaths returns the paths of the main module and of the main package. They do not
// change in a process and are read once.
var buildPaths = sync.OnceValues(func() (module, mainPkg string) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "", ""
	}
	return info.Main.Path, strings.TrimSuffix(info.Path, ".test")
})
