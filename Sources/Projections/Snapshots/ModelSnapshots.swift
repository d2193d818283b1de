import EventStore
import Synchronization

/// The stored values of a host's read models: saves them, and finds the one to go on from.
final class ModelSnapshots: Sendable {
    /// What events and snapshots call the read models.
    static let label = "models"

    let limits: SnapshotLimits
    private let log: any EventLog
    private let empty: ReadModels
    private let schema: Result<String, any Error>
    /// The last value that was read for a look at the past: the next look is often close by.
    private let recent = Mutex<ReadModels?>(nil)

    init(log: any EventLog, empty: ReadModels, limits: SnapshotLimits) {
        self.log = log
        self.empty = empty
        self.limits = limits
        schema = Result { try empty.schema() }
    }

    /// A value to go on from, and why all after it is folded anew; no reason where little is.
    struct Restored: Sendable {
        let models: ReadModels
        let rebuild: RebuildReason?
    }

    /// The latest stored value that this build can read and that is of this log; else the empty one.
    ///
    /// What cannot be used is forgotten.
    func restore() async throws -> Restored {
        let ladder = try ladder()
        var reason = try? await ladder.removeForeign()
        for heading in try await ladder.rungs().reversed() {
            do {
                let models = try await read(heading, of: ladder)
                if try await isOfThisLog(models) { return Restored(models: models, rebuild: reason) }
                reason = .otherLog
            } catch let error as StorageError where error.code != 0 {
                throw error
            } catch {
                reason = .damaged
            }
            // Where the log can only be read the snapshot stays, and is passed over again next time.
            try? await log.removeSnapshot(named: heading.name)
        }
        let isShort = log.head.value < limits.spacing * 2
        return Restored(models: empty, rebuild: reason ?? (isShort ? nil : .noSnapshot))
    }

    /// The latest stored value at or before a position; the empty one where there is none that can be read.
    func models(notBeyond position: Position) async throws -> ReadModels {
        let ladder = try ladder()
        guard let heading = try await ladder.rungs().last(where: { $0.position <= position }) else { return empty }
        if let known = recent.withLock({ $0 }), known.position == heading.position { return known }
        guard let models = try? await read(heading, of: ladder) else { return empty }
        recent.withLock { $0 = models }
        return models
    }

    /// Stores a value; where the log refuses, the next one will do.
    func save(_ models: ReadModels) async {
        guard models.position > .start, let ladder = try? ladder(), let data = try? models.stored() else {
            return
        }
        try? await ladder.save(data, at: models.position)
    }

    /// The values that this build can read, the oldest first.
    func headings() async throws -> [SnapshotHeading] { try await ladder().rungs() }

    /// Puts values in the place of what a snapshot of the same position holds of the same projections, where that differs.
    ///
    /// Where the log can only be read, or the snapshot cannot, it stays as it is.
    func mend(_ heading: SnapshotHeading, with models: ReadModels) async throws {
        guard let snapshot = try await log.snapshot(named: heading.name), let bytes = try? snapshot.inflated(),
            let mended = try models.mended(bytes)
        else { return }
        recent.withLock { $0 = nil }
        try? await log.save(
            Snapshot(name: heading.name, position: heading.position, schema: heading.schema, deflating: mended))
    }

    private func read(_ heading: SnapshotHeading, of ladder: SnapshotLadder) async throws -> ReadModels {
        guard let snapshot = try await log.snapshot(named: heading.name) else { throw SnapshotError.damaged }
        return try empty.restored(from: try snapshot.inflated())
    }

    /// Whether the log's event at the value's position is of the time that the value remembers.
    private func isOfThisLog(_ models: ReadModels) async throws(StorageError) -> Bool {
        let page = try await log.readBackwards(.all, before: models.position.advanced(by: 1), limit: 1)
        return page.events.first?.position == models.position && page.events.first?.time == models.time
    }

    private func ladder() throws -> SnapshotLadder {
        SnapshotLadder(log: log, name: "projection/\(Self.label)", schema: try schema.get(), limits: limits)
    }
}
