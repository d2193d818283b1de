import EventStore
import Projections
import PromQL

/// Which events can change what an expression yields, and for how long after they happened.
struct RuleReach: Equatable, Sendable {
    /// Whether the value stays the same while no sample within reach changes: nothing in it depends on the time itself,
    /// or on how many samples there are.
    let isSteady: Bool
    /// Seconds that it looks back.
    let seconds: Double
    /// Seconds of the shortest window of a range, infinite without one.
    let shortest: Double
    /// The families of the events that change the samples of this service's own metrics.
    let groups: TouchGroups
    /// The other metrics, by name; nil where new samples come at every tick.
    let metrics: Set<String>?

    /// Whether all that it looks at follows from the service's own events.
    var isOwn: Bool { metrics?.isEmpty == true }

    /// Milliseconds for which a sample stands where no newer one follows.
    static let lookback: Int64 = 300_000

    private static let unsteady: Set = [
        "time", "timestamp", "day_of_month", "day_of_week", "day_of_year", "days_in_month", "hour", "minute", "month",
        "year", "count_over_time", "sum_over_time", "present_over_time", "deriv", "predict_linear", "holt_winters",
        "irate", "idelta", "resets",
    ]

    init(_ expression: PromQL.Expression) {
        var walk = Walk()
        walk.visit(expression)
        isSteady = walk.isSteady
        seconds = Double(walk.reach) / 1000
        shortest = walk.shortest.map { Double($0) / 1000 } ?? .infinity
        var types: Set<EventType> = []
        var metrics: Set<String>? = []
        for selector in expression.selectors {
            if let origin = MetricOrigin(selector.name, selector.matchers) {
                types.formUnion(origin.types)
            } else if let names = Self.metrics(of: selector.name) {
                metrics?.formUnion(names)
            } else {
                metrics = nil
            }
        }
        groups = TouchGroups(touching: types)
        self.metrics = metrics
    }

    /// What the metric may be called that a series is of; nil where every tick has a sample of it.
    private static func metrics(of series: String) -> [String]? {
        let metric = ["_bucket", "_sum", "_count"].first(where: series.hasSuffix).map { series.dropLast($0.count) }
        let names = [series] + (metric.map { [String($0)] } ?? [])
        return series.isEmpty || names.contains(where: SampledMetrics.everyTick.contains) ? nil : names
    }

    private struct Walk {
        var isSteady = true
        var reach = RuleReach.lookback
        var shortest: Int64?

        mutating func visit(_ expression: PromQL.Expression) {
            switch expression {
            case .number, .string: break
            case .vector(let selector): look(selector, back: RuleReach.lookback)
            case .matrix(let selector):
                look(selector.vector, back: selector.duration)
                shortest = min(shortest ?? .max, selector.duration)
            case .subquery: isSteady = false
            case .negation(let signed): visit(signed.operand)
            case .binary(let binary):
                visit(binary.left)
                visit(binary.right)
            case .call(let call):
                if RuleReach.unsteady.contains(call.name) { isSteady = false }
                for argument in call.arguments { visit(argument) }
            case .aggregation(let aggregation):
                if let parameter = aggregation.parameter { visit(parameter) }
                visit(aggregation.operand)
            case .parentheses(let inner, _): visit(inner)
            }
        }

        private mutating func look(_ selector: VectorSelector, back: Int64) {
            if selector.time.instant != nil || selector.time.offset < 0 { isSteady = false }
            reach = max(reach, back + max(0, selector.time.offset))
        }
    }
}
