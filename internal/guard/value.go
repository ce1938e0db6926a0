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
	case reflect.Pointer: // fmt follows only the outermost pointer
		return v.IsNil() || *left < maxParts-1 || isSmall(v.Elem(), left)
	}
	return true
}
