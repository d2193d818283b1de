import EventStore
import PromQL
import TestKit
import Testing

@testable import Projections

@Suite("Bisection by an expression")
struct BisectionTests {
    /// A log whose gauge goes up and down, with other events between, and its series.
    private func withLog(_ body: (Bisection, SeriesHost, [RecordedEvent]) async throws -> Void) async throws {
        let clock = ManualClock()
        let log = InMemoryEventLog(clock: clock)
        for number in 0..<300 {
            clock.advance(bySeconds: Double(number % 5) + 0.5)
            let values = ["mcp.connections.active": Double(number * 37 % 101)]
            try await log.append([MetricsSampled(values: values)], to: StreamName("process", "p"))
            try await log.append([TaskStageStarted(task: "t", stage: "s")], to: StreamName("task", "t"))
        }
        let series = SeriesHost(log: log, limits: SeriesLimits(blockRows: 40, spacing: 200), timeout: .seconds(60))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await series.run() }
            try await series.wait(for: log.head, timeout: .seconds(60))
            try await body(Bisection(log: log, series: series), series, try await log.readAll(.all))
            group.cancelAll()
        }
    }

    /// The first sample at which an expression has a value, asked for one by one.
    private func slow(_ expression: String, _ series: SeriesHost, _ events: [RecordedEvent]) async throws -> Position? {
        for event in events where event.type == MetricsSampled.type {
            let result = try await series.evaluate(asOf: event.position) { source in
                try QueryEngine(source: source).instant(expression, at: event.time.milliseconds)
            }
            switch result {
            case .vector(let values) where !values.isEmpty: return event.position
            case .scalar(let value, _) where value != 0 && !value.isNaN: return event.position
            default: continue
            }
        }
        return nil
    }

    @Test(
        "finds the position that asking at each sample finds",
        arguments: [
            "depth > 0", "depth > 99", "depth > 101", "scalar(depth)", "scalar(depth > 98)",
            "max_over_time(depth[1m]) > 99", "rate(depth[30s]) > 20", "depth == 50 and depth offset 10s > 50",
            "vector(1)", "vector(0) > 1", "nothing", "1 - 1", "count_over_time(depth[20s]) == 1",
        ])
    func same(words: String) async throws {
        let expression = words.replacing("depth", with: "mcp_connections_active")
        try await withLog { bisection, series, events in
            let found = try await bisection.first(expression, from: Position(1), to: Position(600))
            #expect(try await slow(expression, series, events) == found?.position)
            if words == "depth > 99" { #expect(found != nil) }
        }
    }

    @Test("asks sample by sample where all together are too much")
    func limits() async throws {
        try await withLog { _, series, events in
            var options = QueryOptions()
            options.limits.samples = 40
            let bisection = Bisection(log: series.log, series: series, options: options)
            let expression = "mcp_connections_active > 99"
            let found = try await bisection.first(expression, from: Position(1), to: Position(600))
            #expect(try await slow(expression, series, events) == found?.position)
        }
    }
}
