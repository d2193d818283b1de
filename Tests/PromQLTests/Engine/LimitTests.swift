import PromQL
import Testing

@Suite("Limits of a query")
struct LimitTests {
    private static func fault(_ query: String, _ change: (inout QueryLimits) -> Void = { _ in }) throws -> String? {
        var options = QueryOptions()
        change(&options.limits)
        let source = try MemorySource([
            "m{n=\"1\"}": Array(repeating: 1, count: 100), "m{n=\"2\"}": Array(repeating: 2, count: 100),
        ])
        do {
            _ = try QueryEngine(source: source, options: options).range(query, from: 0, to: 6_000_000, step: 60_000)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test("the samples read and made are bounded")
    func samples() throws {
        #expect(try Self.fault("m") { $0.samples = 402 } == nil)
        #expect(try Self.fault("m") { $0.samples = 300 }?.contains("(limit: samples = 300)") == true)
        #expect(try Self.fault("sum(m + m + m + m)") { $0.samples = 1000 }?.contains("(limit: samples") == true)
    }

    @Test("series and steps are bounded")
    func seriesAndSteps() throws {
        #expect(try Self.fault("m") { $0.series = 1 }?.contains("(limit: series = 1)") == true)
        #expect(
            try Self.fault("count_values(\"v\", vector(time()))") { $0.series = 50 }?.contains("(limit: series = 50)")
                == true)
        let steps = try Self.fault("m") { $0.steps = 10 }
        #expect(steps?.hasPrefix("exceeded maximum resolution of 10 points per timeseries.") == true)
    }

    @Test(
        "queries made to cost too much are refused",
        arguments: [
            "max_over_time(m[100y:1ms])", "vector(1)[100y:1s]", "sum_over_time(vector(time())[50y:1s])",
            "max_over_time(max_over_time(max_over_time(m[1y:1s])[1y:1s])[1y:1s])",
            "count_values(\"v\", m[1d:1s])",
        ])
    func hostile(query: String) throws {
        #expect(try Self.fault(query) != nil)
    }

    @Test("time is bounded, and a cancelled task stops")
    func time() async throws {
        let long = "quantile_over_time(0.5, (m offset 0ms + time())[7d:10s])".replacing(" offset 0ms", with: "")
        let fault = try Self.fault(long) { $0.timeout = .nanoseconds(1) }
        #expect(fault?.hasPrefix("query timed out in expression evaluation (limit: timeout = ") == true)
        let cancelled = try await withThrowingTaskGroup(of: String?.self) { group in
            group.addTask { try Self.fault(long) }
            group.cancelAll()
            return try await group.next() ?? nil
        }
        #expect(cancelled == "query was canceled in expression evaluation")
    }

    @Test(
        "times at the ends of what can be reckoned do not end the process",
        arguments: [
            Int64.min, Int64.max, -9_223_372_036_854_775, 9_223_372_036_854_775,
        ])
    func farTimes(time: Int64) throws {
        let engine = QueryEngine(source: try MemorySource(["m": [1, 2, 3]]))
        for query in [
            "m", "m offset 290y", "m offset -290y", "rate(m[290y])", "m @ 9e15", "max_over_time(m[5m:1m])", "year()",
        ] {
            _ = engine.fault(query, at: time / 1000)
        }
        let bounds = (Int64.min / 2, Int64.max / 2)
        #expect(throws: QueryError.self) {
            try engine.range("max_over_time(m[290y:1m])", from: bounds.0, to: bounds.1, step: 1_000_000_000_000_000)
        }
    }
}
