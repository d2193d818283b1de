import Alerting
import EventStore
import Glibc
import Projections
import Synchronization

/// A log with rules, samples of a gauge and ticks fifteen seconds apart, and what it costs to evaluate.
struct RecordedPast {
    private static let spacing = 15.0

    private final class Clock: WallClock {
        private let time = Mutex(SystemWallClock().now())

        func now() -> Timestamp { time.withLock { $0 } }
        func advance() { time.withLock { $0 = $0.advanced(bySeconds: RecordedPast.spacing) } }
    }

    let rules: Int
    let series: Int
    let ticks: Int
    let touchesAll: Bool

    /// CPU seconds of the evaluation alone: the series are there before it begins.
    func measure() async throws -> JSON {
        let log = try await recorded()
        let host = SeriesHost(log: log, timeout: .seconds(600))
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await host.run() }
            try await host.wait(for: log.head, timeout: .seconds(600))
            let start = Self.cpu()
            group.addTask { try await AlertEvaluator(log: log, series: host, checkpointSpacing: 1 << 40).run() }
            try await Self.end(in: log)
            let seconds = Self.cpu() - start
            group.cancelAll()
            return [
                "rules": .int(rules), "series": .int(series), "ticks": .int(ticks), "cpu_seconds": .double(seconds),
            ]
        }
    }

    private func recorded() async throws -> InMemoryEventLog {
        let clock = Clock()
        let log = InMemoryEventLog(clock: clock)
        let samples = StreamName("metrics", "bench")
        for number in 0..<rules {
            let rule = try AlertRule(json: [
                "alert": .string("rule-\(number)"),
                "expr": .string("\(touchesAll ? "queue_depth" : "mcp_tools_calls_total") > \(1000 + number)"),
            ])
            try await log.append([rule.saved], to: AlertEvents.stream(ofRule: rule.name))
        }
        let end = try AlertRule(json: ["alert": "end", "expr": "the_end > 0"])
        try await log.append([end.saved], to: AlertEvents.stream(ofRule: end.name))
        try await log.append([queue(0)], to: samples)
        let call = ToolCompleted(request: "1", tool: "create_video", outcome: .success, result: nil, seconds: 1)
        try await log.append([call], to: RequestEvents.stream(of: "1"))
        for tick in 1...ticks {
            clock.advance()
            if touchesAll { try await log.append([queue(tick)], to: samples) }
            if tick == ticks { try await log.append([gauge("the.end", [MetricPoint(value: .number(1))])], to: samples) }
            try await log.append([MetricsSampled(values: [:])], to: samples)
        }
        return log
    }

    private func queue(_ tick: Int) -> MetricsReceived {
        gauge(
            "queue.depth",
            (0..<series).map { number in
                MetricPoint(
                    labels: ["queue": .string("q\(number)")],
                    value: .number(MetricNumber(Double((tick * 7 + number) % 100))))
            })
    }

    private func gauge(_ name: String, _ points: [MetricPoint]) -> MetricsReceived {
        MetricsReceived(
            resource: ["service.name": "shop"], families: [MetricFamily(name: name, kind: .gauge, points: points)])
    }

    private static func end(in log: InMemoryEventLog) async throws {
        let selection = Selection(types: [TypePattern(AlertFired.type.name)])
        for try await page in log.subscribe(to: selection, after: .start) where !page.events.isEmpty { return }
    }

    private static func cpu() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
