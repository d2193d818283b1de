import EventStore
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
    /// The families of the events that change the samples; nil where any event may.
    let groups: TouchGroups?

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
        var types: Set<EventType>? = []
        for selector in expression.selectors {
            guard let known = MetricOrigin(selector.name, selector.matchers)?.types else {
                types = nil
                break
            }
            types?.formUnion(known)
        }
        groups = types.map(TouchGroups.init(touching:))
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
            if selector.time != TimeModifier() { isSteady = false }
            reach = max(reach, back)
        }
    }
}
