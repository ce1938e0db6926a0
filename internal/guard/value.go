// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard

import (
	"fmt"
	"reflect"
)

// ValueText returns the text of a value, for example of a panic, in the form of fmt and
// with the limits of [Text]. If the value is large or could contain itself, it returns
// the name of its type.
func ValueText(v any) string {
	switch v := v.(type) {
	case nil:
		return "<nil>"
	case string:
		return truncate(v)
	case error:
		return Text(v)
	case fmt.Stringer:
		return textOf(v, "String", v.String)
	}
	if left := maxParts; !isSmall(reflect.ValueOf(v), &left) {
		return typeName(v)
	}
	return Ask(typeName(v), func(tell func(string)) { tell(truncate(fmt.Sprint(v))) })
}

// maxParts is the largest number of parts of a value that is printed.
const maxParts = 1000

// isSmall reports whether fmt prints v in short and limited time. fmt does not end for
// interfaces, maps and slices that contain themselves.
func isSmall(v reflect.Value, left *int) bool {
	if *left--; *left < 0 {
		return false
	}
	switch v.Kind() {
	case reflect.Interface, reflect.Map:
		return v.IsNil() || v.Kind() == reflect.Map && v.Len() == 0
	case reflect.String:
		*left -= v.Len() / maxParts
		return *left >= 0
	case reflect.Slice, reflect.Array:
		return areSmall(v.Len(), v.Index, left)
	case reflect.Struct:
		return areSmall(v.NumField(), v.Field, left)
	case reflect.Pointer: // fmt follows only the outermost pointer
		return v.IsNil() || *left < maxParts-1 || isSmall(v.Elem(), left)
	}
	return true
}

// areSmall is isSmall for n parts of a value.
func areSmall(n int, part func(int) reflect.Value, left *int) bool {
	for i := range n {
		if !isSmall(part(i), left) {
			return false
		}
	}
	return true
}
