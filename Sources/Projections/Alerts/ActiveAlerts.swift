public import EventStore

/// Which alerts are pending or firing, and what became of the latest: the state of alerting, as the log has it.
public struct ActiveAlerts: Projection {
    public static let name = "active_alerts"
    public static let version = 2
    public static let consumes = AlertEvents.page

    /// Past alerts kept.
    public static let historyLimit = 200
    /// Alerts that may be active at once, of all rules.
    public static let activeLimit = 10_000

    /// By rule and fingerprint.
    private var open: [Key: Alert] = [:]
    private var past: [Alert] = []
    private var book = RuleBook()

    private struct Key: Codable, Hashable {
        let rule: String
        let fingerprint: String
    }

    public init() {}

    public mutating func apply(_ event: RecordedEvent) {
        switch event.body {
        case let fact as AlertPending: begin(fact.alert, since: fact.since, value: fact.value, fact.ruleVersion, event)
        case let fact as AlertFired: fire(fact, event)
        case let fact as AlertResolved: resolve(fact, event)
        case let fact as AlertNotified: note(fact, event)
        case is AlertSilenced, is AlertSilenceExpired: break
        default: book.apply(event)
        }
    }

    /// Pending and firing alerts: firing first, then by rule and labels.
    public var active: [Alert] {
        open.values.sorted {
            ($0.state == .firing ? 0 : 1, $0.rule, $0.fingerprint) < (
                $1.state == .firing ? 0 : 1, $1.rule, $1.fingerprint
            )
        }
    }

    /// The alerts of a rule that are active: firing first, then by labels.
    public func alerts(of rule: String) -> [Alert] { active.filter { $0.rule == rule } }

    /// The most urgent active alert of a rule.
    public func alert(of rule: String) -> Alert? { alerts(of: rule).first }

    /// An alert that is active, or over and still remembered.
    public func alert(id: String) -> Alert? {
        open.values.first { $0.id == id } ?? past.last { $0.id == id }
    }

    /// Alerts that fired and are over, the latest first.
    public var history: [Alert] { past.reversed() }

    /// The body of `GET /v1/alerts`.
    public var json: JSON {
        ["active": .array(active.map(\.json)), "history": .array(history.map(\.json))]
    }

    private mutating func begin(
        _ alert: AlertIdentity, since: Timestamp, value: Double, _ version: Position?, _ event: RecordedEvent,
        severity: String? = nil
    ) {
        let key = Key(rule: alert.rule, fingerprint: alert.fingerprint)
        guard open[key] == nil, open.count < Self.activeLimit else { return }
        let known = book.rule(alert.rule)?.rule
        let severity = alert.labels["severity"] ?? severity ?? known?.severity ?? ""
        open[key] = Alert(
            id: alert.id.isEmpty ? "\(alert.rule)-\(event.position)" : alert.id, rule: alert.rule,
            fingerprint: alert.fingerprint, labels: Self.labels(alert, severity), state: .pending,
            metric: known.map(Self.watched) ?? "", condition: known?.condition ?? "", severity: severity, value: value,
            since: since, updated: event.position, ruleVersion: version)
    }

    /// What a rule watches, in its own words.
    private static func watched(_ rule: AlertRuleSaved) -> String { rule.metric.isEmpty ? rule.expr : rule.metric }

    /// Events of before there were labels tell the rule's name and how loud it is.
    private static func labels(_ alert: AlertIdentity, _ severity: String) -> [String: String] {
        guard alert.labels.isEmpty else { return alert.labels }
        return severity.isEmpty ? ["alertname": alert.rule] : ["alertname": alert.rule, "severity": severity]
    }

    private mutating func fire(_ fact: AlertFired, _ event: RecordedEvent) {
        if open[Key(rule: fact.rule, fingerprint: fact.alert.fingerprint)] == nil {
            begin(fact.alert, since: fact.since, value: fact.value, fact.ruleVersion, event, severity: fact.severity)
        }
        let key = Key(rule: fact.rule, fingerprint: fact.alert.fingerprint)
        guard var alert = open[key], alert.state == .pending else { return }
        alert.state = .firing
        alert.annotations = fact.annotations
        alert.metric = fact.metric
        alert.condition = fact.condition
        alert.severity = fact.severity
        if fact.alert.labels.isEmpty { alert.labels = Self.labels(fact.alert, fact.severity) }
        alert.value = fact.value
        alert.firedAt = event.time
        alert.fired = event.position
        alert.updated = event.position
        alert.ruleVersion = fact.ruleVersion
        alert.evidence = fact.evidence
        alert.traces = fact.traces
        open[key] = alert
    }

    private mutating func resolve(_ fact: AlertResolved, _ event: RecordedEvent) {
        let key = Key(rule: fact.rule, fingerprint: fact.alert.fingerprint)
        guard var alert = open.removeValue(forKey: key), alert.state == .firing else { return }
        alert.state = .resolved
        alert.value = fact.value
        alert.resolvedAt = event.time
        alert.cause = fact.cause.rawValue
        alert.updated = event.position
        past.append(alert)
        if past.count > Self.historyLimit { past.removeFirst() }
    }

    private mutating func note(_ fact: AlertNotified, _ event: RecordedEvent) {
        let key = Key(rule: fact.rule, fingerprint: fact.alert.fingerprint)
        if let alert = open[key], fact.alert.id.isEmpty ? fact.status != "resolved" : alert.id == fact.alert.id {
            open[key]?.add(fact, event)
        } else if let index = past.lastIndex(where: {
            fact.alert.id.isEmpty ? $0.rule == fact.rule : $0.id == fact.alert.id
        }) {
            past[index].add(fact, event)
        }
    }
}
