// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package systemd tells systemd what an app is doing, by the protocol of
// sd_notify(3), as an observer of its events:
//
//	facet.Main(
//		facet.Provide(NewServer),
//		facet.Invoke(func(*http.Server) {}),
//		facet.Observe(systemd.Notify(systemd.Alive(check))),
//	)
//
// Where nobody listens, as in a test or on a developer's machine, it does nothing.
//
// # What is told
//
//   - READY=1 when the last start step has returned, so that units ordered after
//     this one begin when it is up.
//   - STOPPING=1 when draining or stopping begins, also after a failed build or
//     start.
//   - STATUS: what the app is doing, as systemctl status shows it. While it builds,
//     starts, drains or stops: how much is done and what it waits for, the longest
//     wait first, as in "starting: 3 hooks done, waiting for store.NewDB: Ping (4s)";
//     once a second while it waits, and else when something changes, at most ten
//     times a second. While it is running: how much was started, in what time. After
//     a failure: the first line of what failed, and at the end of the result.
//   - EXTEND_TIMEOUT_USEC when a step of a start or stop ends: see below.
//   - WATCHDOG=1 every half of WatchdogSec, from the first event to the last, while
//     the app is alive: see [Alive].
//
// Nothing else. ERRNO is left out because errors of Go seldom have a number, and
// one dug out of a result could be that of a consequence; STATUS names the cause.
// EXIT_STATUS is not read by systemd, which sees the process exit. Reloading, file
// descriptors and MAINPID are not this package's business. WATCHDOG=trigger is not
// offered: it aborts the process at once, where Shutdown with an error stops it
// in order, and exits so that Restart=on-failure restarts it.
//
// $NOTIFY_SOCKET may be a path, or @ and an abstract name; vsock, by which a whole
// virtual machine tells its host, is not supported. If systemd cannot be reached
// the app runs on, and [OnError] is told. READY=1 and what else was not taken is
// sent again after 1, 2, 4 seconds and so on, once a minute at last.
//
// The environment stays as it is, so child processes inherit $NOTIFY_SOCKET and
// $WATCHDOG_USEC. With NotifyAccess=main systemd ignores what they send, and
// $WATCHDOG_PID tells them that they are not meant. To hide the variables from
// them, call os.Unsetenv after [Notify], which has read them.
//
// # The unit
//
//	[Service]
//	Type=notify
//	NotifyAccess=main
//	ExecStart=/usr/local/bin/orders
//	TimeoutStartSec=60
//	TimeoutStopSec=30
//	WatchdogSec=30
//	KillMode=mixed
//	Restart=on-failure
//	RestartPreventExitStatus=78
//
// Type=notify has systemd wait for READY=1, and NotifyAccess=main, its default
// then, takes messages of the main process only.
//
// TimeoutStartSec bounds the time until READY=1 or, after a failed start, until
// the process has gone. facet bounds a start by itself, and can name the hook that
// hangs, so leave it the time: what the constructors take, and StartTimeout,
// StopTimeout and three times Grace, which are 28 s by default.
//
// TimeoutStopSec is the time from SIGTERM or STOPPING=1 to SIGKILL. facet takes
// DrainDelay, StopTimeout and twice Grace at most, 12 s by default; add what
// draining hooks take beyond DrainDelay, and 2 s for observers and the last words.
//
// WatchdogSec applies from READY=1 on, or from the first ping if that comes before;
// then the pings come, too. With 30 s there is one every 15 s, a liveness has 7.5 s
// to answer, and one failure is forgiven. A process that is not alive gets SIGABRT,
// at which a Go program writes the stacks of all goroutines to the journal.
//
// KillMode=mixed sends SIGTERM to the main process alone, so that components stop
// their own child processes in their turn; SIGKILL reaches what is left of all.
//
// Restart=on-failure restarts after what facet.Main exits with: any code but 0,
// which is a clean end. A failure is 1, facet.Exit(n) is n, and 128 and the number
// of the signal is a stop that a further signal cut short. RestartPreventExitStatus
// lists what a restart cannot cure, here facet.Exit(78) for a bad configuration.
//
// Under systemd, one process is one run: a service that has said STOPPING=1 is
// expected to exit, and systemd 259 and later do not take it back. An app that is
// to be stopped and started again within its process should do without Notify.
//
// # Slow, and stuck
//
// A start that migrates a database can take longer than TimeoutStartSec and be
// well. So each time that a constructor, a hook or a cleanup ends before READY=1
// or after STOPPING=1, and when the next phase begins, systemd is told to grant at
// least 30 s from now, which [Progress] changes. systemd never shortens a timeout
// for it: within TimeoutStartSec and TimeoutStopSec nothing changes, and beyond
// them the process is killed when no step has ended for 30 s. So a slow start that
// gets on lives, however long it takes altogether, and a stuck one does not.
//
// The 30 s are twice the default of StartTimeout and three times that of
// StopTimeout: by default facet itself gives up first. Who raises those beyond
// TimeoutStartSec and TimeoutStopSec should set Progress to the time of the
// longest step. While the app is running nothing is extended: that would push back
// RuntimeMaxSec and the watchdog.
package systemd
