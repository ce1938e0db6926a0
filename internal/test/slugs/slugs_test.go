// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package slugs_test holds docs/errors.md against the code.
package slugs_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const root = "../../.."

// slug is the form of a slug, and of few other texts.
var slug = regexp.MustCompile(`^[a-z]+(-[a-z]+)+$`)

// TestErrors_thePageHasEverySlugOfTheCode also finds that it has no other.
func TestErrors_thePageHasEverySlugOfTheCode(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "docs", "errors.md"))
	require.NoError(t, err)
	var page []string
	for line := range strings.Lines(string(text)) {
		if first, _, isRow := strings.Cut(strings.TrimPrefix(line, "|"), "|"); isRow && strings.HasPrefix(line, "| `") {
			for _, found := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(first, -1) {
				page = append(page, found[1])
			}
		}
	}
	require.Equal(t, slices.Compact(slices.Sorted(slices.Values(page))), slices.Sorted(slices.Values(page)), "each once")
	code := slugsOfTheCode(t)
	for _, s := range code {
		require.Contains(t, page, s, "docs/errors.md explains no %s", s)
	}
	for _, s := range page {
		require.Contains(t, code, s, "docs/errors.md explains %s, which no code has", s)
	}
}

func slugsOfTheCode(t *testing.T) []string {
	t.Helper()
	found := map[string]bool{"observer-hung": true, "observer-missed": true} // texts of observe
	for _, what := range []string{"start", "drain", "stop", "cleanup", "task", "check", "call", "constructor", "invoke"} {
		found[what+"-hung"] = true
		if what == "check" || what == "call" { // they fail their caller
			continue
		}
		for _, end := range []string{"-failed", "-panicked", "-exited"} {
			found[what+end] = true
		}
		switch what {
		case "constructor", "invoke", "cleanup": // which have build-timeout, and no context
		default:
			found[what+"-timeout"] = true
		}
	}
	for _, folder := range []string{".", "hooks", "container", "internal/registration", "web"} {
		files, err := fs.Glob(os.DirFS(filepath.Join(root, folder)), "*.go")
		require.NoError(t, err)
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, folder, name), nil, parser.SkipObjectResolution)
			require.NoError(t, err)
			ast.Inspect(file, func(n ast.Node) bool {
				for _, e := range places(n) {
					if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
						if s, err := strconv.Unquote(lit.Value); err == nil && slug.MatchString(s) {
							found[s] = true
						}
					}
				}
				return true
			})
		}
	}
	var all []string
	for s := range found {
		all = append(all, s)
	}
	slices.Sort(all)
	return all
}

// places returns the expressions of a node in which a slug may stand.
func places(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.KeyValueExpr:
		if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Slug" {
			return []ast.Expr{n.Value}
		}
	case *ast.AssignStmt:
		if to, ok := n.Lhs[0].(*ast.SelectorExpr); ok && to.Sel.Name == "Slug" {
			return n.Rhs
		}
	case *ast.CallExpr:
		if fun, ok := n.Fun.(*ast.SelectorExpr); ok && len(n.Args) > 0 &&
			(strings.HasSuffix(strings.ToLower(fun.Sel.Name), "problem") || fun.Sel.Name == "newError") {
			return n.Args[:1]
		}
	case *ast.ReturnStmt:
		return n.Results
	}
	return nil
}
