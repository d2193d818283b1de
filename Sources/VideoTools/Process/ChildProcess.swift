import Foundation
import Glibc
import Synchronization

/// A started program: its process id and our ends of its standard streams.
///
/// The id is also the id of its session and process group. Whoever holds the value must call ``reap()``
/// exactly once; until then the id cannot be taken by another process, so signals never go astray.
struct ChildProcess: Sendable {
    let pid: pid_t
    /// Our end of standard input: a socket, so that a write to a dead program is an error and no SIGPIPE.
    let input: Int32?
    let output: Int32
    let error: Int32

    /// Starts `program` in a session of its own.
    ///
    /// - Parameter withInput: whether standard input is a channel from us, or nothing at all.
    static func spawn(
        _ program: ExternalProgram, arguments: [String], environment: [String: String], withInput: Bool = false
    ) throws(StageError) -> ChildProcess {
        let command = try program.command(arguments)
        return try SpawnPlan.lock.withLock { _ throws(StageError) in
            let streams = try StandardStreams.open(withInput: withInput, for: program.name)
            defer { streams.closeChildEnds() }
            let plan = SpawnPlan(command: command, environment: environment, streams: streams)
            var pid: pid_t = 0
            let code = plan.start(&pid)
            guard code == 0 else {
                streams.closeOurEnds()
                let reason = String(cString: strerror(code))
                throw StageError(.providerFailed, "\(program.name) could not be started: \(reason)")
            }
            let child = ChildProcess(
                pid: pid, input: streams.ourInput, output: streams.ourOutput, error: streams.ourError)
            // Set while the program is still in its loader, before it can have started a thread.
            _ = setpriority(__priority_which_t(PRIO_PGRP.rawValue), id_t(pid), Int32(program.niceness))
            return child
        }
    }

    /// Sends a signal to the program and all that it started in its group.
    func signalGroup(_ signal: Int32) { _ = killpg(pid, signal) }

    /// Whether the program has ended; it stays a zombie until ``reap()``.
    var hasExited: Bool {
        var info = siginfo_t()
        let code = waitid(P_PID, id_t(pid), &info, WEXITED | WNOHANG | WNOWAIT)
        return code == 0 ? info._sifields._kill.si_pid == pid : true
    }

    /// Closes our ends, kills what is left of the group and takes the exit status.
    func reap() -> (status: Int32, cpuSeconds: Double) {
        signalGroup(SIGKILL)
        for descriptor in [input, output, error].compactMap(\.self) { close(descriptor) }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(pid, &status, 0, &usage) == -1, errno == EINTR {}
        let signal = status & 0x7f
        return (signal == 0 ? (status >> 8) & 0xff : 128 + signal, usage.ru_utime.seconds + usage.ru_stime.seconds)
    }
}

extension timeval {
    fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1e6 }
}
