public import EventStore

/// How often something was begun and how it ended, and how long it took.
public struct OperationCounts: Codable, Equatable, Sendable {
    public internal(set) var started = 0
    public internal(set) var success = 0
    public internal(set) var error = 0
    public internal(set) var cancelled = 0
    /// Durations of all that ended, whatever the end.
    public internal(set) var durations = DurationHistogram()

    public init() {}

    /// The share of errors among those that succeeded or failed; nil where none did.
    public var errorRatio: Double? {
        success + error == 0 ? nil : Double(error) / Double(success + error)
    }

    public var json: JSON {
        [
            "started": .int(started), "success": .int(success), "error": .int(error), "cancelled": .int(cancelled),
            "duration": durations.json,
        ]
    }

    mutating func end(_ ending: OperationTally.Ending, seconds: Double) {
        switch ending {
        case .success: success += 1
        case .error: error += 1
        case .cancelled: cancelled += 1
        }
        durations.add(seconds)
    }

    mutating func merge(_ other: OperationCounts) {
        started += other.started
        success += other.success
        error += other.error
        cancelled += other.cancelled
        durations.merge(other.durations)
    }
}
