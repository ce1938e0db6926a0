// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// readEnvironment takes what systemd says in the environment, as sd_notify(3)
// and sd_watchdog_enabled(3) have it.
func (n *notifier) readEnvironment(getenv func(string) string, pid int) {
	address := getenv("NOTIFY_SOCKET")
	if address == "" {
		return
	}
	if !strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "@") || len(address) < 2 {
		n.problem = &EnvironmentError{"NOTIFY_SOCKET", address, "a path from the root, or @ and an abstract name (vsock is not supported)"}
		return
	}
	n.dial = func() line { return &socket{address: address} }
	n.watchdog, n.problem = watchdog(getenv("WATCHDOG_USEC"), getenv("WATCHDOG_PID"), pid)
}

// watchdog returns within what time systemd wants a ping from this process, 0
// for never.
func watchdog(usec, of string, pid int) (time.Duration, error) {
	if usec == "" {
		return 0, nil
	}
	if of != "" {
		whose, err := strconv.Atoi(of)
		if err != nil || whose <= 0 {
			return 0, &EnvironmentError{"WATCHDOG_PID", of, "the id of a process"}
		}
		if whose != pid {
			return 0, nil
		}
	}
	n, err := strconv.ParseInt(usec, 10, 64)
	if err != nil || n <= 0 || n > math.MaxInt64/int64(time.Microsecond) {
		return 0, &EnvironmentError{"WATCHDOG_USEC", usec, "a time in microseconds, 292 years at most"}
	}
	return time.Duration(n) * time.Microsecond, nil
}
