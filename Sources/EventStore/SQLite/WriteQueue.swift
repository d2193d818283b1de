import Dispatch
import Synchronization

/// What waits for the writer: bounded in events and bytes, refused when full, emptied a group at a time.
///
/// Jobs that nobody waits for do not hurry the writer: they go with the next one that somebody waits for, once they
/// would fill a segment for each processor, which are encoded at once, or after ``linger``. That halves the commits of a
/// service whose requests each begin with one.
///
/// An appender that finds the writer with nothing to do may take its place for one small commit (``borrow(for:_:)``):
/// waking another thread and being woken by it costs several times what such a commit does. In a crowd, one whose thread
/// can do so promises to commit for all once its turn is over (``add(_:canCommit:)``, ``redeem()``).
final class WriteQueue: Sendable {
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
        /// An appender will, once its thread's turn is over.
        case promised
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
    /// The same of what has come together by the end of a turn.
    private static let promisedEvents = 512
    private static let promisedBytes = 512 << 10
    /// The groups without company after which the next appender is taken to be alone.
    private static let calm = 8

    private let state = Mutex(State())
    /// Whether an appender may take the writer's place, as of the last group: in a crowd nobody takes the lock to ask.
    private let isCalm = Atomic(true)
    private let wake = DispatchSemaphore(value: 0)
    private let eventLimit: Int
    private let byteLimit: Int
    /// Events that nobody waits for, at which the writer takes them.
    private let fullCount: Int

    /// - Parameter processors: how many segments can be encoded at once.
    init(eventLimit: Int, byteLimit: Int, processors: Int = 1) {
        self.eventLimit = eventLimit
        self.byteLimit = byteLimit
        fullCount = Segment.sealedCount * max(1, min(processors, 8))
    }

    /// Events waiting now.
    var depth: Int { state.withLock { $0.events } }

    /// Whether anything waits for the writer.
    var isEmpty: Bool { state.withLock { $0.group.isEmpty } }

    /// - Parameter canCommit: whether the caller can commit when its thread's turn is over.
    /// - Returns: whether it has to, by calling ``redeem()`` then.
    @discardableResult
    func add(_ job: Job, canCommit: Bool = false) throws(AppendError) -> Bool {
        let (refusal, next) = state.withLock { state -> (AppendError?, Next) in
            if state.isClosed { return (.closed, .nothing) }
            let isFull = state.events + job.events.count > eventLimit || state.bytes + job.bytes > byteLimit
            if isFull, state.events > 0 { return (.overloaded, .nothing) }
            Self.add(job, to: &state)
            let isUrgent = job.reply != nil || state.events >= fullCount
            if canCommit, Self.isSmall(state) { return (nil, Self.promise(&state, urgently: isUrgent)) }
            return (nil, Self.mustWake(&state, urgently: isUrgent) ? .wake : .nothing)
        }
        if let refusal { throw refusal }
        if case .wake = next { wake.signal() }
        return if case .promised = next { true } else { false }
    }

