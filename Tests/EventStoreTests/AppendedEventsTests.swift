import Testing

@testable import EventStore

@Suite("Events of one append")
struct AppendedEventsTests {
    private func appended(_ principals: [String?]) -> [RecordedEvent] {
        let events = principals.map { principal in
            ProposedEvent(
                type: "a.done", version: 1, payload: Array("{}".utf8),
                metadata: principal.map { EventMetadata(principal: $0) })
        }
        let all = AppendedEvents(
            events, in: HashedStream(StreamName("a", "b")), metadata: EventMetadata(principal: "all"))
        return events.indices.map { index in
            RecordedEvent(
                position: Position(UInt64(index + 1)), time: Timestamp(nanoseconds: 0),
                revision: Revision(UInt64(index + 7)), in: all, at: index)
        }
    }

    @Test("have what is known of all where nothing else is of one")
    func shared() {
        let events = appended([nil, "own", nil])
        #expect(events.map(\.revision.value) == [7, 8, 9])
        #expect(events.map(\.metadata.principal) == ["all", "own", "all"])
        #expect(events.allSatisfy { $0.stream == StreamName("a", "b") && $0.payload == Array("{}".utf8) })
    }

    @Test("keep nothing in memory of a principal who is erased, also where another's were appended with them")
    func erased() {
        let contents = LogContents(tailLimit: 100)
        weak var batch: AppendedEvents?
        do {
            let events = appended([nil, "own", nil])
            batch = events[0].appended
            contents.add(events, sealed: [])
        }
        #expect(batch != nil)
        contents.erase("own")
        #expect(batch == nil)
        let left = contents.page(.all, after: .start, limit: 10)?.events ?? []
        #expect(left.map(\.payload.count) == [2, 0, 2])
        #expect(left.map(\.metadata.principal) == ["all", "own", "all"])
    }
}
