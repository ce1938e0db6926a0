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

// Place is a line of source code. It is captured as a program counter, which
// costs less than 100 ns, and turned into a file and a line only when shown.
// The zero Place is unknown and prints as "".
type Place struct {
	pc   uintptr
	read unique.Handle[line] // of a place that was read back, else zero
}

// line is what the text of a place says.
type line struct {
	file   string
	number int
}

// Caller returns the place of a call: with skip 0 the line that calls Caller,
// with skip 1 the line that called the function which calls Caller, and so on.
func Caller(skip int) Place {
	var pcs [1]uintptr
	if runtime.Callers(skip+2, pcs[:]) == 0 {
		return Place{}
	}
	return Place{pc: pcs[0] - 1}
}

// FuncPlace returns the place where the function with that entry point begins:
// the line of its declaration or, in a small function that calls nothing, of its
// first statement. Get the entry from reflect.Value.Pointer.
func FuncPlace(entry uintptr) Place { return Place{pc: entry} }

// IsZero tells whether the place is unknown.
func (p Place) IsZero() bool { return p == Place{} }

// File returns the path of the file: below the main module relative to its
// root, elsewhere the import path of the package and the file's name.
func (p Place) File() string {
	file, _, _ := p.resolve()
	return file
}

// Line returns the line number, counted from 1; 0 is unknown.
func (p Place) Line() int {
	_, line, _ := p.resolve()
	return line
}

// Func returns the full name of the function that the place is in, "" in a
// place that was read back from text.
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

// MarshalText writes the place as [Place.String] does.
func (p Place) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads what MarshalText wrote.
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
	p.read = unique.Make(line{s[:colon], number})
	return nil
}

func (p Place) resolve() (file string, line int, name string) {
	switch {
	case p.IsZero():
		return "", 0, ""
	case p.pc == 0:
		at := p.read.Value()
		return at.file, at.number, ""
	}
	// CallersFrames, unlike FuncForPC, sees through inlining. It expects a
	// return address, hence the +1.
	frame, _ := runtime.CallersFrames([]uintptr{p.pc + 1}).Next()
	if frame.File == "" {
		return "", 0, frame.Function
	}
	return shortFile(frame.File, frame.Function), frame.Line, frame.Function
}

// shortFile names a file by the package of a function in it: file names in
// binaries are absolute, or start with the module path under -trimpath.
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

// goRunFile is the main package of "go run main.go", which has no module either.
const goRunFile = "command-line-arguments"

// buildPaths returns the paths of the main module and of the main package. They
// are constants of the binary, parsed once.
var buildPaths = sync.OnceValues(func() (module, mainPkg string) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "", ""
	}
	return info.Main.Path, strings.TrimSuffix(info.Path, ".test")
})
