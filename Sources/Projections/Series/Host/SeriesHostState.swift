import EventStore

/// What a series host guards with its lock: the fold, how far it is stored, and who waits.
struct SeriesHostState: Sendable {
    typealias Waiter = CheckedContinuation<Bool, Never>

    private(set) var fold: SeriesFold
    private let empty: SeriesFold
    /// The position and the bytes of blocks when a value was last given away to be stored.
    private var stored = Position.start
    private var storedBytes = 0
    private var waiters: [Int: (position: Position, waiter: Waiter)] = [:]
    private var nextWaiter = 0
    private var isStopped = false
    /// Whether stored blocks were found to be gone: everything is to be folded anew.
    private(set) var isBroken = false

    /// Bytes of new blocks after which they are stored, whatever the number of events.
    private static let unstoredBytes = 8 << 20

    init(_ fold: SeriesFold) {
        self.fold = fold
        empty = fold
    }

    /// Applies a page and gives a value to store, where that is due, and the waiters whose position has come.
    mutating func apply(_ events: [RecordedEvent], through: Position) -> (due: SeriesFold?, ready: [Waiter]) {
        for event in events { fold.apply(event) }
        fold.pass(to: through)
        let isDue =
            fold.position.value >= stored.value + fold.store.limits.spacing
            || fold.store.sealedBytes - storedBytes > Self.unstoredBytes
        return (isDue ? taken() : nil, takeReady())
    }

    mutating func restore(_ fold: SeriesFold) -> [Waiter] {
        self.fold = fold
        stored = fold.position
        storedBytes = fold.store.sealedBytes
        isBroken = false
        return takeReady()
    }

    mutating func reset() {
        fold = empty
        stored = .start
        storedBytes = 0
        isBroken = false
    }

    mutating func noteMissingBlock() { isBroken = true }

    /// The value, where it holds more than was stored last.
    mutating func unstored() -> SeriesFold? { fold.position > stored ? taken() : nil }

    private mutating func taken() -> SeriesFold {
        stored = fold.position
        storedBytes = fold.store.sealedBytes
        return fold
    }

    /// Lets go of the bytes of blocks that are stored now, and of those that are removed.
    mutating func release(_ names: Set<String>, removed: Set<String>) {
        fold.store.release(names, removed: removed)
    }

    mutating func replace(_ block: SealedBlock) { fold.store.replace(block) }

    mutating func begin() { isStopped = false }

    mutating func makeWaiterID() -> Int {
        nextWaiter += 1
        return nextWaiter
    }

    /// The answer where it is known at once; otherwise nil, and the waiter is kept.
    mutating func add(_ waiter: Waiter, id: Int, for position: Position) -> Bool? {
        if fold.position >= position { return true }
        if isStopped { return false }
        waiters[id] = (position, waiter)
        return nil
    }

    mutating func removeWaiter(_ id: Int) -> Waiter? { waiters.removeValue(forKey: id)?.waiter }

    private mutating func takeReady() -> [Waiter] {
        guard !waiters.isEmpty else { return [] }
        let ready = waiters.filter { $0.value.position <= fold.position }
        for id in ready.keys { waiters[id] = nil }
        return ready.values.map(\.waiter)
    }

    /// Ends every wait, now and until the next run.
    mutating func stop() -> [Waiter] {
        isStopped = true
        defer { waiters = [:] }
        return waiters.values.map(\.waiter)
    }
}
