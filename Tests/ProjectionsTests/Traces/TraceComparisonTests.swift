import EventStore
import Projections
import TestKit
import Testing

@Suite("Two traces side by side")
struct TraceComparisonTests {
    private func trace(_ number: UInt64, _ spans: [(UInt64, UInt64?, Double, Double, String)]) -> [RecordedEvent] {
        recorded(spans.map { Spans.span($0.0, $0.1, $0.2, $0.3, trace: number, name: $0.4) })
    }

    @Test("have a row for each place, with the difference where both were there")
    func rows() {
        let json = TraceComparison.json(
            trace(1, [(1, nil, 0, 10, "call"), (2, 1, 0, 4, "stage"), (3, 1, 5, 2, "stage")]),
            trace(2, [(1, nil, 0, 7, "call"), (2, 1, 0, 1, "stage"), (4, 1, 2, 3, "other")]))
        let rows = json["rows"]?.array ?? []
        #expect(rows.map { $0["path"]?.array?.last?.string } == ["call", "stage", "stage #2", "other"])
        #expect(rows.map { $0["difference_seconds"]?.number } == [-3, -3, nil, nil])
        #expect(rows.map { $0["depth"]?.int } == [0, 1, 1, 1])
        #expect(json["only_a"] == 1 && json["only_b"] == 1 && json["more"] == 0)
        #expect(json["a"]?["seconds"] == 10.0 && json["b"]?["root"] == "call")
    }

    @Test("of one and the same trace differ nowhere")
    func same() {
        let one = trace(1, [(1, nil, 0, 10, "call"), (2, 1, 0, 4, "stage")])
        let json = TraceComparison.json(one, one)
        #expect(json["rows"]?.array?.allSatisfy { $0["difference_seconds"] == 0.0 } == true)
        #expect(json["only_a"] == 0 && json["only_b"] == 0)
    }
}
