public import EventStore

/// Which alerts are pending or firing, and what became of the latest.
public struct ActiveAlerts: Projection {
    public static let name = "active_alerts"
    public static let version = 1
    public static let consumes = AlertEvents.page

    /// Past alerts kept.
    public static let historyLimit = 200
    /// Alerts that may be active at once; one a rule.
    public static let activeLimit = RuleBook.ruleLimit

    /// One alert of one rule, from its first pending to its end.
    public struct Alert: Codable, Equatable, Sendable {
        public enum State: String, CaseIterable, Codable, Sendable {
            /// The condition holds, not yet for the rule's duration. Turns into firing or resolved.
            case pending
            /// It has held for the duration. Turns into resolved.
            case firing
            /// It holds no longer, for good: the next time is a new alert.
            case resolved
        }

        public let rule: String
        public internal(set) var state: State
        public internal(set) var metric: String
        public internal(set) var condition: String
        public internal(set) var severity: String
        /// What the metric was at the last transition.
        public internal(set) var value: Double?
        /// Event time at which the condition began to hold.
        public let since: Timestamp
        public internal(set) var firedAt: Timestamp?
        /// Where `alert.fired` stands.
        public internal(set) var fired: Position?
        public internal(set) var resolvedAt: Timestamp?
        /// Where its last event stands.
        public internal(set) var updated: Position
        /// The events that made it fire, the latest last.
        public internal(set) var evidence: [Position] = []
        /// Who was told, the latest last.
        public internal(set) var notices: [AlertNotified] = []

        /// The reference API's payload, with what it lacks: the state, since when, and the evidence.
        public var json: JSON {
            [
                "rule_name": .string(rule), "metric": .string(metric), "value": .optional(value),
                "condition": .string(condition), "severity": .string(severity),
                "timestamp": .optional(resolvedAt ?? firedAt ?? since),
                "status": .string(state == .resolved ? "resolved" : "triggered"), "state": .string(state.rawValue),
                "since": .optional(since), "fired_at": .optional(firedAt), "resolved_at": .optional(resolvedAt),
                "position": .position(updated), "fired": fired.map(JSON.position) ?? .null,
                "evidence": .array(evidence.map(JSON.position)),
                "notifications": .array(
                    notices.map {
                        [
                            "handler": .string($0.handler), "status": .string($0.status),
                            "delivered": .bool($0.delivered), "error": .optional($0.error),
                        ]
                    }),
            ]
        }
    }

    private static let noticeLimit = 20

    private var open: [String: Alert] = [:]
    private var past: [Alert] = []
    private var book = RuleBook()

    public init() {}

    public mutating func apply(_ event: RecordedEvent) {
        switch event.body {
        case is AlertRuleSaved: book.apply(event)
        case let fact as AlertPending: begin(fact.rule, since: fact.since, value: fact.value, event)
        case let fact as AlertFired: fire(fact, event)
        case let fact as AlertResolved: resolve(fact, event)
        case let fact as AlertNotified: note(fact)
        default: break
        }
    }

    /// Pending and firing alerts: firing first, then by rule.
    public var active: [Alert] {
        open.values.sorted { ($0.state == .firing ? 0 : 1, $0.rule) < ($1.state == .firing ? 0 : 1, $1.rule) }
    }

    public func alert(of rule: String) -> Alert? { open[rule] }

    /// Alerts that fired and are over, the latest first.
    public var history: [Alert] { past.reversed() }

    /// The body of `GET /v1/alerts`.
    public var json: JSON {
        ["active": .array(active.map(\.json)), "history": .array(history.map(\.json))]
    }

    private mutating func begin(_ rule: String, since: Timestamp, value: Double, _ event: RecordedEvent) {
        guard open[rule] == nil, open.count < Self.activeLimit else { return }
        let known = book.rule(rule)?.rule
        open[rule] = Alert(
            rule: rule, state: .pending, metric: known?.metric ?? "", condition: known?.condition ?? "",
            severity: known?.severity ?? "", value: value, since: since, updated: event.position)
    }

    private mutating func fire(_ fact: AlertFired, _ event: RecordedEvent) {
        begin(fact.rule, since: fact.since, value: fact.value, event)
        guard var alert = open[fact.rule], alert.state == .pending else { return }
        alert.state = .firing
        alert.metric = fact.metric
        alert.condition = fact.condition
        alert.severity = fact.severity
        alert.value = fact.value
        alert.firedAt = event.time
        alert.fired = event.position
        alert.updated = event.position
        alert.evidence = fact.evidence
        open[fact.rule] = alert
    }

    private mutating func resolve(_ fact: AlertResolved, _ event: RecordedEvent) {
        guard var alert = open.removeValue(forKey: fact.rule), alert.state == .firing else { return }
        alert.state = .resolved
        alert.value = fact.value
        alert.resolvedAt = event.time
        alert.updated = event.position
        past.append(alert)
        if past.count > Self.historyLimit { past.removeFirst() }
    }

    private mutating func note(_ fact: AlertNotified) {
        if fact.status == "resolved" {
            guard let index = past.lastIndex(where: { $0.rule == fact.rule }) else { return }
            past[index].add(fact, limit: Self.noticeLimit)
        } else {
            open[fact.rule]?.add(fact, limit: Self.noticeLimit)
        }
    }
}

extension ActiveAlerts.Alert {
    fileprivate mutating func add(_ notice: AlertNotified, limit: Int) {
        notices.append(notice)
        if notices.count > limit { notices.removeFirst() }
    }
}
