import Dispatch
import Synchronization

/// What waits for the writer: bounded in events and bytes, refused when full, emptied a group at a time.
final class WriteQueue: Sendable {
    /// A proposal in the queue, encoded by its sender.
    struct Job: Sendable {
        let proposal: Proposal
        let events: [ProposedEvent]
        /// Nil where nobody waits.
        let reply: CheckedContinuation<Result<Appended, AppendError>, Never>?
        let bytes: Int

        init(
            _ proposal: Proposal, _ events: [ProposedEvent],
            reply: CheckedContinuation<Result<Appended, AppendError>, Never>?
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
        var merged: [Segment] = []
        var isClosing = false
    }

    private struct State {
        var group = Group()
        var events = 0
        var bytes = 0
        var isWriterAsleep = false
        var isClosed = false
    }

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
        wakeWriter()
    }

    /// Hands the writer a merged segment to put in place.
    func add(merged segment: Segment) {
        state.withLock { $0.group.merged.append(segment) }
        wakeWriter()
    }

    /// Refuses all that comes later and lets the writer finish.
    func close() {
        state.withLock { state in
            state.isClosed = true
            state.group.isClosing = true
        }
        wakeWriter()
    }

    /// Waits for work and takes all of it.
    ///
    /// Called by the writer's thread only.
    func next() -> Group {
        while true {
            let group: Group? = state.withLock { state in
                guard !state.group.jobs.isEmpty || !state.group.merged.isEmpty || state.group.isClosing else {
                    state.isWriterAsleep = true
                    return nil
                }
                defer {
                    state.group = Group()
                    state.events = 0
                    state.bytes = 0
                }
                return state.group
            }
            if let group { return group }
            wake.wait()
        }
    }

    private func wakeWriter() {
        let wasAsleep = state.withLock { state in
            defer { state.isWriterAsleep = false }
            return state.isWriterAsleep
        }
        if wasAsleep { wake.signal() }
    }
}
