public import EventStore

/// Why a view could not be given.
public enum ProjectionError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The position was not applied within the time allowed.
    case timedOut(waitingFor: Position, at: Position)
    /// The host ended, or the waiting task was cancelled, before the position was applied.
    case stopped(waitingFor: Position)
    /// The log has no such position yet.
    case notYet(Position, head: Position)

    public var description: String {
        switch self {
        case .timedOut(let wanted, let current):
            "position \(wanted) was not applied in time; the read models are at \(current)"
        case .stopped(let wanted): "the read models stopped before position \(wanted) was applied"
        case .notYet(let wanted, let head): "position \(wanted) lies beyond the log's head \(head)"
        }
    }
}
