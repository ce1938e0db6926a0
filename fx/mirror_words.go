// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"errors"
	"reflect"

	"github.com/facet-go/facet"
)

// VisualizeError returns the graph of an error of New in the language of Graphviz.
func VisualizeError(err error) (string, error) {
	var g interface{ Graph() DotGraph }
	if errors.As(err, &g) && g.Graph() != "" {
		return string(g.Graph()), nil
	}
	return "", errors.New("unable to visualize error")
}

// inWordsOfDig returns the error of a registration that was refused with the text of dig,
// if dig refuses it, too.
func (a *App) inWordsOfDig(r *registration, err error) error {
	var refused *problemsError
	if !errors.As(err, &refused) && !errors.Is(err, errTaken) {
		return err
	}
	if refused != nil {
		r.spec = nil
	}
	var inDig error
	if r.kind == kindInvoke {
		inDig = a.newMirror(nil, nil).tryInvoke(r)
	} else {
		inDig = a.newMirror(nil, nil, r).errs[r]
	}
	switch {
	case inDig == nil:
		return reword(err)
	case r.kind == kindInvoke:
		return &refusal{dig: inDig, facet: reword(refused), plain: a.plainErrors}
	case refused == nil:
		return r.failed(inDig)
	default:
		return r.failed(&refusal{dig: inDig, facet: reword(refused), plain: a.plainErrors})
	}
}

// tryInvoke returns why dig refuses to invoke a function. It does not call it.
func (m *mirror) tryInvoke(r *registration) error {
	target := r.target
	if t, ok := target.(annotated); ok {
		target = t.target
	}
	return m.scope(r.module.own).Invoke(doNothing(reflect.TypeOf(target)))
}

// worded returns the failure of a root with the text of dig.
func (a *App) worded(root *registration, err error) error {
	var failure *facet.ConstructError
	if !errors.As(err, &failure) {
		return reword(err)
	}
	failed := a.byID[failure.Component]
	if failed == root {
		return failure.Err
	}
	m := a.newMirror(failed, failure.Err)
	inDig := m.invoke(root)
	if inDig == nil {
		return err
	}
	return &refusal{dig: inDig, facet: err, graph: m.picture(inDig), plain: a.plainErrors}
}
