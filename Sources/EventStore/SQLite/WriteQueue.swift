import Dispatch
import Synchronization

/// What waits for the writer: bounded in events and bytes, refused when full, emptied a group at a time.
///
/// Jobs that nobody waits for do not hurry the writer: they go with the next one that somebody waits for, once they
/// would fill a segment, or after ``linger``. That halves the commits of a service whose requests each begin with one.
///
/// An appender that finds the writer with nothing to do may take its place for one small commit (``borrow(for:_:)``):
/// waking another thread and being woken by it costs several times what such a commit does.
final class WriteQueue: Sendable {
    /// A proposal in the queue, encoded by its sender.
    ///
    /// A reference: it is handed on several times.
    final class Job: Sendable {
        let stream: StreamName
        let expecting: ExpectedRevision
        let key: String?
        let metadata: EventMetadata
        let isSynced: Bool
        let events: [ProposedEvent]
        /// Nil where nobody waits.
        let reply: UnsafeContinuation<Result<Appended, AppendError>, Never>?
        let bytes: Int

        init(
            _ proposal: Proposal, _ events: [ProposedEvent],
            reply: UnsafeContinuation<Result<Appended, AppendError>, Never>?
        ) {
            stream = proposal.stream
            expecting = proposal.expecting
            key = proposal.key
            metadata = proposal.metadata
            isSynced = proposal.durability == .synced
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
        /// An appender that committed in the writer's place found that the log needs looking after.
        var wantsUpkeep = false
        /// Nothing has come for ``lull``, for the first time since something did.
        var isLull = false

        var isEmpty: Bool { jobs.isEmpty && sealed.isEmpty && errands.isEmpty && !isClosing && !wantsUpkeep }
    }

    /// Who may commit, and what the writer's thread is doing.
    private enum Writer {
        /// The thread works, or has been told to.
        case busy
        /// Nothing to do; any job wakes it.
        case idle
        /// Only jobs that can wait; one that cannot wakes it.
        case lingering
        /// Some of those who waited for the last sync wait again; so many in all wake it.
        case gathering(Int)
        /// An appender commits in its place.
        case lent
    }

    private struct State {
        var group = Group()
        var events = 0
        var bytes = 0
        var writer = Writer.busy
        /// Whether somebody waits for what is in the group.
        var isUrgent = false
        /// Whether the group holds something that must be synced.
        var wantsSync = false
        var isClosed = false
        /// Groups in a row that no two appenders waited for.
        var calmGroups = calm
        /// How many waited for the last group that was synced.
        var lastSynced = 0
        /// Counts what was committed; how far that was when the last lull began.
        var activity: UInt64 = 0
        var settled: UInt64 = 0
        /// Whether the thread waits until it is woken, however long that is.
        var isAsleep = false
    }

    /// The longest that a job nobody waits for stays in the queue.
    private static let linger = DispatchTimeInterval.milliseconds(5)
    /// How long a sync is put off for those who had waited for the last one: a sync takes longer.
    private static let gather = DispatchTimeInterval.microseconds(150)
    /// How long nothing must come before the writer tidies up.
    private static let lull = DispatchTimeInterval.seconds(2)
    /// What an appender may commit in the writer's place: more is worth a thread of its own.
    private static let lentEvents = 64
    private static let lentBytes = 64 << 10
    /// The groups without company after which the next appender is taken to be alone.
    private static let calm = 8

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

    /// Whether anything waits for the writer.
    var isEmpty: Bool { state.withLock { $0.group.isEmpty } }

    func add(_ job: Job) throws(AppendError) {
        let (refusal, mustWake) = state.withLock { state -> (AppendError?, Bool) in
            if state.isClosed { return (.closed, false) }
            let isFull = state.events + job.events.count > eventLimit || state.bytes + job.bytes > byteLimit
            if isFull, state.events > 0 { return (.overloaded, false) }
            Self.add(job, to: &state)
            let isUrgent = job.reply != nil || state.events >= Segment.sealedCount
            return (nil, Self.mustWake(&state, urgently: isUrgent))
        }
        if let refusal { throw refusal }
        if mustWake { wake.signal() }
    }

    /// Has the writer do something else, in turn.
    func add(errand: @escaping @Sendable (LogWriter) -> Void) throws(AppendError) {
        let isClosed = change { state in
            if !state.isClosed { state.group.errands.append(errand) }
            return state.isClosed
        }
        if isClosed { throw .closed }
    }

    /// Hands the writer sealed segments to put in place.
    func add(sealed segments: [Segment]) { change { $0.group.sealed += segments } }

    /// Refuses all that comes later and lets the writer finish.
    func close() {
        change { state in
            state.isClosed = true
            state.group.isClosing = true
        }
    }

    // MARK: For the writer's thread

    /// Waits for work and takes all of it.
    ///
    /// Called by the writer's thread only.
    func next() -> Group {
        var hasWaited = false
        var seen: UInt64?
        while true {
            switch take(hasWaited: hasWaited, seen: seen) {
            case .work(let group): return group
            case .wait(let time, let activity):
                seen = activity
                hasWaited = wake.wait(timeout: time.map { .now() + $0 } ?? .distantFuture) == .timedOut
            }
        }
    }

