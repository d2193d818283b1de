import EventStore

/// Stored states of one consumer, each named with its position: evenly over the log, and the latest.
///
/// The latest is where a start begins, the others are where a look at the past begins. Losing one costs time only.
struct SnapshotLadder: Sendable {
    let log: any EventLog
    /// Such as `projection/models`.
    let name: String
    let schema: String
    let limits: SnapshotLimits

    private var prefix: String { "\(name)@" }

    /// The snapshots that this build can read, the oldest first.
    func rungs() async throws(StorageError) -> [SnapshotHeading] {
        try await log.snapshots(prefix: prefix).filter { $0.schema == schema }
    }

    /// Forgets snapshots of other schemas and of positions that the log does not have; gives why, where there were any.
    func removeForeign() async throws -> RebuildReason? {
        var reason: RebuildReason?
        for heading in try await log.snapshots(prefix: prefix) {
            if heading.schema != schema {
                reason = .otherSchema
            } else if heading.position > log.head {
                reason = .otherLog
            } else {
                continue
            }
            try await log.removeSnapshot(named: heading.name)
        }
        return reason
    }

    func save(_ data: [UInt8], at position: Position) async throws {
        try await log.save(
            try Snapshot(name: "\(prefix)\(position)", position: position, schema: schema, deflating: data))
        for name in Self.surplus(try await rungs(), limits) { try await log.removeSnapshot(named: name) }
    }

    /// The names to forget: all but the first of each stretch of the log, and the last of all.
    ///
    /// Stretches are as long as they must be for what is left to keep to the limit. A longer one begins where a shorter
    /// one began, so what was dropped before is never missed.
    static func surplus(_ rungs: [SnapshotHeading], _ limits: SnapshotLimits) -> [String] {
        var length = limits.spacing
        while true {
            var kept: Set<UInt64> = []
            let surplus = rungs.dropLast().filter { !kept.insert($0.position.value / length).inserted }
            if rungs.count - surplus.count <= limits.count { return surplus.map(\.name) }
            length *= 2
        }
    }
}
