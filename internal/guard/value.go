// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard

import (
	"fmt"
	"reflect"
)

// ValueText returns a value, of a panic for example, as fmt prints it, with the
// limits of [Text]. Of a value that is large, or could hold itself, it returns the
// name of the type.
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

// maxParts is how many parts a value may have that is printed.
const maxParts = 1000

// isSmall reports whether fmt prints v in short and bounded time. fmt follows
// interfaces, maps and slices without end if they hold themselves.
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
		for i := range v.Len() {
			if !isSmall(v.Index(i), left) {
				return false
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if !isSmall(v.Field(i), left) {
				return false
			}
		}
	case reflect.Pointer: // fmt follows the outermost one
		return v.IsNil() || *left < maxParts-1 || isSmall(v.Elem(), left)
	}
	return true
}