    private enum Step {
        case work(Group)
        /// For so long, or until it is woken; and how much has been committed until now.
        case wait(DispatchTimeInterval?, activity: UInt64)
    }

    /// The group, where there is one that should not wait any longer; else says what the writer does meanwhile.
    ///
    /// - Parameter seen: how much had been committed when the wait that just ended began.
    private func take(hasWaited: Bool, seen: UInt64?) -> Step {
        state.withLock { state in
            state.isAsleep = false
            if case .lent = state.writer { return .wait(Self.lull, activity: state.activity) }
            if !state.group.isEmpty {
                guard state.isUrgent || hasWaited else {
                    state.writer = .lingering
                    return .wait(Self.linger, activity: state.activity)
                }
                if !hasWaited, let count = Self.gathered(state) {
                    state.writer = .gathering(count)
                    return .wait(Self.gather, activity: state.activity)
                }
                return .work(Self.takeGroup(&state))
            }
            state.writer = .idle
            if state.activity == state.settled {
                state.isAsleep = true
                return .wait(nil, activity: state.activity)
            }
            guard hasWaited, seen == state.activity else { return .wait(Self.lull, activity: state.activity) }
            state.settled = state.activity
            state.writer = .busy
            return .work(Group(isLull: true))
        }
    }

    private static func takeGroup(_ state: inout State) -> Group {
        defer {
            state.group = Group()
            state.events = 0
            state.bytes = 0
            state.isUrgent = false
            state.wantsSync = false
            state.writer = .busy
            state.activity += 1
        }
        let waiting = state.group.jobs.count { $0.reply != nil }
        state.calmGroups = waiting > 1 ? 0 : state.calmGroups + 1
        state.lastSynced = state.wantsSync ? waiting : 0
        return state.group
    }

    /// How many jobs are worth waiting for before a sync; nil where there are so many, or something else to do.
    private static func gathered(_ state: State) -> Int? {
        let count = state.lastSynced - state.lastSynced / 8
        let hasOnlyJobs = state.group.sealed.isEmpty && state.group.errands.isEmpty && !state.group.isClosing
        return state.wantsSync && hasOnlyJobs && count > state.group.jobs.count ? count : nil
    }

    // MARK: For an appender in the writer's place

    /// Lets an appender commit in the writer's place what waits and, last, its own job; nil where it has to queue.
    ///
    /// Only where the writer has nothing to do, the commit is small and need not be synced, and nobody else has been
    /// appending at the same time: many appenders are served better by the writer's thread, a group at a time.
    /// Whoever gets jobs must call ``giveBack(_:_:)``.
    func borrow(for proposal: Proposal, _ events: [ProposedEvent]) -> [Job]? {
        guard proposal.durability == .committed else { return nil }
        return state.withLock { state in
            guard Self.canLend(state), state.events + events.count <= Self.lentEvents else { return nil }
            let job = Job(proposal, events, reply: nil)
            guard state.bytes + job.bytes <= Self.lentBytes else { return nil }
            let jobs = Self.takeGroup(&state).jobs + CollectionOfOne(job)
            state.writer = .lent
            return jobs
        }
    }

    private static func canLend(_ state: State) -> Bool {
        switch state.writer {
        case .idle, .lingering:
            !state.isUrgent && !state.isClosed && !state.wantsSync && state.calmGroups >= Self.calm
        case .busy, .gathering, .lent: false
        }
    }

    /// Gives the writer's place back.
    ///
    /// - Parameters:
    ///   - jobs: what could not be committed there and must come first.
    ///   - needsUpkeep: whether the writer's thread should look after the log.
    func giveBack(_ jobs: [Job] = [], needsUpkeep: Bool = false) {
        let mustWake = state.withLock { state in
            if state.group.jobs.contains(where: { $0.reply != nil }) { state.calmGroups = 0 }
            for job in jobs {
                state.events += job.events.count
                state.bytes += job.bytes
            }
            state.group.jobs.insert(contentsOf: jobs, at: 0)
            if needsUpkeep {
                state.group.wantsUpkeep = true
                state.isUrgent = true
            }
            let mustWake = !state.group.isEmpty || state.isAsleep
            state.writer = state.group.isEmpty ? .idle : .busy
            state.isAsleep = false
            return mustWake
        }
        if mustWake { wake.signal() }
    }

    // MARK: Waking

    private static func add(_ job: Job, to state: inout State) {
        state.group.jobs.append(job)
        state.events += job.events.count
        state.bytes += job.bytes
        if job.isSynced { state.wantsSync = true }
    }

    private func change<T: Sendable>(_ body: (inout State) -> T) -> T {
        let (result, mustWake) = state.withLock { state in
            let result = body(&state)
            return (result, Self.mustWake(&state, urgently: true))
        }
        if mustWake { wake.signal() }
        return result
    }

    /// Whether the writer's thread must be woken for what was just added; the caller then does.
    private static func mustWake(_ state: inout State, urgently: Bool) -> Bool {
        if urgently { state.isUrgent = true }
        let mustWake =
            switch state.writer {
            case .idle: true
            case .lingering: urgently
            case .gathering(let count): state.group.jobs.count >= count || gathered(state) == nil
            case .busy, .lent: false
            }
        if mustWake { state.writer = .busy }
        return mustWake
    }
}
