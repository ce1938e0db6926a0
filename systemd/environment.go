// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// readEnvironment reads the variables of sd_notify(3) and sd_watchdog_enabled(3).
func (n *notifier) readEnvironment(getenv func(string) string, pid int) {
	address := getenv("NOTIFY_SOCKET")
	if address == "" {
		return
	}
	if !strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "@") || len(address) < 2 {
		n.problem = &EnvironmentError{"NOTIFY_SOCKET", address, "a path from the root, or @ and an abstract name (vsock is not supported)"}
		return
	}
	n.dial = func() conn { return &socket{address: address} }
	n.watchdog, n.problem = parseWatchdog(getenv("WATCHDOG_USEC"), getenv("WATCHDOG_PID"), pid)
}

// parseWatchdog returns the interval in which systemd expects a ping from this process,
// or 0 for no watchdog.
func parseWatchdog(usec, of string, pid int) (time.Duration, error) {
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
