import EventStore
import Projections
import PromQL

/// Finds the events that made the value of an expression what it was: from the log, so the same each time.
struct EvidenceFinder: Sendable {
    let log: any EventLog

    /// Positions that one alert names at most.
    static let limit = 20
    /// Events that are looked at for them.
    private static let scanLimit = 4096

    /// The latest events that the first selector with any counts, within its window before the tick.
    ///
    /// Measurements of other programs, and readings of gauges, have the sample's own event for evidence.
    ///
    /// - Parameter series: labels that the alert's series has.
    func find(_ expr: String, series: [String: String], at tick: Tick) async -> Evidence {
        guard let expression = try? Parser.parse(expr) else { return Evidence() }
        let threshold = Threshold(expression)
        let labels = series.filter { $0.key != Labels.metricName }.map { Matcher($0.key, equals: $0.value) }
        for (selector, seconds) in RangedSelector.all(of: expression) {
            let found = await events(selector.name, selector.matchers + labels, seconds, threshold, tick)
            if !found.isEmpty { return Self.evidence(found) }
        }
        return Evidence()
    }

    private func events(
        _ name: String, _ matchers: [Matcher], _ seconds: Double, _ threshold: Threshold?, _ tick: Tick
    ) async -> [RecordedEvent] {
        let origin = MetricOrigin(name, matchers)
        let types = origin?.types ?? [MetricsSampled.type, MetricsReceived.type]
        let selection = Selection(
            types: types.sorted { $0.name < $1.name }.map { TypePattern($0.name) }, through: tick.position,
            since: tick.time.advanced(bySeconds: -seconds))
        let isTimed = name.contains("_duration_seconds")
        var found: [RecordedEvent] = []
        var place: Position?
        var scanned = 0
        while found.count < Self.limit, scanned < Self.scanLimit,
            let page = try? await log.readBackwards(selection, before: place, limit: 256)
        {
            scanned += page.events.count
            for event in page.events where found.count < Self.limit {
                guard let origin else { return [event] }
                let isSlow = !isTimed || threshold?.holds(for: event) ?? true
                if isSlow, origin.counts(event) { found.append(event) }
            }
            guard !page.isLast, let last = page.events.last else { break }
            place = last.position
        }
        return found.reversed()
    }

    private static func evidence(_ events: [RecordedEvent]) -> Evidence {
        var traces: [String] = []
        for trace in events.compactMap(\.metadata.trace?.traceID.hex) where !traces.contains(trace) {
            traces.append(trace)
        }
        return Evidence(positions: events.map(\.position), traces: traces)
    }
}

/// What a quantile is held against: durations for which it holds are those that made it so.
private struct Threshold {
    let condition: Condition

    init?(_ expression: PromQL.Expression) {
        guard case .binary(let binary) = expression, case .number(let literal) = binary.right,
            let condition = try? Condition("\(binary.operation.rawValue) \(literal.value)")
        else { return nil }
        self.condition = condition
    }

    func holds(for event: RecordedEvent) -> Bool {
        switch event.body {
        case let fact as RequestCompleted: condition.holds(for: fact.seconds)
        case let fact as TaskCompleted: condition.holds(for: fact.seconds)
        default: true
        }
    }
}

/// The selectors of an expression with the seconds that each looks back, in the order of the text.
enum RangedSelector {
    static func all(of expression: PromQL.Expression) -> [(VectorSelector, Double)] {
        switch expression {
        case .number, .string: []
        case .vector(let selector): [(selector, Double(RuleReach.lookback) / 1000)]
        case .matrix(let selector): [(selector.vector, Double(selector.duration) / 1000)]
        case .subquery(let subquery):
            all(of: subquery.operand).map { ($0.0, $0.1 + Double(subquery.duration) / 1000) }
        case .negation(let signed): all(of: signed.operand)
        case .binary(let binary): all(of: binary.left) + all(of: binary.right)
        case .call(let call): call.arguments.flatMap(all)
        case .aggregation(let aggregation): (aggregation.parameter.map(all) ?? []) + all(of: aggregation.operand)
        case .parentheses(let inner, _): all(of: inner)
        }
    }
}
