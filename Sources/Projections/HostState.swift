import EventStore

/// What a host guards with its lock: the read models, a few of their past values, and who waits.
struct HostState: Sendable {
    typealias Waiter = CheckedContinuation<Bool, Never>

    private(set) var models: ReadModels
    private var marks = PastModels()
    private var waiters: [Int: (position: Position, waiter: Waiter)] = [:]
    private var nextWaiter = 0
    private var isStopped = false

    init(models: ReadModels) { self.models = models }

    /// Applies events in place; gives the waiters whose position has come.
    mutating func apply(_ events: [RecordedEvent]) -> [Waiter] {
        for event in events { models.apply(event) }
        marks.consider(models)
        guard !waiters.isEmpty else { return [] }
        let ready = waiters.filter { $0.value.position <= models.position }
        for id in ready.keys { waiters[id] = nil }
        return ready.values.map(\.waiter)
    }

    /// The latest kept value that is not beyond a position: where folding up to it may begin.
    func start(for position: Position) -> ReadModels? {
        models.position <= position ? models : marks.latest(notBeyond: position)
    }

    mutating func makeWaiterID() -> Int {
        nextWaiter += 1
        return nextWaiter
    }

    /// The answer where it is known at once; otherwise nil, and the waiter is kept.
    mutating func add(_ waiter: Waiter, id: Int, for position: Position) -> Bool? {
        if models.position >= position { return true }
        if isStopped { return false }
        waiters[id] = (position, waiter)
        return nil
    }

    mutating func removeWaiter(_ id: Int) -> Waiter? { waiters.removeValue(forKey: id)?.waiter }

    /// Waiting makes sense from now on; it also does before the first run.
    mutating func begin() { isStopped = false }

    /// Ends every wait, now and until the next run.
    mutating func stop() -> [Waiter] {
        isStopped = true
        defer { waiters = [:] }
        return waiters.values.map(\.waiter)
    }
}

/// A few past values of the read models, spread evenly over the log, so that time travel need not begin at its start.
///
/// Holds at most ``limit`` values: when they are full, every second one is dropped and the distance doubled.
struct PastModels: Sendable {
    static let limit = 16
    private var kept: [ReadModels] = []
    private var spacing: UInt64

    /// - Parameter spacing: positions between two kept values, to begin with.
    init(spacing: UInt64 = 8192) { self.spacing = spacing }

    mutating func consider(_ models: ReadModels) {
        guard models.position.value >= (kept.last?.position.value ?? 0) + spacing else { return }
        kept.append(models)
        guard kept.count > Self.limit else { return }
        kept = kept.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        spacing *= 2
    }

    func latest(notBeyond position: Position) -> ReadModels? { kept.last { $0.position <= position } }
}
