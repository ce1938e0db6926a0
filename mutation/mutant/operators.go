// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package mutant

import (
	"go/ast"
	"go/token"
	"strings"
)

// walk applies the operators below a node. results are the results of the function
// around the node.
func (f *finder) walk(n ast.Node, results *ast.FieldList) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			f.walk(n.Body, n.Type.Results)
			return false
		case *ast.IfStmt:
			f.negate(n.Cond)
		case *ast.ForStmt:
			if n.Cond != nil {
				f.negate(n.Cond)
			}
		case *ast.SwitchStmt:
			if n.Tag == nil {
				f.negateCases(n)
			}
		case *ast.BinaryExpr:
			f.binary(n)
		case *ast.ReturnStmt:
			f.returned(n, results)
		case *ast.BlockStmt:
			f.remove(n.List)
		case *ast.CaseClause:
			f.remove(n.Body)
		case *ast.CommClause:
			f.remove(n.Body)
		}
		return true
	})
}

func (f *finder) negate(cond ast.Expr) {
	if not, ok := cond.(*ast.UnaryExpr); ok && not.Op == token.NOT {
		f.add(ConditionNegated, cond.Pos(), cond.End(), f.source(not.X))
		return
	}
	f.add(ConditionNegated, cond.Pos(), cond.End(), "!("+f.source(cond)+")")
}

func (f *finder) negateCases(s *ast.SwitchStmt) {
	for _, clause := range s.Body.List {
		if clause, ok := clause.(*ast.CaseClause); ok {
			for _, cond := range clause.List {
				f.negate(cond)
			}
		}
	}
}

var moved = map[token.Token]token.Token{
	token.LSS: token.LEQ, token.LEQ: token.LSS,
	token.GTR: token.GEQ, token.GEQ: token.GTR,
}

var swapped = map[token.Token]token.Token{token.LAND: token.LOR, token.LOR: token.LAND}

func (f *finder) binary(n *ast.BinaryExpr) {
	end := n.OpPos + token.Pos(len(n.Op.String()))
	if to, ok := moved[n.Op]; ok {
		f.add(BoundMoved, n.OpPos, end, to.String())
	}
	if to, ok := swapped[n.Op]; ok {
		f.add(LogicSwapped, n.OpPos, end, to.String())
	}
}

// returned replaces the error in the last place by nil. A single call that gives all
// results is not changed.
func (f *finder) returned(n *ast.ReturnStmt, results *ast.FieldList) {
	if results == nil || len(n.Results) == 0 || len(n.Results) != results.NumFields() {
		return
	}
	if t, ok := results.List[len(results.List)-1].Type.(*ast.Ident); !ok || t.Name != "error" {
		return
	}
	last := n.Results[len(n.Results)-1]
	if id, ok := last.(*ast.Ident); ok && id.Name == "nil" {
		return
	}
	f.add(ErrorRemoved, last.Pos(), last.End(), "nil"+f.lines(last))
}

func (f *finder) remove(list []ast.Stmt) {
	for _, s := range list {
		if removable(s) {
			f.add(StatementRemoved, s.Pos(), s.End(), f.lines(s))
		}
	}
}

// lines returns the line breaks of a node. They take the place of the node, so that the
// code after it keeps its lines and no test fails only because of a line number.
func (f *finder) lines(n ast.Node) string {
	return strings.Repeat("\n", strings.Count(f.source(n), "\n"))
}

// removable reports whether a statement is simple, and the code without it may compile
// and may differ.
func removable(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.ExprStmt, *ast.IncDecStmt, *ast.SendStmt, *ast.DeferStmt, *ast.GoStmt, *ast.BranchStmt:
		return true
	case *ast.ReturnStmt:
		return len(s.Results) == 0
	case *ast.AssignStmt:
		return s.Tok != token.DEFINE && !onlyBlank(s)
	}
	return false
}

// onlyBlank reports whether an assignment is like _ = x.
func onlyBlank(s *ast.AssignStmt) bool {
	for _, to := range s.Lhs {
		if id, ok := to.(*ast.Ident); !ok || id.Name != "_" {
			return false
		}
	}
	for _, from := range s.Rhs {
		if _, ok := from.(*ast.CallExpr); ok {
			return false
		}
	}
	return true
}
