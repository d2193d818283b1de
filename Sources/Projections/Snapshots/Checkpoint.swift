package import EventStore

/// The stored place and state of one consumer of the log, such as `alerts/evaluator`.
///
/// Losing it costs time only: the consumer then begins at the log's start.
package struct Checkpoint<State: Codable & Sendable>: Sendable {
    /// A state with the last position that it includes.
    package struct Stored: Sendable {
        package let state: State
        package let position: Position
    }

    /// What the snapshot holds: also the time of the event at its position, by which another log is told.
    private struct Contents: Codable {
        let time: Timestamp?
        let state: State
    }

    private let log: any EventLog
    private let name: String
    private let schema: Result<String, any Error>

    /// - Parameters:
    ///   - version: raised when the same fields come to mean something else.
    ///   - first: the state before the first event.
    package init(_ name: String, version: Int, first: State, log: any EventLog) {
        self.name = name
        self.log = log
        schema = Result {
            var schema = SnapshotSchema()
            try schema.add(name, version: version, first: first)
            return schema.text
        }
    }

    /// The stored state; nil where there is none, or one that cannot be used, which is then forgotten.
    ///
    /// - Throws: a `StorageError` of the log; where a property of the state has no stored form.
    package func restore() async throws -> Stored? {
        let schema = try schema.get()
        guard let snapshot = try await log.snapshot(named: name) else { return nil }
        if snapshot.schema == schema, snapshot.position <= log.head, let contents = try? contents(of: snapshot),
            try await time(at: snapshot.position) == contents.time
        {
            return Stored(state: contents.state, position: snapshot.position)
        }
        // Where the log can only be read the snapshot stays, and is passed over again next time.
        try? await log.removeSnapshot(named: name)
        return nil
    }

    /// Stores a state in place of the last one; where the log refuses, the next one will do.
    package func save(_ state: State, at position: Position) async {
        guard position > .start, let schema = try? schema.get(), let time = try? await time(at: position),
            let data = try? SnapshotCodec.bytes(Contents(time: time, state: state)),
            let snapshot = try? Snapshot(name: name, position: position, schema: schema, deflating: data)
        else { return }
        try? await log.save(snapshot)
    }

    private func contents(of snapshot: Snapshot) throws -> Contents {
        try SnapshotCodec.value(Contents.self, from: try snapshot.inflated()[...])
    }

    private func time(at position: Position) async throws(StorageError) -> Timestamp? {
        try await log.readBackwards(.all, before: position.advanced(by: 1), limit: 1).events.first?.time
    }
}
