public import EventStore
import PromQL

/// A service level objective, and the rules that watch how fast its error budget is spent.
///
/// Each rule asks over a long and a short window at once: the long one tells that it matters, the short one that it
/// still goes on. A page is for a budget of 30 days that would be gone in two days (14.4 times the speed that the
/// objective allows, over 1 h and 5 m) or in five (6 times, 6 h and 30 m); a ticket for ten days (3 times, 1 d and 2 h)
/// or the whole budget (1 time, 3 d and 6 h).
public struct ServiceObjective: Equatable, Sendable {
    /// Letters, digits, `-`, `_` and `.`: how the rules' names begin.
    public let name: String
    /// Percent, such as 99.9.
    public let objective: Double
    /// PromQL of bad and of all events, or of the share of bad ones; `$window` stands for the window, as in `[$window]`.
    public let errors: String
    public let total: String

    private static let pairs: [(rule: String, severity: String, burns: [(Double, String, String)])] = [
        ("page", "critical", [(14.4, "1h", "5m"), (6, "6h", "30m")]),
        ("ticket", "warning", [(3, "1d", "2h"), (1, "3d", "6h")]),
    ]

    /// Reads `name`, `objective`, and `errors` and `total` (PromQL with `$window`), or `good_metric` and `total_metric`
    /// (counters, with matchers in braces), or `error_ratio`.
    public init(json: JSON) throws(AlertRuleError) {
        let known = ["name", "objective", "errors", "total", "good_metric", "total_metric", "error_ratio"]
        guard let object = json.object else { throw AlertRuleError("objective", "must be an object") }
        if let other = object.keys.first(where: { !known.contains($0) }) {
            throw AlertRuleError(other, "is unknown; known are \(known.joined(separator: ", "))")
        }
        guard let name = object["name"]?.string else { throw AlertRuleError("name", "is missing") }
        guard let objective = object["objective"]?.number, objective > 0, objective < 100 else {
            throw AlertRuleError("objective", "must be a percentage above 0 and below 100, such as 99.9")
        }
        self.name = name
        self.objective = objective
        let texts = { (key: String) in object[key]?.string }
        if let good = texts("good_metric"), let all = texts("total_metric") {
            total = "sum(increase(\(all)[$window]))"
            errors = "(\(total) - (sum(increase(\(good)[$window])) or vector(0)))"
        } else if let ratio = texts("error_ratio") {
            (errors, total) = (ratio, "")
        } else if let bad = texts("errors"), let all = texts("total") {
            (errors, total) = (bad, all)
        } else {
            throw AlertRuleError("errors", "wants errors and total, good_metric and total_metric, or error_ratio")
        }
        _ = try rules()
    }

    /// The share of bad events over a window.
    public func ratio(_ window: String) -> String {
        let text = total.isEmpty ? "(\(errors))" : "((\(errors) or vector(0)) / (\(total) > 0))"
        return text.replacing("$window", with: window)
    }

    /// A page and a ticket.
    public func rules() throws(AlertRuleError) -> [AlertRule] {
        var rules: [AlertRule] = []
        let budget = (100 - objective) / 100
        for (kind, severity, burns) in Self.pairs {
            let parts = burns.map { factor, long, short in
                let limit = SampleText.format((factor * budget * 1e9).rounded() / 1e9)
                return "(\(ratio(long)) > \(limit) and \(ratio(short)) > \(limit))"
            }
            var saved = AlertRuleSaved(
                name: "\(name)_burn_\(kind)", duration: 0, cooldown: 0, severity: severity,
                expr: parts.joined(separator: " or "))
            saved.labels = ["slo": name]
            saved.annotations = [
                "summary": "\(name): {{ $value | humanizePercentage }} fail; the objective allows "
                    + "\(SampleText.format((budget * 1e9).rounded() / 1e7))%"
            ]
            saved.objective = json
            rules.append(try AlertRule(saved))
        }
        return rules
    }

    private var json: JSONObject {
        ["name": .string(name), "objective": .double(objective), "errors": .string(errors), "total": .string(total)]
    }
}
