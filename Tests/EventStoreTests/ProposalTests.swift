import EventStore
import Testing

@Suite("A proposal of events from another log")
struct ProposalTests {
    private let stream = StreamName("other", "one")

    private func expectKept(in log: any EventLog) async throws {
        let events = [
            ProposedEvent(type: "thing.unknown", version: 7, payload: Array(#"{"b":1.50, "a":null}"#.utf8)),
            ProposedEvent(type: MetricsSampled.type, version: 1, payload: Array(#"{"values":{"x":1}}"#.utf8)),
        ]
        let metadata = EventMetadata(principal: "import")
        try await log.append(Proposal(raw: events, to: stream, key: "k", metadata: metadata))
        #expect(try await log.append(Proposal(raw: events, to: stream, key: "k", metadata: metadata)).isRepeat)
        let kept = try await log.readAll(.all)
        #expect(kept.map { ProposedEvent(type: $0.type, version: $0.version, payload: $0.payload) } == events)
        #expect(kept.map(\.metadata) == [metadata, metadata])
        #expect(kept[0].body == nil)
        #expect(kept[1].body(as: MetricsSampled.self) == MetricsSampled(values: ["x": 1]))
    }

    @Test("keeps type, version and payload to the byte, known to this build or not, in memory")
    func memory() async throws { try await expectKept(in: InMemoryEventLog()) }

    @Test("keeps type, version and payload to the byte, known to this build or not, in SQLite")
    func sqlite() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            try await expectKept(in: log)
            await log.close()
        }
    }

    @Test("needs at least one event")
    func empty() async throws {
        await #expect(throws: AppendError.invalid("an append holds 1 to 4096 events, not 0")) {
            try await InMemoryEventLog().append(Proposal(raw: [], to: stream))
        }
    }
}
