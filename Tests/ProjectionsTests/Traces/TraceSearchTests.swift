import EventStore
import Projections
import TestKit
import Testing

@Suite("A search for traces")
struct TraceSearchTests {
    private let log = InMemoryEventLog(clock: ManualClock())

    /// Ten traces; the odd ones call a tool of a client, every third one fails.
    private func fill() async throws {
        for number in 1...10 {
            let isOdd = number % 2 == 1
            let attributes: JSONObject = ["gen_ai.tool.name": "create_video", "n": .int(number)]
            try await append(
                Spans.span(
                    1, nil, 0, Double(number), trace: UInt64(number), name: isOdd ? "tools/call create_video" : "ping",
                    status: number % 3 == 0 ? .error : .ok, attributes: isOdd ? attributes : [:],
                    resource: isOdd ? ["service.name": "client"] : nil))
            try await append(Spans.span(2, 1, 0, 0.5, trace: UInt64(number), name: "inner"))
        }
    }

    private func append(_ happening: Happening) async throws {
        for event in recorded([happening]) {
            guard let body = event.body else { continue }
            try await log.append([body], to: event.stream, metadata: event.metadata)
        }
    }

    private func find(_ change: (inout TraceQuery) -> Void, limit: Int = 20) async throws -> [UInt64] {
        var query = TraceQuery()
        change(&query)
        let answer = try await TraceSearch(log: log).find(query, limit: limit)
        return answer.traces.compactMap { $0["trace_id"]?.string.flatMap { TraceID(hex: $0)?.low } }
    }

    @Test("gives the latest first, each with its root, its spans and what matched")
    func all() async throws {
        try await fill()
        #expect(try await find { _ in } == [10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
        let answer = try await TraceSearch(log: log).find(TraceQuery(), limit: 1)
        #expect(answer.traces[0]["root"] == "ping" && answer.traces[0]["span_count"] == 2)
        #expect(answer.traces[0]["matched"]?.array?.count == 2 && answer.traces[0]["seconds"] == 10.0)
    }

    @Test("asks for service, operation, tool, status, duration and attributes of one and the same span")
    func conditions() async throws {
        try await fill()
        #expect(try await find { $0.service = "client" } == [9, 7, 5, 3, 1])
        #expect(try await find { $0.operation = TypePattern("tools/*") } == [9, 7, 5, 3, 1])
        #expect(
            try await find {
                $0.tool = "create_video"; $0.status = .error
            } == [9, 3])
        #expect(
            try await find {
                $0.shortest = 4; $0.longest = 6
            } == [6, 5, 4])
        #expect(try await find { $0.attributes = [(name: "n", value: "7")] } == [7])
        #expect(
            try await find { $0.attributes = [(name: "service.name", value: "client"), (name: "n", value: "2")] } == [])
        #expect(
            try await find {
                $0.operation = TypePattern("inner"); $0.status = .error
            } == [])
    }

    @Test("goes on where it stopped, without gap or repeat")
    func pages() async throws {
        try await fill()
        var found: [String] = []
        var place: Position?
        for _ in 0..<10 {
            let answer = try await TraceSearch(log: log).find(TraceQuery(), before: place, limit: 3)
            found += answer.traces.compactMap { $0["trace_id"]?.string }
            place = answer.next
            if place == nil { break }
        }
        #expect(found.count == 10 && Set(found).count == 10)
    }

    @Test("gives a trace once, though its spans lie among those of others")
    func interleaved() async throws {
        for round in 1...3 {
            for trace in 1...6 {
                try await append(Spans.span(UInt64(round), nil, 0, 1, trace: UInt64((trace * round) % 7)))
            }
        }
        let latest = try await find { _ in }
        var found: [UInt64] = []
        var place: Position?
        repeat {
            let answer = try await TraceSearch(log: log).find(TraceQuery(), before: place, limit: 2)
            found += answer.traces.compactMap { $0["trace_id"]?.string.flatMap { TraceID(hex: $0)?.low } }
            place = answer.next
        } while place != nil
        #expect(found == latest && found.count == 6)
    }

    @Test("looks at a bounded number of spans at once, and says where the next question goes on")
    func bounded() async throws {
        try await fill()
        var query = TraceQuery()
        query.attributes = [(name: "n", value: "1")]
        let answer = try await TraceSearch(log: log, spanLimit: 1).find(query, limit: 1)
        #expect(answer.traces.count + (answer.next == nil ? 0 : 1) >= 1)
    }

    @Test("sees nothing later than the position asked for")
    func past() async throws {
        try await fill()
        #expect(try await find { $0.through = Position(4) } == [2, 1])
    }
}
