// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import (
	"github.com/facet-go/facet/internal/registration"
)

// After makes the constructor run after the provider of T, or of T with that name. The
// constructor runs and starts later, and stops and cleans up earlier, in every build
// that contains both. No value is passed, and the provider is not pulled into the
// build. The edge takes part in cycle detection. It is an error if T has no provider.
// After may be repeated for other keys.
func After[T any](name ...string) Option { return registration.After[T](name...) }

// Before makes the constructor run before the provider of T, or of T with that name. It
// is the reverse of [After].
func Before[T any](name ...string) Option { return registration.Before[T](name...) }

// Parallel puts the constructor into the parallel group with that tag. The start hooks
// of members that do not depend on each other run concurrently, and so do their stop
// hooks. Constructors still run one at a time. Parallel takes precedence over the tag
// parallel:"..." at a consumer and over a parallel module.
func Parallel(tag string) Option { return registration.Parallel(tag) }
