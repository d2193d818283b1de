import Testing

@testable import EventStore

@Suite("Events as lines")
struct EventLineTests {
    private func line(_ event: RecordedEvent) -> String {
        var bytes: [UInt8] = []
        EventLine.write(event, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func parse(_ text: String) throws -> RecordedEvent {
        try EventLineParser.parse(Array(text.utf8.prefix { $0 != 10 }))
    }

    private func event(
        time: Int64 = 1_764_000_000_123_456_000, payload: String = "{}", metadata: EventMetadata = EventMetadata()
    ) -> RecordedEvent {
        RecordedEvent(
            position: Position(7), time: Timestamp(nanoseconds: time), stream: StreamName("task", "a\"b\u{1}"),
            revision: Revision(3), type: "task.créated", version: 2, metadata: metadata,
            payload: Array(payload.utf8))
    }

    @Test("have the shape that the events command prints")
    func shape() {
        let metadata = EventMetadata(
            trace: TraceContext(traceID: TraceID(high: 1, low: 2), spanID: SpanID(3)), causation: Position(5),
            principal: "ann")
        #expect(
            line(event(payload: #"{"a": [1]}"#, metadata: metadata))
                == #"{"position":7,"time":"2025-11-24T16:00:00.123456Z","type":"task.créated","version":2,"#
                + #""stream":"task-a\"b\u0001","revision":3,"trace_id":"00000000000000010000000000000002","#
                + #""span_id":"0000000000000003","causation":5,"principal":"ann","data":{"a": [1]}}"# + "\n")
    }

    @Test("give back the same event, for any event", arguments: 0..<20)
    func roundTrip(seed: UInt64) throws {
        for event in RandomEvents.make(count: 100, seed: seed) { #expect(try parse(line(event)) == event) }
    }

    @Test("that are shown are the event as JSON, for any event", arguments: 0..<20)
    func shown(seed: UInt64) throws {
        var events = RandomEvents.make(count: 100, seed: seed)
        events += ["", "not JSON", "{\"a\":\n1}", " {}"].map { event(payload: $0) }
        let lines = EventLineWriter.lines(of: events).split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == events.count)
        for (line, event) in zip(lines, events) { #expect(try JSON(parsing: Array(line)) == event.json) }
    }

    @Test("keep payloads byte for byte, whatever they are")
    func payloads() throws {
        let texts = [
            "", " ", "{}", " {}", "{} ", "{\"a\":\n1}", "not JSON", "[1,2", "1e400", "\"\\ud800\"", "{\"a\":1,\"a\":2}",
            "\u{0}", "{\"ключ\":\"\\u0000\"}", String(repeating: "[", count: 200) + String(repeating: "]", count: 200),
            "-0.0",
            "01", "tru", "true", "\"a\rb\"", "{\"a\" : 1 }",
        ]
        for text in texts {
            let event = event(payload: text)
            #expect(line(event).filter { $0 == "\n" }.count == 1)
            #expect(try parse(line(event)) == event, "\(text)")
        }
        let bytes = RecordedEvent(
            position: Position(1), time: Timestamp(nanoseconds: 0), stream: StreamName("a", "b"), revision: .first,
            type: "x.y", version: 1, metadata: EventMetadata(), payload: [0x22, 0xFF, 0xFE, 0x22])
        #expect(try parse(line(bytes)) == bytes)
    }

    @Test("keep times to the nanosecond, before 1970 too")
    func times() throws {
        for time in [0, 1, 999, 1000, -1, -1_000_000_001, 1_764_000_000_123_456_789, .min / 2, .max / 2] as [Int64] {
            #expect(try parse(line(event(time: time))).time.nanoseconds == time)
        }
    }

    @Test("that are wrong are refused with the member and what is allowed")
    func faults() {
        let good = #""position":1,"time":"2026-01-01T00:00:00Z","type":"a.b","version":1,"stream":"a-b","revision":0"#
        let faults = [
            ("", "not a JSON object"), ("[]", "not a JSON object"), ("{}", "not JSON at byte 1"),
            ("{\(good)}", "an event has either 'data' or 'data_base64'"),
            ("{\(good),\"data\":{}} x", "not JSON at byte"),
            ("{\(good),\"data\":{},\"data\":{}}", "'data' stands twice"),
            ("{\(good),\"data\":{},\"more\":1}", "'more' is not a member of an event"),
            ("{\(good),\"data_base64\":\"?\"}", "'data_base64' is not base64"),
            (
                "{\(good.replacing("\"position\":1", with: "\"position\":0")),\"data\":1}",
                "'position' is 0: allowed is 1 to"
            ),
            ("{\(good.replacing("a-b", with: "ab")),\"data\":1}", "'stream' is 'ab': allowed is category-id"),
            ("{\(good.replacing("2026-01-01T00:00:00Z", with: "9999-01-01")),\"data\":1}", "'time' is '9999-01-01'"),
            ("{\(good.replacing("\"revision\":0", with: "\"revision\":-1")),\"data\":1}", "'revision' is -1"),
            ("{\(good),\"trace_id\":\"x\",\"data\":1}", "'trace_id' and 'span_id' are 32 and 16 hexadecimal digits"),
            ("{\(good),\"span_id\":\"x\",\"data\":1}", "'trace_id' is missing"),
            ("{\(good.replacing("\"type\":\"a.b\",", with: "")),\"data\":1}", "'type' is missing"),
            ("{\(good),\"principal\":5,\"data\":1}", "'principal' is not a text"),
        ]
        for (text, words) in faults {
            #expect {
                try parse(text)
            } throws: {
                "\($0)".contains(words)
            }
        }
    }
}
