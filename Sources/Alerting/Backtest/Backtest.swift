public import EventStore
public import Projections

/// What rules would have done over the recorded past: the machine that is used live, over the same series, on the same
/// ticks.
///
/// A rule begins inactive at the first tick. Where the series of a rule follow from the service's own events, which is
/// known at once, all ticks are evaluated together; else each as of its position, as live.
public struct Backtest: Sendable {
    /// The longest past, in ticks; the latest count where there are more.
    public static let tickLimit = 500_000

    private let log: any EventLog
    private let series: SeriesHost
    private let index: TickIndex

    /// - Parameters:
    ///   - series: of the same log; it must be running.
    ///   - index: of the same log; several back-tests may share one.
    public init(log: any EventLog, series: SeriesHost, index: TickIndex? = nil) {
        self.log = log
        self.series = series
        self.index = index ?? TickIndex(log: log)
    }

    /// Runs each rule, and beside it the rule of the same name in force.
    ///
    /// - Parameters:
    ///   - from: event time, inclusive; nil for the log's beginning. `to` likewise.
    ///   - inForce: by name, what each rule is held against.
    ///   - routing: by which notifications are counted.
    /// - Throws: what the series throw; a rule that cannot be evaluated says so in the report.
    public func run(
        _ rules: [AlertRule], from: Timestamp? = nil, to: Timestamp? = nil, inForce: [String: AlertRule] = [:],
        routing: AlertRouting = AlertRouting()
    ) async throws -> BacktestReport {
        let ticks = try await index.ticks(from: from, to: to)
        var results: [BacktestReport.Result] = []
        for rule in rules {
            let outcome = try await run(rule, ticks, routing)
            var other: BacktestReport.Outcome?
            if let old = inForce[rule.name] { other = try await run(old, ticks, routing) }
            results.append(BacktestReport.Result(outcome: outcome, inForce: other))
        }
        return BacktestReport(from: ticks.first?.time, to: ticks.last?.time, ticks: ticks.count, results: results)
    }

    private func run(_ rule: AlertRule, _ ticks: [Tick], _ routing: AlertRouting) async throws -> BacktestReport.Outcome
    {
        let compiled = CompiledRule(rule)
        let due = Self.due(ticks, interval: rule.saved.interval ?? 0)
        var run = BacktestRun(rule, routing: routing)
        do {
            if try await isKnownAtOnce(compiled, due) {
                try await together(compiled, due, &run)
            } else {
                try await oneByOne(compiled, due, &run)
            }
        } catch let fault as RuleAnswer.Fault {
            return run.outcome(error: fault.description)
        }
        return run.outcome(error: nil)
    }

    private static func due(_ ticks: [Tick], interval: Double) -> [Tick] {
        guard interval > 0 else { return ticks }
        var last = -Double.infinity
        return ticks.filter { tick in
            let slot = (tick.time.seconds / interval).rounded(.down)
            defer { last = slot }
            return slot > last
        }
    }

    /// Whether no sample can have come later than its time says.
    private func isKnownAtOnce(_ compiled: CompiledRule, _ ticks: [Tick]) async throws -> Bool {
        if compiled.reach.isOwn { return true }
        guard let first = ticks.first, let last = ticks.last else { return true }
        let selection = Selection(
            types: [TypePattern(MetricsReceived.type.name)], through: last.position,
            since: first.time.advanced(bySeconds: -compiled.reach.seconds))
        return try await log.read(selection, after: .start, limit: 1).events.isEmpty
    }

    private func together(_ compiled: CompiledRule, _ ticks: [Tick], _ run: inout BacktestRun) async throws {
        let chunk = 10_000
        for start in stride(from: 0, to: ticks.count, by: chunk) {
            let part = Array(ticks[start..<min(start + chunk, ticks.count)])
            guard let last = part.last, !Task.isCancelled else { return }
            let answers = try await series.evaluate(asOf: last.position) { source in
                try AnswerTable(compiled, part, source)
            }
            for (place, tick) in part.enumerated() { run.take(answers, place, at: tick) }
        }
    }

    private func oneByOne(_ compiled: CompiledRule, _ ticks: [Tick], _ run: inout BacktestRun) async throws {
        for tick in ticks where !Task.isCancelled {
            let wantsData = compiled.rule.noData != .ok
            let answer = try await series.evaluate(asOf: tick.position) { source in
                try RuleAnswer(compiled, RuleContext(source: source, tick: tick), wantsData: wantsData)
            }
            run.take(answer, at: tick)
        }
    }
}
