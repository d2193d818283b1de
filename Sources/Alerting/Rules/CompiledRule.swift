import EventStore
import Projections
import PromQL

/// A rule with what follows from its expression: where it finds whether there are data, and which events can move it.
///
/// A reference, because it is looked at for each rule at each tick.
final class CompiledRule: Sendable {
    let rule: AlertRule
    /// The rule's own, as a vector.
    let expression: PromQL.Expression
    /// Yields something wherever there is anything to hold the condition against; nil where that cannot be told.
    let data: PromQL.Expression?
    let reach: RuleReach
    let isEnabled: Bool
    /// Seconds between two evaluations; 0 for each tick.
    let interval: Double

    init(_ rule: AlertRule) {
        self.rule = rule
        let vector = rule.expression.type == .scalar ? try? Parser.parse("vector(\(rule.expr))") : nil
        expression = vector ?? rule.expression
        data = Self.data(of: rule.expression)
        reach = RuleReach(rule.expression)
        isEnabled = rule.isEnabled
        interval = rule.saved.interval ?? 0
    }

    /// The side of a comparison that is not the threshold.
    private static func data(of expression: PromQL.Expression) -> PromQL.Expression? {
        switch expression {
        case .parentheses(let inner, _): return data(of: inner)
        case .binary(let binary) where binary.operation.isComparison && !binary.returnsBool:
            return binary.left.type == .scalar ? binary.right : binary.left
        case .binary(let binary) where binary.operation == .and || binary.operation == .unless:
            return data(of: binary.left)
        case .call(let call) where call.name == "absent" || call.name == "absent_over_time": return nil
        default: return expression
        }
    }
}
