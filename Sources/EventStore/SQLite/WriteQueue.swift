import Dispatch
import Synchronization

/// What waits for the writer: bounded in events and bytes, refused when full, emptied a group at a time.
///
/// Jobs that nobody waits for do not hurry the writer: they go with the next one that somebody waits for, once they
/// would fill a segment for each processor, which are encoded at once, or after ``linger``. That halves the commits of a
/// service whose requests each begin with one.
///
/// Waking another thread and being woken by it costs several times what a small commit does. So an appender that finds the
/// writer with nothing to do may take its place for one (``borrow(for:)``). And in a crowd a deputy, who can do so a
/// little later, promises to commit for all (``add(_:by:)``, ``redeem()``).
///
/// A shell: what happens when is decided by its ``State``.
final class WriteQueue: Sendable {
    /// Who can commit in the writer's place, some time after it has appended.
    enum Deputy {
        /// An event loop, once its turn is over: for certain, and soon.
        case loop
        /// A task of the pool, once those have run that are in its queue: the writer's thread sees to it that it is not too late.
        case task
    }

    /// The longest that a job nobody waits for stays in the queue, and a promise unkept.
    private static let linger = DispatchTimeInterval.milliseconds(5)
    /// How long a sync is put off for those who had waited for the last one: a sync takes longer.
    private static let gather = DispatchTimeInterval.microseconds(150)
    /// How long nothing must come before the writer tidies up.
    private static let lull = DispatchTimeInterval.seconds(2)

    private let state: Mutex<State>
    /// Whether an appender may take the writer's place, as of the last group: in a crowd nobody takes the lock to ask.
    private let isCalm = Atomic(true)
    private let wake = DispatchSemaphore(value: 0)

    /// - Parameter processors: how many segments can be encoded at once.
    init(eventLimit: Int, byteLimit: Int, processors: Int = 1) {
        state = Mutex(
            State(
                eventLimit: eventLimit, byteLimit: byteLimit,
                fullCount: Segment.sealedCount * max(1, min(processors, 8))))
    }

    /// Events waiting now.
    var depth: Int { state.withLock { $0.events } }

    /// Whether anything waits for the writer.
    var isEmpty: Bool { state.withLock { $0.group.isEmpty } }

    /// - Parameter deputy: what the caller is, where it can commit a little later.
    /// - Returns: whether it has to, by calling ``redeem()`` then.
    @discardableResult
    func add(_ job: Job, by deputy: Deputy? = nil) throws(AppendError) -> Bool {
        let (refusal, action) = state.withLock { state -> (AppendError?, Action) in
            if let refusal = state.refusal(of: job) { return (refusal, .nothing) }
            return (nil, state.add(job, by: deputy))
        }
        if let refusal { throw refusal }
        return perform(action)
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

    private func change<T: Sendable>(_ body: (inout State) -> T) -> T {
        let (result, action) = state.withLock { state in
            let result = body(&state)
            return (result, state.hurry())
        }
        perform(action)
        return result
    }

    /// - Returns: whether the caller has to commit.
    @discardableResult
    private func perform(_ action: Action) -> Bool {
        switch action {
        case .nothing: return false
        case .wake:
            wake.signal()
            return false
        case .promise(let wakes):
            if wakes { wake.signal() }
            return true
        }
    }

    // MARK: For the writer's thread

    /// Waits for work and takes all of it.
    ///
    /// Called by the writer's thread only.
    ///
    /// - Parameters:
    ///   - unsealed: committed events that wait to be sealed.
    ///   - delegate: has a task of the pool call ``redeem()``.
    func next(after unsealed: Int = 0, delegate: () -> Void = {}) -> Group {
        var waited: Wait?
        var seen: UInt64?
        while true {
            let (step, activity) = state.withLock { state in
                defer { isCalm.store(state.isCalm, ordering: .relaxed) }
                return (state.take(waited: waited, seen: seen, after: unsealed), state.activity)
            }
            waited = nil
            switch step {
            case .work(let group): return group
            case .delegate: delegate()
            case .wait(let wait):
                seen = activity
                if wake.wait(timeout: Self.end(of: wait)) == .timedOut { waited = wait }
            }
        }
    }

    private static func end(of wait: Wait) -> DispatchTime {
        switch wait {
        case .linger: .now() + linger
        case .gather: .now() + gather
        case .lull: .now() + lull
        case .long: .distantFuture
        }
    }

    // MARK: For those who commit in its place

    /// Lets an appender commit in the writer's place what waits and, last, its own job; nil where it has to queue.
    ///
    /// Only where the writer has nothing to do, the commit is small and need not be synced, and nobody else has been
    /// appending at the same time: many appenders are served better a group at a time. Whoever gets jobs must call
    /// ``giveBack(_:needsUpkeep:to:)``.
    func borrow(for job: Job) -> [Job]? {
        guard isCalm.load(ordering: .relaxed), !job.isSynced else { return nil }
        return state.withLock { $0.lend(to: job) }
    }

    /// Takes what was promised to be committed, to be given back by ``giveBack(_:needsUpkeep:to:)``; nil where there is
    /// nothing, somebody else has seen to it, or the writer's thread must.
    func redeem() -> [Job]? {
        let (jobs, action) = state.withLock { state in
            defer { isCalm.store(state.isCalm, ordering: .relaxed) }
            return state.redeem()
        }
        perform(action)
        return jobs
    }

    /// Gives the writer's place back.
    ///
    /// - Parameters:
    ///   - jobs: what could not be committed there and must come first.
    ///   - needsUpkeep: whether the writer's thread should look after the log.
    ///   - deputy: what the caller is, where it can commit what has come meanwhile, or is about to, a little later.
    /// - Returns: whether it has to, by calling ``redeem()`` then.
    @discardableResult
    func giveBack(_ jobs: [Job] = [], needsUpkeep: Bool = false, to deputy: Deputy? = nil) -> Bool {
        perform(
            state.withLock { state in
                defer { isCalm.store(state.isCalm, ordering: .relaxed) }
                return state.giveBack(jobs, needsUpkeep: needsUpkeep, to: deputy)
            })
    }
}