    /// What whoever has added a job does then.
    private enum Next { case nothing, wake, promised }

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
    ///
    /// - Parameter unsealed: committed events that wait to be sealed.
    func next(after unsealed: Int = 0) -> Group {
        var hasWaited = false
        var seen: UInt64?
        while true {
            switch take(hasWaited: hasWaited, seen: seen, after: unsealed) {
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
    private func take(hasWaited: Bool, seen: UInt64?, after unsealed: Int) -> Step {
        state.withLock { state in
            state.isAsleep = false
            if case .lent = state.writer { return .wait(Self.lull, activity: state.activity) }
            // A promise is kept within a turn; if not, the thread does not wait for it.
            if case .promised = state.writer, !hasWaited { return .wait(Self.linger, activity: state.activity) }
            if !state.group.isEmpty {
                guard state.isUrgent || hasWaited else {
                    state.writer = .lingering
                    return .wait(Self.linger, activity: state.activity)
                }
                if !hasWaited, let count = Self.gathered(state) {
                    state.writer = .gathering(count)
                    return .wait(Self.gather, activity: state.activity)
                }
                return .work(takeGroup(&state, after: hasWaited ? nil : unsealed))
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

    /// Takes all that waits, or so much of what nobody waits for that no event is left over of full segments.
    ///
    /// - Parameter unsealed: events before it that wait to be sealed; nil where everything is to be taken.
    private func takeGroup(_ state: inout State, after unsealed: Int? = nil) -> Group {
        var group = state.group
        let waiting = group.jobs.waitingCount
        state.calmGroups = waiting > 1 ? 0 : state.calmGroups + 1
        isCalm.store(state.calmGroups >= Self.calm, ordering: .relaxed)
        state.lastSynced = state.wantsSync ? waiting : 0
        state.group = Group()
        if let unsealed, waiting == 0, group.hasOnlyJobs { state.group.jobs = group.split(after: unsealed) }
        state.events = state.group.jobs.eventCount
        state.bytes = state.group.jobs.bytes
        state.wantsSync = state.group.jobs.wantSync
        state.isUrgent = state.events >= fullCount
        state.writer = .busy
        state.activity += 1
        return group
    }

    /// How many jobs are worth waiting for before a sync; nil where there are so many, or something else to do.
    private static func gathered(_ state: State) -> Int? {
        let count = state.lastSynced - state.lastSynced / 8
        return state.wantsSync && state.group.hasOnlyJobs && count > state.group.jobs.count ? count : nil
    }

    // MARK: For an appender in the writer's place

    /// Lets an appender commit in the writer's place what waits and, last, its own job; nil where it has to queue.
    ///
    /// Only where the writer has nothing to do, the commit is small and need not be synced, and nobody else has been
    /// appending at the same time: many appenders are served better by the writer's thread, a group at a time.
    /// Whoever gets jobs must call ``giveBack(_:needsUpkeep:canCommit:)``.
    func borrow(for proposal: Proposal, _ events: [ProposedEvent]) -> [Job]? {
        guard isCalm.load(ordering: .relaxed), proposal.durability == .committed else { return nil }
        return state.withLock { state in
            guard Self.canLend(state), state.events + events.count <= Self.lentEvents else { return nil }
            let job = Job(proposal, events, reply: nil)
            guard state.bytes + job.bytes <= Self.lentBytes else { return nil }
            let jobs = takeGroup(&state).jobs + CollectionOfOne(job)
            state.writer = .lent
            return jobs
        }
    }

    private static func canLend(_ state: State) -> Bool {
        switch state.writer {
        case .idle, .lingering:
            !state.isUrgent && !state.isClosed && !state.wantsSync && state.calmGroups >= Self.calm
        case .busy, .gathering, .lent, .promised: false
        }
    }

    // MARK: For an appender whose thread's turn is over

    /// Where the writer has nothing to do, the caller is to do it; who adds meanwhile need not care.
    private static func promise(_ state: inout State, urgently: Bool) -> Next {
        switch state.writer {
        case .idle, .lingering:
            state.isUrgent = true
            state.writer = .promised
            return .promised
        case .promised:
            return .nothing
        case .lent, .busy, .gathering:
            return mustWake(&state, urgently: urgently) ? .wake : .nothing
        }
    }

    private static func isSmall(_ state: State) -> Bool {
        state.events <= promisedEvents && state.bytes <= promisedBytes && !state.wantsSync && !state.isClosed
            && state.group.hasOnlyJobs && !state.group.wantsUpkeep
    }

    /// Takes what was promised to be committed, to be given back by ``giveBack(_:needsUpkeep:canCommit:)``; nil where somebody else
    /// has seen to it, or the writer's thread must.
    func redeem() -> [Job]? {
        let (jobs, mustWake) = state.withLock { state -> ([Job]?, Bool) in
            guard case .promised = state.writer else { return (nil, false) }
            guard Self.isSmall(state) else { return (nil, Self.mustWake(&state, urgently: true)) }
            let jobs = takeGroup(&state).jobs
            state.writer = .lent
            return (jobs, false)
        }
        if mustWake { wake.signal() }
        return jobs
    }

    /// Gives the writer's place back.
    ///
    /// - Parameters:
    ///   - jobs: what could not be committed there and must come first.
    ///   - needsUpkeep: whether the writer's thread should look after the log.
    ///   - canCommit: whether the caller can commit what has come meanwhile when its thread's turn is over.
    /// - Returns: whether it has to, by calling ``redeem()`` then.
    @discardableResult
    func giveBack(_ jobs: [Job] = [], needsUpkeep: Bool = false, canCommit: Bool = false) -> Bool {
        let next = state.withLock { state -> Next in
            if state.group.jobs.waitingCount > 0 {
                state.calmGroups = 0
                isCalm.store(false, ordering: .relaxed)
            }
            state.events += jobs.eventCount
            state.bytes += jobs.bytes
            state.group.jobs.insert(contentsOf: jobs, at: 0)
            if needsUpkeep {
                state.group.wantsUpkeep = true
                state.isUrgent = true
            }
            state.writer = .idle
            // Asleep, it would not see the next lull.
            let mustWake = !state.group.isEmpty || state.isAsleep
            guard mustWake else { return .nothing }
            if canCommit, jobs.isEmpty, !state.isAsleep, Self.isSmall(state) {
                return Self.promise(&state, urgently: true)
            }
            state.writer = state.group.isEmpty ? .idle : .busy
            state.isAsleep = false
            return .wake
        }
        if case .wake = next { wake.signal() }
        return if case .promised = next { true } else { false }
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
            case .lingering, .promised: urgently
            case .gathering(let count): state.group.jobs.count >= count || gathered(state) == nil
            case .busy, .lent: false
            }
        if mustWake { state.writer = .busy }
        return mustWake
    }
}
