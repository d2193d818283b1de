import Dispatch
import Synchronization

/// What waits for the writer: bounded in events and bytes, refused when full, emptied a group at a time.
///
/// Jobs that nobody waits for do not hurry the writer: they go with the next one that somebody waits for, or
/// after ``linger``. That halves the commits of a service whose requests each begin with such a job.
final class WriteQueue: Sendable {
    /// A proposal in the queue, encoded by its sender.
    ///
    /// A reference: it is handed on several times.
    final class Job: Sendable {
        let proposal: Proposal
        let events: [ProposedEvent]
        /// Nil where nobody waits.
        let reply: UnsafeContinuation<Result<Appended, AppendError>, Never>?
        let bytes: Int

        init(
            _ proposal: Proposal, _ events: [ProposedEvent],
            reply: UnsafeContinuation<Result<Appended, AppendError>, Never>?
        ) {
            self.proposal = proposal
            self.events = events
            self.reply = reply
            bytes = events.reduce(0) { $0 + $1.payload.count + 64 }
        }
    }

    /// What the writer takes at once.
    struct Group {
        var jobs: [Job] = []
        var sealed: [Segment] = []
        /// What else the writer does, on its thread.
        var errands: [@Sendable (LogWriter) -> Void] = []
        var isClosing = false
    }

    /// What the writer's thread is doing.
    private enum Writer {
        case busy
        /// Nothing to do; any job wakes it.
        case idle
        /// Only jobs that can wait; one that cannot wakes it.
        case lingering
    }

    private struct State {
        var group = Group()
        var events = 0
        var bytes = 0
        var writer = Writer.busy
        /// Whether somebody waits for what is in the group.
        var isUrgent = false
        var isClosed = false
    }

    /// The longest that a job nobody waits for stays in the queue.
    private static let linger = DispatchTimeInterval.milliseconds(5)

    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)
    private let eventLimit: Int
    private let byteLimit: Int

    init(eventLimit: Int, byteLimit: Int) {
        self.eventLimit = eventLimit
        self.byteLimit = byteLimit
    }

    /// Events waiting now.
    var depth: Int { state.withLock { $0.events } }

    func add(_ job: Job) throws(AppendError) {
        let refusal: AppendError? = state.withLock { state in
            if state.isClosed { return .closed }
            let isFull = state.events + job.events.count > eventLimit || state.bytes + job.bytes > byteLimit
            if isFull, state.events > 0 { return .overloaded }
            state.group.jobs.append(job)
            state.events += job.events.count
            state.bytes += job.bytes
            return nil
        }
        if let refusal { throw refusal }
        wakeWriter(urgently: job.reply != nil)
    }

    /// Has the writer do something else, in turn.
    func add(errand: @escaping @Sendable (LogWriter) -> Void) throws(AppendError) {
        let isClosed = state.withLock { state in
            if !state.isClosed { state.group.errands.append(errand) }
            return state.isClosed
        }
        if isClosed { throw .closed }
        wakeWriter(urgently: true)
    }

    /// Hands the writer sealed segments to put in place.
    func add(sealed segments: [Segment]) {
        state.withLock { $0.group.sealed += segments }
        wakeWriter(urgently: true)
    }

    /// Refuses all that comes later and lets the writer finish.
    func close() {
        state.withLock { state in
            state.isClosed = true
            state.group.isClosing = true
        }
        wakeWriter(urgently: true)
    }

    /// Waits for work and takes all of it.
    ///
    /// Called by the writer's thread only.
    func next() -> Group {
        var hasLingered = false
        while true {
            if let group = take(anyway: hasLingered) { return group }
            let isIdle = state.withLock { $0.writer == .idle }
            if isIdle {
                wake.wait()
                hasLingered = false
            } else {
                hasLingered = wake.wait(timeout: .now() + Self.linger) == .timedOut
            }
        }
    }

    /// The group, where there is one that should not wait any longer; else says what the writer does meanwhile.
    private func take(anyway: Bool) -> Group? {
        state.withLock { state in
            let isEmpty =
                state.group.jobs.isEmpty && state.group.sealed.isEmpty
                && state.group.errands.isEmpty
                && !state.group.isClosing
            guard !isEmpty, state.isUrgent || anyway else {
                state.writer = isEmpty ? .idle : .lingering
                return nil
            }
            defer {
                state.group = Group()
                state.events = 0
                state.bytes = 0
                state.isUrgent = false
                state.writer = .busy
            }
            return state.group
        }
    }

    private func wakeWriter(urgently: Bool) {
        let mustWake = state.withLock { state in
            if urgently { state.isUrgent = true }
            guard state.writer == .idle || (urgently && state.writer == .lingering) else { return false }
            state.writer = .busy
            return true
        }
        if mustWake { wake.signal() }
    }
}
