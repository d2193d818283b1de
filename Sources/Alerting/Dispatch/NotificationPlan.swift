import EventStore

/// Who has to be told what: the pure half of dispatching, folded from the log.
///
/// Each firing is told to each handler once, and its end once where the firing was told. After a delivered
/// notification the rule is quiet for its cooldown; an alert that still fires when the cooldown is over is told then,
/// and one that ended before is not told at all. Time is event time.
struct NotificationPlan: Codable, Sendable {
    /// One notification for one handler.
    struct Delivery: Equatable, Sendable {
        let handler: String
        let notification: AlertNotification

        /// The same for the same delivery, so that the log records it once.
        var key: String { "notify:\(handler):\(notification.position)" }
    }

    private static let types: Set<EventType> = [
        AlertRuleSaved.type, AlertFired.type, AlertResolved.type, AlertNotified.type,
    ]

    private struct Fired: Codable, Sendable {
        let rule: String
        let fingerprint: String
        let metric: String
        let condition: String
        let severity: String
        let value: Double
        let evidence: [Position]

        init(_ fact: AlertFired) {
            (rule, fingerprint, metric, condition) = (fact.rule, fact.alert.fingerprint, fact.metric, fact.condition)
            (severity, value, evidence) = (fact.severity, fact.value, fact.evidence)
        }
    }

    private struct Alert: Codable, Sendable {
        let fact: Fired
        let position: Position
        let time: Timestamp
        var end: AlertNotification?
        /// Handlers that were told it fires, or could not be.
        var settled: Set<String> = []
        /// Handlers that know that it fires, and not yet of its end.
        var told: Set<String> = []
    }

    /// Alerts remembered that are over; only a replay needs them, to match records that come late.
    private static let endedLimit = 100

    /// Not stored: a new life may have other handlers.
    var handlers: [String] = []
    private var cooldowns: [String: Double] = [:]
    /// In the order they fired.
    private var alerts: [Alert] = []
    /// When a rule was last told to a handler, by both.
    private var lastTold: [String: [String: Timestamp]] = [:]
    /// The event time that deliveries made now count from.
    private(set) var now = Timestamp(nanoseconds: 0)

    private enum CodingKeys: String, CodingKey { case cooldowns, alerts, lastTold, now }

    init(handlers: [String]) { self.handlers = handlers }

    mutating func apply(_ event: RecordedEvent) {
        now = event.time
        guard Self.types.contains(event.type) else { return }
        switch event.body {
        case let fact as AlertRuleSaved: cooldowns[fact.name] = fact.cooldown
        case let fact as AlertFired: alerts.append(Alert(fact: Fired(fact), position: event.position, time: event.time))
        case let fact as AlertResolved: end(fact, event)
        case let fact as AlertNotified: settle(fact, of: event.metadata.causation, at: event.time)
        default: break
        }
    }

    /// What is to be delivered now, in the order the alerts fired.
    func due() -> [Delivery] { alerts.flatMap(due) }

    /// Notes the outcome of a delivery; the log's own record of it then changes nothing.
    mutating func settle(_ fact: AlertNotified, of position: Position?, at time: Timestamp) {
        let isEnd = fact.status == AlertNotification.Status.resolved.rawValue
        if !isEnd, fact.delivered { lastTold[fact.rule, default: [:]][fact.handler] = time }
        guard let index = alerts.lastIndex(where: { (isEnd ? $0.end?.position : $0.position) == position }) else {
            return
        }
        if isEnd {
            alerts[index].told.remove(fact.handler)
        } else {
            alerts[index].settled.insert(fact.handler)
            if fact.delivered { alerts[index].told.insert(fact.handler) }
        }
    }

    /// Gives up telling of alerts that are over and were never told: on a start, old news, above all to a new handler.
    mutating func forgetOldNews() {
        for index in alerts.indices where alerts[index].end != nil { alerts[index].settled = Set(handlers) }
    }

    private func due(_ alert: Alert) -> [Delivery] {
        let moment = alert.end?.time ?? now
        let untold = handlers.filter { !alert.settled.contains($0) && !isQuiet(alert.fact.rule, $0, at: moment) }
        let firing = untold.map { Delivery(handler: $0, notification: notification(of: alert)) }
        guard let end = alert.end else { return firing }
        return firing + handlers.filter(alert.told.contains).map { Delivery(handler: $0, notification: end) }
    }

    private mutating func end(_ fact: AlertResolved, _ event: RecordedEvent) {
        guard
            let index = alerts.lastIndex(where: {
                $0.fact.rule == fact.rule && $0.fact.fingerprint == fact.alert.fingerprint && $0.end == nil
            })
        else { return }
        let alert = alerts[index]
        alerts[index].end = AlertNotification(
            rule: fact.rule, status: .resolved, metric: alert.fact.metric, value: fact.value,
            condition: alert.fact.condition, severity: alert.fact.severity, time: event.time,
            position: event.position, evidence: alert.fact.evidence)
        if alerts.count(where: { $0.end != nil }) > Self.endedLimit,
            let oldest = alerts.firstIndex(where: { $0.end != nil })
        {
            alerts.remove(at: oldest)
        }
    }

    private func isQuiet(_ rule: String, _ handler: String, at moment: Timestamp) -> Bool {
        guard let last = lastTold[rule]?[handler] else { return false }
        return moment.seconds(since: last) < cooldowns[rule] ?? 0
    }

    private func notification(of alert: Alert) -> AlertNotification {
        AlertNotification(
            rule: alert.fact.rule, status: .triggered, metric: alert.fact.metric, value: alert.fact.value,
            condition: alert.fact.condition, severity: alert.fact.severity, time: alert.time,
            position: alert.position, evidence: alert.fact.evidence)
    }
}
