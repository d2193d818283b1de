@testable import EventStore

/// Events in memory as a source of the table `events`: what the paging must give is plain to see.
struct ArraySource: EventSource {
    let events: [RecordedEvent]

    func head() throws(StorageError) -> Position { events.last?.position ?? .start }

    func read(_ selection: Selection, after position: Position, limit: Int) throws(StorageError) -> Page {
        page(events.filter { $0.position > position }, selection, limit, end: try head())
    }

    func readBackwards(_ selection: Selection, before position: Position, limit: Int) throws(StorageError) -> Page {
        page(events.reversed().filter { $0.position < position }, selection, limit, end: Position(1))
    }

    private func page(_ events: [RecordedEvent], _ selection: Selection, _ limit: Int, end: Position) -> Page {
        let found = Array(events.lazy.filter(selection.matches).prefix(limit))
        let through = found.count == limit ? found.last?.position ?? end : end
        return Page(events: found, through: through, isLast: through == end)
    }
}

/// Events of all kinds, the same for the same seed.
enum RandomEvents {
    static func make(count: Int, seed: UInt64) -> [RecordedEvent] {
        var random = SeededGenerator(seed: seed)
        var heads: [String: UInt64] = [:]
        var time: Int64 = 1_764_000_000_000_000_000
        return (1...count).map { position in
            time += Int64([0, 1, 999, 1000, 2_500_000, 3_000_000_000].randomElement(using: &random) ?? 0)
            let name = "\(["task", "span", "alert"].randomElement(using: &random) ?? "task")-\(random.next() % 7)"
            let revision = heads[name] ?? 0
            heads[name] = revision + 1
            return RecordedEvent(
                position: Position(UInt64(position)), time: Timestamp(nanoseconds: time),
                stream: StreamName(stored: name), revision: Revision(revision), type: type(&random),
                version: Int(random.next() % 3) + 1, metadata: metadata(&random, before: position),
                payload: payload(position, &random))
        }
    }

    private static func type(_ random: inout SeededGenerator) -> EventType {
        EventType(
            ["task.created", "task.progressed", "span.ended", "alert.fired", "Task.odd", "x[1]"]
                .randomElement(using: &random) ?? "x")
    }

    private static func metadata(_ random: inout SeededGenerator, before position: Int) -> EventMetadata {
        EventMetadata(
            trace: random.next() % 3 == 0
                ? nil
                : TraceContext(traceID: TraceID(high: 1, low: random.next() % 9), spanID: SpanID(random.next() | 1)),
            causation: random.next() % 4 == 0 && position > 1 ? Position(UInt64(position) - 1) : nil,
            principal: [nil, "ann", "bob", "zoë \"z\""].randomElement(using: &random) ?? nil)
    }

    private static func payload(_ position: Int, _ random: inout SeededGenerator) -> [UInt8] {
        Array(#"{"n":\#(position),"t":"é\u0000","x":[\#(random.next() % 100),1.50]}"#.utf8)
    }
}
