public import EventStore
public import PromQL

/// What to watch, how long it must hold, and how loud it is: a rule that has been checked.
///
/// One model for both ways of writing a rule: the simple form of the reference API (metric and condition), and
/// Prometheus' (an expression). ``saved`` is the rule as it was written and as the log keeps it; the expression of
/// the simple form follows from it.
public struct AlertRule: Equatable, Sendable {
    public enum Severity: String, CaseIterable, Sendable { case critical, warning, info }

    /// What it means where there is nothing to hold the condition against.
    public enum NoDataPolicy: String, CaseIterable, Sendable {
        /// As good as a condition that does not hold (Prometheus).
        case ok
        /// As bad as one that holds, for the rule's duration.
        case alerting
        /// The same, with the label `no_data`.
        case noData = "no_data"
        /// Everything stays as it was.
        case keepLast = "keep_last"
    }

    /// Every field, with the expression filled in.
    public let saved: AlertRuleSaved
    public let expression: PromQL.Expression
    /// Of the simple form; nil for a rule written as PromQL.
    public let condition: Condition?
    /// Of the simple form; nil for a rule written as PromQL.
    public let watched: AlertMetric?
    public let noData: NoDataPolicy
    public let labels: [String: AlertTemplate]
    public let annotations: [String: AlertTemplate]

    /// The longest duration and cooldown: 30 days.
    public static let secondsLimit = 2_592_000.0

    public var name: String { saved.name }
    /// What its alerts are called.
    public var alertName: String { saved.alert ?? saved.name }
    /// The metric that it makes; nil for a rule that alerts.
    public var record: String? { saved.record }
    public var metric: String { saved.metric }
    public var expr: String { saved.expr }
    /// Seconds of event time the condition must hold before the alert fires; 0 fires at once.
    public var duration: Double { saved.duration }
    /// Seconds of event time that an alert goes on firing without its condition.
    public var keepFiringFor: Double { saved.keepFiringFor }
    /// Seconds of event time after a notification in which the rule sends no other; its state goes on.
    public var cooldown: Double { saved.cooldown }
    public var severity: String { saved.severity }
    public var isEnabled: Bool { saved.enabled }

    /// A rule in the simple form.
    ///
    /// - Throws: for the first field at fault, saying what is allowed.
    public init(
        name: String, metric: String, condition: String, duration: Double = 300, cooldown: Double = 300,
        severity: String = "warning", isEnabled: Bool = true
    ) throws(AlertRuleError) {
        try self.init(
            AlertRuleSaved(
                name: name, metric: metric, condition: condition, duration: duration, cooldown: cooldown,
                severity: severity, enabled: isEnabled))
    }

    /// Checks a rule as the log holds it, or as it is to be saved.
    ///
    /// - Throws: for the first field at fault, saying what is allowed.
    public init(_ written: AlertRuleSaved) throws(AlertRuleError) {
        let check = AlertRuleCheck(rule: written)
        try check.names()
        var rule = written
        if written.metric.isEmpty, written.condition.isEmpty {
            (watched, condition) = (nil, nil)
        } else {
            let metric = try AlertMetric(named: written.metric)
            let held = try Condition(written.condition)
            try check.simple(metric)
            if rule.expr.isEmpty {
                let value = metric.expr(
                    filters: written.filters, window: written.window ?? AlertMetric.window, quantile: written.quantile)
                rule.expr = "\(value) \(held.text)"
            }
            (watched, condition) = (metric, held)
        }
        expression = try check.expression(rule.expr)
        try check.seconds()
        guard let policy = NoDataPolicy(rawValue: written.noData) else {
            throw .unknown("no_data", written.noData, NoDataPolicy.allCases.map(\.rawValue))
        }
        noData = policy
        labels = try check.templates(written.labels, "labels")
        annotations = try check.templates(written.annotations, "annotations")
        saved = rule
    }

    public static func == (left: AlertRule, right: AlertRule) -> Bool { left.saved == right.saved }

    /// Whether the alerts of one rule go on under the other: what is watched has not changed.
    public func watchesTheSame(as other: AlertRule) -> Bool {
        expr == other.expr && duration == other.duration && keepFiringFor == other.keepFiringFor
            && saved.labels == other.saved.labels && severity == other.severity && noData == other.noData
            && alertName == other.alertName && record == other.record
    }
}
