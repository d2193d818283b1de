import EventStore

/// Tells the log of a rebuild: that it begins, about every twentieth of the way, and that it is over.
///
/// Reckoned in events, so it needs no clock. Nothing waits for these appends, and one that the log refuses is left out.
struct RebuildReport: Sendable {
    private static let steps: UInt64 = 20
    /// Positions between two reports, at least.
    private static let shortestStep: UInt64 = 50_000

    let name: String
    let reason: RebuildReason
    let start: Position
    let through: Position
    private var next: UInt64
    private let step: UInt64

    init(name: String, reason: RebuildReason, from start: Position, through: Position) {
        self.name = name
        self.reason = reason
        self.start = start
        self.through = through
        step = max(Self.shortestStep, (through.value - start.value) / Self.steps)
        next = start.value + step
    }

    var started: any Event {
        ProjectionRebuildStarted(name: name, reason: reason.rawValue, position: start, through: through)
    }

    /// What is to be said at a position, which is now the last one folded; nil for nothing.
    mutating func advance(to position: Position) -> (any Event)? {
        if isOver(at: position) {
            return ProjectionRebuildCompleted(
                name: name, position: position, events: Int(position.value - start.value))
        }
        guard position.value >= next else { return nil }
        next = position.value + step
        return ProjectionRebuildProgressed(name: name, position: position, through: through)
    }

    func isOver(at position: Position) -> Bool { position >= through }

    func state(at position: Position) -> Rebuild {
        Rebuild(reason: reason, position: position.value, through: through.value)
    }
}
