/// Alert rules and what they found.
///
/// Streams `rule-<name>` and `alert-<rule>`.
public enum AlertEvents {
    public static let page: [any Event.Type] = [
        AlertRuleSaved.self, AlertPending.self, AlertFired.self, AlertResolved.self, AlertNotified.self,
    ]

    public static func stream(ofRule name: String) -> StreamName { StreamName("rule", name) }
    public static func stream(ofAlert rule: String) -> StreamName { StreamName("alert", rule) }
}

/// A rule was made or changed; the whole rule in the simple form of the reference API.
public struct AlertRuleSaved: Event {
    public static let type: EventType = "alert.rule_saved"
    public let name: String
    /// `mcp.operations.error` and so on.
    public let metric: String
    /// An operator (`>`, `<`, `>=`, `<=`, `==`, `!=`), a space and a number.
    public let condition: String
    /// Seconds the condition must hold before the alert fires.
    public let duration: Double
    /// Seconds for which a fired alert notifies nobody again.
    public let cooldown: Double
    /// `critical`, `warning` or `info`.
    public let severity: String
    public let enabled: Bool

    public init(
        name: String, metric: String, condition: String, duration: Double, cooldown: Double, severity: String,
        enabled: Bool
    ) {
        self.name = name
        self.metric = metric
        self.condition = condition
        self.duration = duration
        self.cooldown = cooldown
        self.severity = severity
        self.enabled = enabled
    }
}

/// The condition began to hold.
public struct AlertPending: Event {
    public static let type: EventType = "alert.pending"
    public let rule: String
    public let value: Double
    /// Event time at which it began.
    public let since: Timestamp

    public init(rule: String, value: Double, since: Timestamp) {
        self.rule = rule
        self.value = value
        self.since = since
    }
}

/// The condition held for the rule's duration.
public struct AlertFired: Event {
    public static let type: EventType = "alert.fired"
    public let rule: String
    public let metric: String
    public let condition: String
    public let severity: String
    public let value: Double
    public let since: Timestamp
    /// Positions of the events that made the value what it is, the latest last (bounded).
    public let evidence: [Position]

    public init(
        rule: String, metric: String, condition: String, severity: String, value: Double, since: Timestamp,
        evidence: [Position]
    ) {
        self.rule = rule
        self.metric = metric
        self.condition = condition
        self.severity = severity
        self.value = value
        self.since = since
        self.evidence = evidence
    }
}

/// The condition no longer holds; also where a pending alert never fired.
public struct AlertResolved: Event {
    public static let type: EventType = "alert.resolved"
    public let rule: String
    public let value: Double?
    /// Whether it had fired.
    public let hadFired: Bool

    public init(rule: String, value: Double?, hadFired: Bool) {
        self.rule = rule
        self.value = value
        self.hadFired = hadFired
    }

    enum CodingKeys: String, CodingKey {
        case rule, value
        case hadFired = "had_fired"
    }
}

/// A handler was told, or could not be.
public struct AlertNotified: Event {
    public static let type: EventType = "alert.notified"
    public let rule: String
    public let handler: String
    /// `triggered` or `resolved`.
    public let status: String
    public let delivered: Bool
    public let error: String?

    public init(rule: String, handler: String, status: String, delivered: Bool, error: String?) {
        self.rule = rule
        self.handler = handler
        self.status = status
        self.delivered = delivered
        self.error = error
    }
}
