import EventStore
import Projections
import TestKit
import Testing

@testable import Alerting

@Suite("A rule that no event touched")
struct UntouchedRuleTests {
    private let scenario = AlertScenario()

    /// The ticks at which a rule is evaluated, by their numbers, over series that never hold.
    private func evaluated(_ expr: String) async throws -> [Int] {
        let rule = try AlertRule(json: ["alert": "r", "expr": .string(expr)])
        var evaluation = AlertEvaluation()
        var (number, found): (Int, [Int]) = (0, [])
        let saved = InMemoryEventLog(clock: ManualClock())
        try await saved.append(each: [rule.saved])
        for event in try await saved.readAll(.all) + scenario.log.readAll(.all) {
            _ = evaluation.note(event)
            guard Tick.isTick(event.type) else { continue }
            let due = evaluation.due(at: Tick(event))
            if !due.isEmpty { found.append(number) }
            _ = evaluation.take(try evaluation.outcome(of: due, at: Tick(event), from: MemorySeries()))
            number += 1
        }
        return found
    }

    private func receive(_ name: String, _ value: Double = 1, ahead: Double = 0) async throws {
        let time = scenario.clock.now().advanced(bySeconds: ahead)
        let point = MetricPoint(time: time, value: .number(MetricNumber(value)))
        let family = MetricFamily(name: name, kind: .gauge, points: [point])
        try await scenario.log.append(each: [MetricsReceived(resource: ["service.name": "shop"], families: [family])])
    }

    /// Six hours with a sample of a metric in the third.
    private func day(of name: String, ahead: Double = 0) async throws {
        try await scenario.pass(seconds: 3 * 3600)
        try await receive(name, ahead: ahead)
        try await scenario.pass(seconds: 3 * 3600)
    }

    @Test(
        "over metrics of others is evaluated only while one of their samples is in reach",
        arguments: ["queue_depth > 5", "absent(queue_depth)", "max(queue_depth) by (job) > 5"])
    func others(expr: String) async throws {
        try await day(of: "queue.depth")
        let found = try await evaluated(expr)
        // The first ticks, because what came before the rule is not known, and those after the sample: five minutes each.
        #expect(found.allSatisfy { $0 < 40 || (1079...1120).contains($0) }, "\(found)")
        #expect((1080..<1110).allSatisfy(found.contains), "\(found)")
    }

    @Test("is not evaluated because another metric of others came")
    func another() async throws {
        try await day(of: "queue.length")
        #expect(try await evaluated("queue_depth > 5").allSatisfy { $0 < 40 })
    }

    @Test("over a metric that nobody ever sent is left alone")
    func unknown() async throws {
        try await day(of: "queue.length")
        #expect(try await evaluated("up == 0 or on () nobody_sends_this").allSatisfy { $0 < 40 })
    }

    @Test("wakes for a sample that is dated ahead when its time comes")
    func ahead() async throws {
        try await day(of: "queue.depth", ahead: 3600)
        let found = try await evaluated("queue_depth > 5")
        #expect((1080..<1470).allSatisfy(found.contains))
        #expect(found.allSatisfy { $0 < 1480 })
    }

    @Test("with an offset wakes as much later")
    func offset() async throws {
        try await day(of: "queue.depth")
        let found = try await evaluated("max_over_time(queue_depth[5m] offset 1h) > 5")
        #expect((1080..<1470).allSatisfy(found.contains))
        #expect(found.allSatisfy { $0 < 80 + 360 || (1079..<1480).contains($0) })
    }

    @Test(
        "over what every tick measures is evaluated at each",
        arguments: ["process_threads > 99", "log_events_total > 1e9", "{job=\"x\"} > 5", "nonsense > time()"])
    func ticks(expr: String) async throws {
        try await scenario.pass(seconds: 3600, values: ["process.threads": 4])
        #expect(try await evaluated(expr).count == 360)
    }

    @Test("over the parts of a histogram wakes for the histogram")
    func histogram() async throws {
        try await scenario.pass(seconds: 3600)
        let value = MetricPoint.Value.histogram(count: 1, sum: MetricNumber(2), bounds: [1], counts: [0, 1])
        let family = MetricFamily(
            name: "job.time", kind: .histogram, unit: "s",
            points: [MetricPoint(time: scenario.clock.now(), value: value)])
        try await scenario.log.append(each: [MetricsReceived(resource: [:], families: [family])])
        try await scenario.pass(seconds: 3600)
        let found = try await evaluated("histogram_quantile(0.9, job_time_seconds_bucket) > 5")
        #expect((360..<390).allSatisfy(found.contains) && found.allSatisfy { $0 < 40 || (359...400).contains($0) })
    }

    @Test("decides what it would have decided at every tick", arguments: 0..<12)
    func sameAsEach(seed: Int) async throws {
        var generator = SplitMix64(seed: UInt64(seed))
        let exprs = [
            "queue_depth > 5", "absent(queue_depth)", "max_over_time(queue_depth[5m] offset 10m) > 5",
            "queue_depth > 5 and on () mcp_operations_error_total > 2",
        ]
        let rule = try AlertRule(json: ["alert": "r", "expr": .string(exprs[seed % exprs.count]), "for": 20])
        try await scenario.log.append(each: [rule.saved])
        for _ in 0..<20 {
            try await scenario.fail(Int.random(in: 0...1, using: &generator))
            let ahead = Double(Int.random(in: -20...40, using: &generator)) * 30
            try await receive("queue.depth", Double(Int.random(in: 0...10, using: &generator)), ahead: ahead)
            try await scenario.pass(seconds: 10 * Int.random(in: 1...90, using: &generator))
        }
        try await scenario.evaluate()
        let log = scenario.log
        let host = SeriesHost(log: log, timeout: .seconds(120))
        let report = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await host.run() }
            try await host.wait(for: log.head, timeout: .seconds(120))
            let report = try await Backtest(log: log, series: host).run([rule])
            group.cancelAll()
            return report
        }
        let live = try await log.readAll(Selection(types: [TypePattern("alert.fired")])).compactMap {
            $0.body(as: AlertFired.self)?.since
        }
        #expect(!live.isEmpty)
        #expect(report.results[0].outcome.intervals.filter { $0.firedAt != nil }.map(\.since) == live)
    }
}
