// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package callstack_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/fx/internal/callstack"
)

func TestTake_beginsWithTheCaller(t *testing.T) {
	stack := callstack.Take(0)
	require.Equal(t, "go.uber.org/fx/internal/callstack_test.TestTake_beginsWithTheCaller", stack[0].Function)
	require.Contains(t, stack.Top(), "callstack_test.go:")
	require.Equal(t, stack[1:].Strings()[0], callstack.Take(1).Strings()[0])
	require.Contains(t, fmt.Sprintf("%+v", stack), stack[0].Function+"\n\t"+stack[0].File)
	require.Contains(t, fmt.Sprintf("%v", stack), stack.Top()+"; ")
	require.Equal(t, "unknown", callstack.Stack{}.Top())
}

func TestFuncName_isFullAndReadable(t *testing.T) {
	require.Equal(t, "fmt.Sprint()", callstack.FuncName(fmt.Sprint))
	require.Equal(t, "42", callstack.FuncName(42))
	require.Equal(t, "n/a", callstack.FuncName((func())(nil)))
}
