public import EventStore

/// What to watch, how long it must hold, and how loud it is: a rule that has been checked.
public struct AlertRule: Equatable, Sendable {
    public enum Severity: String, CaseIterable, Sendable { case critical, warning, info }

    /// Letters, digits, `-`, `_` and `.`; at most 100 of them.
    public let name: String
    /// The metric's name; `watched` is what it means.
    public let metric: String
    public let watched: AlertMetric
    public let condition: Condition
    /// Seconds of event time the condition must hold before the alert fires; 0 fires at once.
    public let duration: Double
    /// Seconds of event time after a notification in which the rule sends no other; its state goes on.
    public let cooldown: Double
    public let severity: Severity
    public let isEnabled: Bool

    /// The longest duration and cooldown: 30 days.
    public static let secondsLimit = 2_592_000.0

    /// Checks every field.
    ///
    /// - Throws: for the first field at fault, saying what is allowed.
    public init(
        name: String, metric: String, condition: String, duration: Double = 300, cooldown: Double = 300,
        severity: String = "warning", isEnabled: Bool = true
    ) throws(AlertRuleError) {
        let isPlain = name.utf8.allSatisfy {
            (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0) || [45, 46, 95].contains($0)
        }
        guard isPlain, (1...100).contains(name.utf8.count) else {
            throw AlertRuleError("name", "'\(name)' must be 1 to 100 letters, digits, '-', '_' or '.'")
        }
        guard let level = Severity(rawValue: severity) else {
            let levels = Severity.allCases.map(\.rawValue).joined(separator: ", ")
            throw AlertRuleError("severity", "'\(severity)' is not one of \(levels)")
        }
        self.name = name
        self.metric = metric
        watched = try AlertMetric(named: metric)
        self.condition = try Condition(condition)
        self.duration = try Self.check(duration, "duration")
        self.cooldown = try Self.check(cooldown, "cooldown")
        self.severity = level
        self.isEnabled = isEnabled
    }

    /// Checks a rule as the log holds it.
    public init(_ saved: AlertRuleSaved) throws(AlertRuleError) {
        try self.init(
            name: saved.name, metric: saved.metric, condition: saved.condition, duration: saved.duration,
            cooldown: saved.cooldown, severity: saved.severity, isEnabled: saved.enabled)
    }

    /// The event that puts this rule in force.
    public var saved: AlertRuleSaved {
        AlertRuleSaved(
            name: name, metric: metric, condition: condition.text, duration: duration, cooldown: cooldown,
            severity: severity.rawValue, enabled: isEnabled)
    }

    private static func check(_ seconds: Double, _ field: String) throws(AlertRuleError) -> Double {
        guard seconds >= 0, seconds <= secondsLimit else {
            throw AlertRuleError(field, "\(seconds) must be 0 to \(Int(secondsLimit)) seconds")
        }
        return seconds
    }
}
