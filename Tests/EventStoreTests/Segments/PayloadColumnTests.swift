import Testing

@testable import EventStore

/// Payloads of every kind of column, alone and mixed, must come back to the byte.
@Suite("Payloads in columns")
struct PayloadColumnTests {
    @Test("come back to the byte, whatever they are", arguments: UInt64(0)..<400)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var makers = (0..<3).map { _ in PayloadMaker(&random) }
        let keys = try SubjectKeys.open(path: ":memory:")
        var time: Int64 = 1_793_491_200_000_000_000
        let events = (0..<Int.random(in: 1...200, using: &random)).map { index in
            time += Int64.random(in: 0...3, using: &random) * 1_234_567
            let kind = Int.random(in: 0..<makers.count, using: &random)
            let payload = makers[kind].next(at: time, &random)
            let trace = TraceContext(
                traceID: TraceID(high: 5, low: UInt64(index / 9)), spanID: SpanID(UInt64(index / 3 + 1) << 40))
            return RecordedEvent(
                position: Position(UInt64(index + 1)), time: Timestamp(nanoseconds: time),
                stream: StreamName(stored: "task-\(makers[kind].task)"), revision: Revision(UInt64(index)),
                type: EventType("kind.\(kind)"), version: 1,
                metadata: EventMetadata(
                    trace: index % 4 == 0 ? nil : trace, principal: [nil, "local", "ann"][Int(seed) % 3]),
                payload: Array(payload.utf8))
        }
        let segment = try SegmentEncoder(level: 1).encode(events[...], keys: keys)
        let opened = try SealedSegment(segment, keys: keys)
        try opened.check()
        for (index, event) in events.enumerated() {
            #expect(
                String(decoding: opened.event(at: index).payload, as: UTF8.self)
                    == String(decoding: event.payload, as: UTF8.self))
            #expect(opened.event(at: index) == event)
        }
    }

    @Test("identifiers of a principal's payloads do not lie in the open")
    func privateWords() throws {
        let keys = try SubjectKeys.open(path: ":memory:")
        let events = (0..<40).map { index in
            RecordedEvent(
                position: Position(UInt64(index + 1)), time: Timestamp(nanoseconds: 0), stream: StreamName("a", "b"),
                revision: Revision(UInt64(index)), type: "a.done", version: 1,
                metadata: EventMetadata(principal: "ann"),
                payload: Array(#"{"id":"\#(SpanID(0xABCD_EF01_2345_0000 | UInt64(index)).hex)"}"#.utf8))
        }
        let segment = try SegmentEncoder(level: 1).encode(events[...], keys: keys)
        let opened = try SealedSegment(segment, keys: keys)
        #expect(opened.words.count == 0)
        #expect((0..<40).map { opened.event(at: $0) } == events)
        try keys.forget("ann")
        #expect(try SealedSegment(segment, keys: keys).payload(at: 0).isEmpty)
    }
}

/// Makes payloads of one shape, or now and then of another, whose values are of random kinds.
private struct PayloadMaker {
    let task: String
    private let kinds: [Int]
    private var counter: Int64 = 1000
    private let words = ["", "draft", "a\\\"b", "final", "é", "the quick\\nfox", "0", "-0", "1e5", "true"]

    init(_ random: inout SeededGenerator) {
        task = "mcp_\(UInt32.random(in: 0 ... .max, using: &random))"
        kinds = (0..<Int.random(in: 0...9, using: &random)).map { _ in Int.random(in: 0..<19, using: &random) }
    }

    mutating func next(at time: Int64, _ random: inout SeededGenerator) -> String {
        if Int.random(in: 0..<40, using: &random) == 0 {
            return ["", "no JSON\n at all", "[]", "{\"a\":[1,2", "\"", "\\", "{\"a\":\"b"].randomElement(using: &random)
                ?? ""
        }
        counter += Int64.random(in: -3...20, using: &random)
        var fields: [String] = []
        for (index, kind) in kinds.enumerated() where Int.random(in: 0..<60, using: &random) > 0 {
            fields.append("\"k\(index)\":\(value(kind, time, &random))")
        }
        return "{\(fields.joined(separator: ","))}"
    }

    private func value(_ kind: Int, _ time: Int64, _ random: inout SeededGenerator) -> String {
        let word = UInt64.random(in: 0 ... .max, using: &random)
        switch kind {
        case 0: return "\"same\""
        case 1: return "\"\(words.randomElement(using: &random) ?? "")\""
        case 2: return "\(counter * 4096)"
        case 3: return "\(Double(counter) / 100)"
        case 4: return "\(Double.random(in: -1e6...1e6, using: &random))"
        case 5: return "\(Int64.random(in: .min ... .max, using: &random))"
        case 6: return "\"\(Timestamp(nanoseconds: time - counter * 1000).iso8601)\""
        case 7: return "\(Double(counter) / 1e6)"
        case 8: return "\"\(SpanID(word).hex)\""
        case 9: return "\"\(TraceID(high: word % 3, low: word).hex)\""
        case 10: return "\"\(SpanID(word % 4).hex)\(SpanID(word).hex)\(SpanID(7).hex)\(SpanID(word).hex)\""
        case 11: return "\"\(task)\""
        case 12: return Bool.random(using: &random) ? "true" : "null"
        case 13: return "\"n\(word % 1000) seconds\""
        case 14: return ["0", "0.5", "-0.0", "1e-7", "12"].randomElement(using: &random) ?? "0"
        case 15: return "\"\(word % 9)\""
        case 16:
            let hex = SpanID(word).hex
            return "\"\(hex.prefix(8))-\(hex.dropFirst(8).prefix(4))-4\(hex.suffix(3))-a000-\(hex.prefix(12))\""
        // What is no string most of the time, where the next value begins being found by what stands between them.
        case 17: return ["null", "12", "\"a,b\"", "[1,2]", "{\"x\":0}", "\"}\""][Int(word % 6)]
        default: return "[\(word % 5),{\"x\":\"\(words[Int(word % 3)])\"}]"
        }
    }
}
