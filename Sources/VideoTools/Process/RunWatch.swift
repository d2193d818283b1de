import Glibc

/// Decides when a running program must end, and by which signal; a plain value that reads no clock.
struct RunWatch {
    private enum Phase {
        /// Allowed to work. Turns into `ending` at a time-out, a stall, a stop or an overfull output.
        case working
        /// Has been sent SIGTERM. Turns into `killed` when the grace is over.
        case ending(since: ContinuousClock.Instant)
        /// Has been sent SIGKILL; only its end is left.
        case killed
    }

    /// Why the program is being ended before its time; nil while it is allowed to work.
    private(set) var reason: StageError?
    private let program: ExternalProgram
    private let started: ContinuousClock.Instant
    private var lastProgress: ContinuousClock.Instant
    private var lastProgressLine: String?
    private var sawProgress = false
    private var phase = Phase.working

    init(program: ExternalProgram, now: ContinuousClock.Instant) {
        self.program = program
        self.started = now
        self.lastProgress = now
    }

    /// Takes note of a line of standard output, which may be progress.
    mutating func note(_ line: String) {
        guard let prefix = program.progressPrefix else { return sawProgress = true }
        guard line.hasPrefix(prefix), line != lastProgressLine else { return }
        lastProgressLine = line
        sawProgress = true
    }

    /// Takes note that more was written than may be kept.
    mutating func overfull() {
        guard reason == nil else { return }
        reason = StageError(.limitExceeded, "\(program.name) wrote more than \(program.outputLimit) bytes")
    }

    /// The signal to send now, if any.
    mutating func check(stopRequested: Bool, now: ContinuousClock.Instant) -> Int32? {
        if sawProgress { (lastProgress, sawProgress) = (now, false) }
        switch phase {
        case .working:
            reason = reason ?? fault(stopRequested: stopRequested, now: now)
            guard reason != nil else { return nil }
            phase = .ending(since: now)
            return SIGTERM
        case .ending(let since):
            guard now - since >= program.grace else { return nil }
            phase = .killed
            return SIGKILL
        case .killed:
            return nil
        }
    }

    private func fault(stopRequested: Bool, now: ContinuousClock.Instant) -> StageError? {
        if stopRequested { return StageError(.cancelled, "\(program.name) was cancelled") }
        if now - started >= program.timeout {
            return StageError(.timedOut, "\(program.name) did not finish within \(program.timeout)")
        }
        if let stall = program.stallTimeout, now - lastProgress >= stall {
            return StageError(.timedOut, "\(program.name) made no progress for \(stall)")
        }
        return nil
    }
}
