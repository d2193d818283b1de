import EventStore
import Projections
import TestKit
import Testing

@Suite("A trace")
struct TraceTests {
    private let trace = TraceID(high: 7, low: 9)

    private func metadata(_ span: UInt64) -> EventMetadata {
        EventMetadata(trace: TraceContext(traceID: trace, spanID: SpanID(span)))
    }

    private func span(_ id: UInt64, parent: UInt64?, from start: Double, for seconds: Double) -> Happening {
        Happening(
            SpanEnded(
                name: "span \(id)", kind: .internal, parent: parent.map(SpanID.init),
                start: ManualClock.start.advanced(bySeconds: start), seconds: seconds, status: .ok),
            metadata: metadata(id))
    }

    private func fold(_ happenings: [Happening]) throws -> JSON {
        try #require(Trace.fold(events: recorded(happenings)))
    }

    @Test("hangs spans on their parents and counts what a span did itself")
    func tree() throws {
        let json = try fold([
            span(2, parent: 1, from: 1, for: 3), span(3, parent: 1, from: 2, for: 4),
            span(1, parent: nil, from: 0, for: 10),
        ])
        let root = try #require(json["roots"]?[0])
        #expect(root["name"] == "span 1" && root["children"]?.array?.count == 2)
        // The children overlap: together they cover seconds 1 to 6.
        #expect(root["self_seconds"] == 5.0 && json["seconds"] == 10.0 && json["span_count"] == 3)
    }

    @Test("shows the events of a span with their positions")
    func events() throws {
        let progress = TaskProgressed(task: "a", stage: "render", progress: 0.5, message: "")
        let json = try fold([
            Happening(progress, metadata: metadata(1)), Happening(progress, metadata: metadata(5)),
            span(1, parent: nil, from: 0, for: 1),
        ])
        #expect(json["roots"]?[0]?["events"]?[0]?["position"] == 1)
        #expect(json["events"]?.array?.map { $0["position"] } == [2])
    }

    @Test("makes a root of a span whose parent never came")
    func orphan() throws {
        let json = try fold([span(2, parent: 1, from: 0, for: 1)])
        #expect(json["roots"]?[0]?["parent_missing"] == true && json["roots"]?.array?.count == 1)
    }

    @Test("cuts parents that form a circle")
    func circle() throws {
        let json = try fold([
            span(1, parent: 2, from: 0, for: 1), span(2, parent: 1, from: 0, for: 1),
            span(3, parent: 1, from: 0, for: 1),
            span(4, parent: 4, from: 0, for: 1),
        ])
        #expect(json["span_count"] == 4 && names(in: json) == ["span 1", "span 2", "span 3", "span 4"])
    }

    @Test("flattens nesting beyond its limit and loses no span")
    func deep() throws {
        let json = try fold((1...300).map { span($0, parent: $0 > 1 ? $0 - 1 : nil, from: 0, for: 1) })
        #expect(names(in: json).count == 300 && depth(of: json["roots"]?[0]) <= Trace.depthLimit + 1)
    }

    @Test("is nothing where the log has no such events")
    func empty() async throws {
        #expect(Trace.fold(events: []) == nil)
        #expect(try await Trace.read(trace, from: InMemoryEventLog()) == nil)
    }

    @Test("is read from the log as of a position")
    func read() async throws {
        let log = InMemoryEventLog()
        for happening in [span(1, parent: nil, from: 0, for: 1), span(2, parent: 1, from: 0, for: 1)] {
            let event = try #require(recorded([happening])[0].body)
            try await log.append([event], to: stream(of: event), metadata: recorded([happening])[0].metadata)
        }
        #expect(try await Trace.read(trace, from: log)?["span_count"] == 2)
        #expect(try await Trace.read(trace, from: log, asOf: Position(1))?["span_count"] == 1)
    }

    private func names(in json: JSON?) -> [String] {
        let below = (json?["roots"] ?? json?["children"])?.array ?? []
        return ((json?["name"]?.string).map { [$0] } ?? []) + below.flatMap { names(in: $0) }.sorted()
    }

    private func depth(of json: JSON?) -> Int {
        guard let json else { return 0 }
        return 1 + (json["children"]?.array ?? []).map { depth(of: $0) }.reduce(0, max)
    }
}
