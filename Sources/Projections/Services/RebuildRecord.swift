public import EventStore

/// One rebuild of read models, as its events tell it.
public struct RebuildRecord: Codable, Equatable, Sendable {
    /// What was folded, such as `models`.
    public let name: String
    /// Why; see ``RebuildReason``.
    public let reason: String
    public let startedAt: Timestamp
    /// The log's head when it began.
    public let through: Position
    /// How far it is known to have come.
    public internal(set) var position: Position
    /// Nil while it goes on, and for one whose process died.
    public internal(set) var completedAt: Timestamp?

    public var json: JSON {
        [
            "name": .string(name), "reason": .string(reason), "started_at": .optional(startedAt),
            "position": .position(position), "through": .position(through), "completed_at": .optional(completedAt),
        ]
    }
}
