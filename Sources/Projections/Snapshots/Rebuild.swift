/// How far a rebuild is.
public struct Rebuild: Equatable, Sendable {
    public let reason: RebuildReason
    /// The last position applied.
    public let position: UInt64
    /// The log's head when it began: the rebuild is over there.
    public let through: UInt64
}
