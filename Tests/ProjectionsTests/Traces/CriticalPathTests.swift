import EventStore
import Projections
import TestKit
import Testing

@Suite("The critical path of a trace")
struct CriticalPathTests {
    private func trace(_ spans: [(id: UInt64, parent: UInt64?, start: Double, seconds: Double)]) throws -> JSON {
        try #require(Trace.fold(events: recorded(spans.map { Spans.span($0.id, $0.parent, $0.start, $0.seconds) })))
    }

    /// Seconds of each span on the path, by id.
    private func seconds(_ trace: JSON) -> [String: Double] {
        var found: [String: Double] = [:]
        func visit(_ span: JSON) {
            found[span["name"]?.string ?? ""] = span["critical_seconds"]?.number
            for child in span["children"]?.array ?? [] { visit(child) }
        }
        for root in trace["roots"]?.array ?? [] { visit(root) }
        return found
    }

    @Test("goes through the child that ended last, and leaves out what ran beside it")
    func parallel() throws {
        let json = try trace([(1, nil, 0, 10), (2, 1, 1, 3), (3, 1, 1, 8)])
        #expect(json["critical_path"] == [.string(SpanID(1).hex), .string(SpanID(3).hex)])
        #expect(seconds(json) == ["span 1": 2, "span 2": 0, "span 3": 8])
    }

    @Test("goes through one after the other where they follow each other")
    func sequence() throws {
        let json = try trace([(1, nil, 0, 10), (2, 1, 1, 3), (3, 1, 5, 4)])
        #expect(seconds(json) == ["span 1": 3, "span 2": 3, "span 3": 4])
    }

    @Test("goes on in work that outlives the span that began it")
    func outlives() throws {
        let json = try trace([(1, nil, 0, 1), (2, 1, 2, 8), (3, 2, 3, 7)])
        #expect(json["critical_path"]?.array?.count == 3 && json["seconds"] == 10.0)
        #expect(seconds(json) == ["span 1": 1, "span 2": 1, "span 3": 7])
    }

    @Test("crosses roots whose parents never came")
    func roots() throws {
        let json = try trace([(1, 9, 0, 2), (2, 9, 2, 3)])
        #expect(seconds(json) == ["span 1": 2, "span 2": 3])
    }

    @Test("accounts for no more than the trace's time", arguments: 0..<200)
    func bounded(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let spans = (1...30).map { id -> (UInt64, UInt64?, Double, Double) in
            let parent = id == 1 ? nil : UInt64.random(in: 1..<UInt64(id), using: &random)
            let start = Double(Int.random(in: 0..<40, using: &random))
            return (UInt64(id), parent, start, Double(Int.random(in: 0..<20, using: &random)))
        }
        let json = try trace(spans)
        let total = seconds(json).values.reduce(0, +)
        #expect(total >= 0 && total <= (json["seconds"]?.number ?? 0) + 1e-6)
        #expect(seconds(json).values.allSatisfy { $0 >= 0 })
    }
}
