import Testing

@testable import EventStore

@Suite("A segment")
struct SegmentEncoderTests {
    @Test("gives back the events it was made of", arguments: 0..<100)
    func roundTrip(seed: UInt64) throws {
        let events = Self.events(seed: seed)
        let segment = try SegmentEncoder(level: 1).encode(events[...], keys: keys())
        #expect(try Self.decode(segment) == events)
    }

    @Test("finds every stream and trace that it holds", arguments: 0..<20)
    func filter(seed: UInt64) throws {
        let events = Self.events(seed: seed)
        let segment = try SegmentEncoder(level: 1).encode(events[...], keys: keys())
        let mayHold = { (selection: Selection) in
            var sieve = SegmentSieve(selection)
            return sieve.mayHold(segment.summary)
        }
        for event in events {
            #expect(mayHold(Selection(stream: event.stream)))
            if let trace = event.metadata.trace { #expect(mayHold(Selection(trace: trace.traceID))) }
            #expect(mayHold(Selection(types: [TypePattern(event.type.name)])))
        }
        #expect(!mayHold(Selection(types: [TypePattern("alert.*")])))
        #expect(!mayHold(Selection(since: segment.lastTime.advanced(bySeconds: 1))))
    }

    @Test("turns any damage into an error, never a crash", arguments: 0..<200)
    func damage(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let events = Self.events(seed: seed)
        let good = try SegmentEncoder(level: 1).encode(events[...], keys: keys())
        var data = good.data
        data[Int.random(in: 0..<data.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
        #expect(throws: StorageError.self) {
            try Self.decode(Self.copy(good, data: data, checksum: good.checksum))
        }
        // Even where the checksum was forged along with it, reading ends in events or an error.
        _ = try? Self.decode(Self.copy(good, data: data, checksum: CRC32.of(data)))
    }

    @Test("is far smaller than its events as JSON lines")
    func size() throws {
        let events = (0..<1024).map { index in
            Self.event(
                index,
                SpanEnded(
                    name: "tools/call create_video", kind: .server, parent: nil,
                    start: Timestamp(nanoseconds: Int64(index)),
                    seconds: Double(index) / 1000, status: .ok, attributes: ["mcp.method.name": "tools/call"]))
        }
        let segment = try SegmentEncoder(level: 6).encode(events[...], keys: keys())
        let lines = events.reduce(0) { $0 + $1.json.bytes.count }
        #expect(segment.data.count * 8 < lines)
    }

    private static func copy(_ segment: Segment, data: [UInt8], checksum: UInt32) -> Segment {
        Segment(
            first: segment.first, last: segment.last, firstTime: segment.firstTime, lastTime: segment.lastTime,
            count: segment.count, types: segment.types, filter: segment.filter, data: data, checksum: checksum)
    }

    private static func decode(_ segment: Segment) throws -> [RecordedEvent] {
        let sealed = try SealedSegment(segment, keys: keys())
        try sealed.check()
        return (0..<sealed.count).map(sealed.event)
    }

    private static func event(_ index: Int, _ event: some Event) -> RecordedEvent {
        RecordedEvent(
            position: Position(UInt64(index) + 1), time: Timestamp(nanoseconds: Int64(index) * 1000),
            stream: StreamName("task", "1"),
            revision: Revision(UInt64(index)), type: type(of: event).type, version: 1,
            metadata: EventMetadata(), payload: (try? JSON(encoding: event).bytes) ?? [])
    }

    private static func events(seed: UInt64) -> [RecordedEvent] {
        var random = SeededGenerator(seed: seed)
        var time = Timestamp(nanoseconds: 1_764_000_000_000_000_000)
        var heads: [String: UInt64] = [:]
        var trace = TraceContext.root()
        return (0..<Int.random(in: 1...300, using: &random)).map { index in
            time = Timestamp(nanoseconds: time.nanoseconds + Int64.random(in: 0...5_000_000_000, using: &random))
            let stream = "task-\(Int.random(in: 0..<9, using: &random))"
            let revision = heads[stream, default: UInt64.random(in: 0..<1000, using: &random)]
            heads[stream] = revision + 1
            if Int.random(in: 0..<3, using: &random) == 0 {
                trace = .root()
            } else if Bool.random(using: &random) {
                trace = trace.child()
            }
            let metadata = EventMetadata(
                trace: Bool.random(using: &random) ? trace : nil,
                causation: Bool.random(using: &random) ? Position(UInt64.random(in: 0..<5000, using: &random)) : nil,
                principal: ["ann", "bob", nil].randomElement(using: &random) ?? nil)
            return RecordedEvent(
                position: Position(1000 + UInt64(index)), time: time, stream: StreamName(stored: stream),
                revision: Revision(revision),
                type: ["a.done", "b.done", "c.done"].randomElement(using: &random) ?? "a.done",
                version: Int.random(in: 1...2, using: &random), metadata: metadata,
                payload: Array("{\"n\":\(UInt32.random(in: 0 ... .max, using: &random))}".utf8))
        }
    }
}

private let sharedKeys = Result { try SubjectKeys.open(path: ":memory:") }

/// Keys that live as long as the tests.
private func keys() throws -> SubjectKeys { try sharedKeys.get() }
