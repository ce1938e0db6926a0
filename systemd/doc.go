// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package systemd reports the state of an app to systemd, by the protocol of
// sd_notify(3). It is an observer of the app's events:
//
//	facet.Main(
//		facet.Provide(NewServer),
//		facet.Invoke(func(*http.Server) {}),
//		facet.Observe(systemd.Notify(systemd.Alive(check))),
//	)
//
// Without systemd, as in a test or on a developer's machine, it does nothing.
//
// # Messages
//
//   - READY=1 when the last start step has returned, so that units ordered after this one
//     begin when it is up.
//   - STOPPING=1 when draining or stopping begins, also after a failed build or start.
//   - STATUS: the line that systemctl status shows. During a build, start, drain or stop
//     it has the number of finished steps and the running steps, the longest first, as in
//     "starting: 3 hooks done, waiting for store.NewDB: Ping (4s)". While steps run it is
//     sent once a second, otherwise after changes, at most ten times a second. While the
//     app is running it has the number of started hooks and the time of the start. After a
//     failure, and at the end, it has the first line of the error.
//   - EXTEND_TIMEOUT_USEC when a step of a start or stop ends: see below.
//   - WATCHDOG=1 every half of WatchdogSec, from the first event to the last, while the
//     app is alive: see [Alive].
//
// There are no other messages. ERRNO is left out because Go errors seldom have a
// number, and a number inside a result could belong to a consequence; STATUS has the
// cause. systemd does not read EXIT_STATUS, because it sees the exit of the process.
// Reloading, file descriptors and MAINPID are outside the scope of this package.
// WATCHDOG=trigger is not offered: it aborts the process at once. Shutdown with an
// error stops the app in order and then exits, so that Restart=on-failure restarts it.
//
// $NOTIFY_SOCKET may be a path, or @ and an abstract name. vsock, with which a virtual
// machine reports to its host, is not supported. If systemd cannot be reached, the app
// continues, and [OnError] is called. A message that could not be sent is sent again
// after 1, 2, 4 seconds and so on, up to once a minute.
//
// The environment does not change, so child processes inherit $NOTIFY_SOCKET and
// $WATCHDOG_USEC. With NotifyAccess=main systemd ignores their messages, and
// $WATCHDOG_PID tells them that the watchdog is not theirs. To hide the variables from
// child processes, call os.Unsetenv after [Notify], which has read them.
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
// With Type=notify systemd waits for READY=1. With NotifyAccess=main, the default of
// this type, it accepts messages only from the main process.
//
// TimeoutStartSec limits the time until READY=1 or, after a failed start, until the
// process has exited. facet limits a start itself, and can name the hook that hangs, so
// TimeoutStartSec should be longer: the time of the constructors, plus StartTimeout,
// StopTimeout and three times Grace, which are 28 s by default.
//
// TimeoutStopSec is the time from SIGTERM or STOPPING=1 to SIGKILL. facet takes at most
// DrainDelay, StopTimeout and twice Grace, 12 s by default. Add the time that drain
// hooks take beyond DrainDelay, and 2 s for observers and the last messages.
//
// WatchdogSec applies from READY=1, or from the first ping if that is earlier; pings
// begin with the first event. With 30 s there is a ping every 15 s, the liveness
// function has 7.5 s to return, and one failure is forgiven. A process that is not
// alive receives SIGABRT, and the Go runtime writes the stacks of all goroutines to the
// journal.
//
// KillMode=mixed sends SIGTERM only to the main process, so that components stop their
// child processes in order. SIGKILL goes to all remaining processes.
//
// Restart=on-failure restarts after every exit code of facet.Main but 0, which is a
// clean end. The code is 1 after a failure, n after facet.Exit(n), and 128 plus the
// number of the signal if a second signal cut the stop short. RestartPreventExitStatus
// lists the codes that a restart cannot cure, here facet.Exit(78) for a bad
// configuration.
//
// Under systemd one process is one run: after STOPPING=1 the process must exit, and
// systemd 259 and later do not accept READY=1 again. Do not use Notify in an app that
// stops and starts again in its process.
//
// # Slow and stuck starts
//
// A start that migrates a database may take longer than TimeoutStartSec and still be
// healthy. So facet asks systemd for at least 30 s from now, which [Progress] changes,
// each time that a constructor, a hook or a cleanup ends before READY=1 or after
// STOPPING=1, and when a phase begins. systemd never shortens a timeout because of
// that. Within TimeoutStartSec and TimeoutStopSec nothing changes. Beyond them systemd
// kills the process when no step has ended for 30 s. So a slow start that makes
// progress may take any time, and a stuck one is killed.
//
// The 30 s are twice the default of StartTimeout and three times that of StopTimeout,
// so by default facet times out first. If you set those longer than TimeoutStartSec and
// TimeoutStopSec, set Progress to the time of the longest step. A running app asks for
// no extension: that would delay RuntimeMaxSec and the watchdog.
package systemd
