import EventStore
import Projections
import TestKit
import Testing

@testable import Alerting

@Suite("A back-test")
struct BacktestTests {
    private let scenario = AlertScenario()

    private func run(
        _ rules: [AlertRule], from: Timestamp? = nil, inForce: [String: AlertRule] = [:],
        routing: AlertRouting = AlertRouting()
    ) async throws -> BacktestReport {
        let host = SeriesHost(log: scenario.log, timeout: .seconds(120))
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await host.run() }
            try await host.wait(for: scenario.log.head, timeout: .seconds(120))
            let report = try await Backtest(log: scenario.log, series: host).run(
                rules, from: from, inForce: inForce, routing: routing)
            group.cancelAll()
            return report
        }
    }

    /// What the log says happened: the moments at which alerts began, fired and ended.
    private func recorded(_ rule: String) async throws -> [String] {
        try await scenario.log.readAll(Selection(stream: AlertEvents.stream(ofAlert: rule))).compactMap { event in
            let causation = event.metadata.causation ?? .start
            switch event.body {
            case is AlertPending: return "pending \(causation)"
            case is AlertFired: return "fired \(causation)"
            case is AlertResolved: return "resolved \(causation)"
            default: return nil
            }
        }
    }

    private func found(_ outcome: BacktestReport.Outcome) async throws -> [String] {
        var positions: [Timestamp: Position] = [:]
        for event in try await scenario.log.readAll(Selection(types: [TypePattern(MetricsSampled.type.name)])) {
            positions[event.time] = event.position
        }
        var words: [(Position, String)] = []
        for interval in outcome.intervals {
            for (word, time) in [
                ("pending", interval.firedAt == interval.since ? nil : interval.since), ("fired", interval.firedAt),
                ("resolved", interval.resolvedAt),
            ] {
                if let time, let position = positions[time] { words.append((position, word)) }
            }
        }
        return words.sorted { $0.0 < $1.0 }.map { "\($0.1) \($0.0)" }
    }

    @Test("finds what happened live, to the tick, with whole hours in which nothing is evaluated", arguments: 0..<10)
    func sameAsLive(seed: Int) async throws {
        var generator = SplitMix64(seed: UInt64(seed))
        let rule = try AlertRule(
            name: "errors", metric: seed.isMultiple(of: 2) ? "mcp.operations.error" : "mcp.operations.error_rate",
            condition: seed.isMultiple(of: 2) ? "> 2" : "> 0.4",
            duration: Double(10 * Int.random(in: 0...4, using: &generator)))
        try await scenario.log.append(each: [rule.saved])
        for _ in 0..<14 {
            try await scenario.fail(Int.random(in: 0...3, using: &generator))
            try await scenario.succeed(Int.random(in: 0...3, using: &generator))
            try await scenario.pass(seconds: 10 * Int.random(in: 1...60, using: &generator))
        }
        try await scenario.evaluate()
        let report = try await run([rule])
        #expect(try await found(report.results[0].outcome) == recorded("errors"))
        #expect(report.results[0].outcome.intervals.contains { $0.firedAt != nil })
    }

    @Test("evaluates rules on what others send as of each position, also where it comes late")
    func late() async throws {
        let rule = try AlertRule(json: ["alert": "deep", "expr": "queue_depth > 5", "for": 20])
        try await scenario.log.append(each: [rule.saved])
        for step in 0..<30 {
            try await scenario.pass(seconds: 10)
            guard step.isMultiple(of: 3) else { continue }
            // Measured fifteen seconds before it arrives.
            let time = scenario.clock.now().advanced(bySeconds: -15)
            let point = MetricPoint(time: time, value: .number(MetricNumber(step < 15 ? 9 : 1)))
            try await scenario.log.append(each: [
                MetricsReceived(
                    resource: ["service.name": "shop"],
                    families: [MetricFamily(name: "queue.depth", kind: .gauge, points: [point])])
            ])
        }
        try await scenario.evaluate()
        let report = try await run([rule])
        #expect(try await found(report.results[0].outcome) == recorded("deep"))
        #expect(try await recorded("deep").map { $0.prefix(5) } == ["pendi", "fired", "resol"])
    }

    @Test("says how a threshold would have changed what happened, and how often people would have been told")
    func whatIf() async throws {
        try await scenario.pass(seconds: 10)
        for failures in [3, 8, 20] {
            try await scenario.fail(failures)
            try await scenario.pass(seconds: 600)
        }
        func rule(_ condition: String) throws -> AlertRule {
            try AlertRule(
                name: "errors", metric: "mcp.operations.error", condition: condition, duration: 0, cooldown: 0)
        }
        let report = try await run([try rule("> 5")], inForce: ["errors": try rule("> 2")])
        let result = report.results[0]
        #expect(result.outcome.fired == 2 && result.inForce?.fired == 3)
        #expect(result.differences.map(\.kind) == [.removed])
        #expect(result.outcome.messages == ["default": 4])
        #expect(report.json["rules"]?[0]?["differences"]?[0]?["kind"] == "removed")
        let tight = try await run([try rule("> 1")], inForce: ["errors": try rule("> 10")])
        #expect(tight.results[0].differences.map(\.kind) == [.added, .added])
    }

    @Test("counts messages after grouping and cooldown")
    func routed() async throws {
        try await scenario.pass(seconds: 10)
        for _ in 0..<3 {
            try await scenario.fail(3)
            try await scenario.pass(seconds: 400)
        }
        let rule = try AlertRule(
            name: "e", metric: "mcp.operations.error", condition: "> 2", duration: 0, cooldown: 2000)
        #expect(try await run([rule]).results[0].outcome.notifications == 2)
    }

    @Test("of a rule that cannot be evaluated says why")
    func fault() async throws {
        try await scenario.fail(1)
        try await scenario.pass(seconds: 60)
        let rule = try AlertRule(json: ["alert": "a", "expr": "mcp_operations_error_total * on () log_events_total"])
        #expect(try await run([rule]).results[0].outcome.error?.contains("many-to-many") == true)
    }
}

@Suite("The default rules, live")
struct DefaultRulesLiveTests {
    private let scenario = AlertScenario()

    @Test("fire where there is reason to, and end")
    func firing() async throws {
        try await RuleSeeder(log: scenario.log).seed(AlertRule.defaults)
        try await scenario.pass(seconds: 20)
        for _ in 0..<40 {
            try await scenario.fail(1, seconds: 9)
            try await scenario.pass(seconds: 10, values: ["mcp.connections.active": 101])
        }
        try await scenario.pass(seconds: 700, values: ["mcp.connections.active": 3])
        try await scenario.evaluate()
        for rule in AlertRule.defaults {
            let events = try await scenario.log.readAll(Selection(stream: AlertEvents.stream(ofAlert: rule.name)))
            #expect(events.map(\.type.name) == ["alert.pending", "alert.fired", "alert.resolved"], "\(rule.name)")
            let fired = events.compactMap { $0.body(as: AlertFired.self) }.first
            #expect(fired?.evidence.isEmpty == false && fired?.ruleVersion != nil, "\(rule.name)")
        }
    }
}
