// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

// directExecutor is the executor of [Config].Direct: a loop over the construction order,
// without dig. Its time grows with the number of nodes.
func directExecutor(b *Build, construct func(*node) error) error {
	for _, n := range b.missing {
		if err := construct(n); err != nil {
			return err
		}
	}
	return nil
}
