import EventStore

/// What a series host guards with its lock: the fold, and how far it is stored.
struct SeriesHostState: Sendable {
    private(set) var fold: SeriesFold
    private let empty: SeriesFold
    /// The position and the bytes of blocks when a value was last given away to be stored.
    private var stored = Position.start
    private var storedBytes = 0
    /// Whether stored blocks were found to be gone: everything is to be folded anew.
    private(set) var isBroken = false

    /// Bytes of new blocks after which they are stored, whatever the number of events.
    private static let unstoredBytes = 8 << 20

    init(_ fold: SeriesFold) {
        self.fold = fold
        empty = fold
    }

    /// Applies a page and gives a value to store, where that is due.
    mutating func apply(_ events: [RecordedEvent], through: Position) -> SeriesFold? {
        for event in events { fold.apply(event) }
        fold.pass(to: through)
        let isDue =
            fold.position.value >= stored.value + fold.store.limits.spacing
            || fold.store.sealedBytes - storedBytes > Self.unstoredBytes
        return isDue ? taken() : nil
    }

    mutating func restore(_ fold: SeriesFold) {
        self.fold = fold
        stored = fold.position
        storedBytes = fold.store.sealedBytes
        isBroken = false
    }

    /// Everything is to be folded anew: what is on its way to be stored is of another generation from now on.
    mutating func reset() {
        let generation = fold.generation + 1
        fold = empty
        fold.generation = generation
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

    /// Lets go of the bytes of blocks that are stored now, and of those that are removed; not where the value that was
    /// stored is of a generation before a reset, whose blocks are gone although ours have their names.
    mutating func release(_ names: Set<String>, of saved: SeriesFold) {
        guard saved.generation == fold.generation else { return }
        fold.store.release(names, removed: Set(saved.store.removed.map(\.name)))
    }

    /// Puts a thinned block in the place of the one it was made of, within its generation.
    mutating func replace(_ block: SealedBlock, of saved: SeriesFold) {
        guard saved.generation == fold.generation else { return }
        fold.store.replace(block)
    }
}
