import EventStore

/// The workload in the form that the log's API takes.
///
/// The only place that knows how prepared bytes are handed over.
enum Prepared {
    /// One append of `events`, which belong to `batch`.
    static func proposal(
        _ batch: WorkloadBatch, _ events: some Sequence<WorkloadEvent>, durability: Durability = .committed
    ) throws -> Proposal {
        guard let stream = StreamName(batch.stream) else { throw Failure("no stream name: \(batch.stream)") }
        let raw = events.map { ProposedEvent(type: $0.kind.type, version: 1, payload: $0.payload) }
        return Proposal(raw: raw, to: stream, durability: durability, metadata: batch.metadata)
    }
}

extension EventKind {
    /// What the log calls it.
    fileprivate var type: EventType { Self.types[self] ?? EventType(rawValue) }

    private static let types = Dictionary(uniqueKeysWithValues: allCases.map { ($0, EventType($0.rawValue)) })
}
