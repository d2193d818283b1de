import Testing

@testable import EventStore

@Suite("What is known of the log in memory")
struct LogContentsTests {
    private func event(_ number: Int) -> RecordedEvent {
        RecordedEvent(
            position: Position(UInt64(number)), time: Timestamp(nanoseconds: 0), stream: StreamName("a", "b"),
            revision: Revision(UInt64(number)), type: "a.done", version: 1, metadata: EventMetadata(),
            payload: Array("{}".utf8))
    }

    private func summary(_ first: Int, _ last: Int) -> SegmentDirectory.Summary {
        SegmentDirectory.Summary(
            first: Position(UInt64(first)), last: Position(UInt64(last)), firstTime: Timestamp(nanoseconds: 0),
            lastTime: Timestamp(nanoseconds: 0), count: last - first + 1, types: ["a.done"], filter: KeyFilter([]))
    }

    @Test("sealed events beyond the limit are out of reach at once, and let go of when somebody has the time, in lots")
    func surplus() {
        let contents = LogContents(tailLimit: 100)
        weak var first: RecordedEvent?
        do {
            let events = (1...1000).map(event)
            first = events.first
            contents.add(events, sealed: [])
        }
        contents.add([], sealed: [summary(1, 900)])
        #expect(contents.page(.all, after: .start, limit: 10) == nil)
        #expect(contents.page(.all, after: Position(900), limit: 1000)?.events.count == 100)
        #expect(first != nil)
        var pauses = 0
        contents.letGo { pauses += 1 }
        #expect(first == nil)
        #expect(pauses == 4)
        contents.letGo { pauses += 1 }
        #expect(pauses == 4)
    }

    @Test("what is not sealed stays, however much it is")
    func unsealed() {
        let contents = LogContents(tailLimit: 100)
        contents.add((1...1000).map(event), sealed: [summary(1, 10)])
        contents.letGo()
        #expect(contents.unsealedCount == 990)
        #expect(contents.page(.all, after: Position(10), limit: 1000)?.events.count == 990)
    }

    @Test("what waits to be sealed is found beyond a position, or from its beginning")
    func unsealedAfter() {
        let contents = LogContents(tailLimit: 100)
        contents.add((1...1000).map(event), sealed: [summary(1, 10)])
        #expect(contents.unsealed(limit: 2).map(\.position.value) == [11, 12])
        #expect(contents.unsealed(after: Position(5), limit: 2).map(\.position.value) == [11, 12])
        #expect(contents.unsealed(after: Position(998)).map(\.position.value) == [999, 1000])
        #expect(contents.unsealed(after: Position(1000)).isEmpty)
    }
}
