import EventStore
import Projections

/// Who has to be told what: the pure half of dispatching, folded from the log.
///
/// Each alert that fires is told to the receivers that its routes lead to, and its end to those who know that it fired;
/// together with the other alerts of its group. After a delivered notification a rule is quiet for its cooldown; an
/// alert that still fires when that is over is told then, and one that ended before is not told at all. Silenced,
/// inhibited or muted alerts wait. Time is event time.
struct NotificationPlan: Codable, Sendable {
    /// What one receiver knows of one alert.
    struct Told: Codable, Equatable, Sendable {
        var status: AlertNotification.Status
        var at: Timestamp
        /// False where it was given up.
        var isDelivered: Bool
    }

    /// Attempts at one message that failed.
    struct Failures: Codable, Equatable, Sendable {
        var count: Int
        var next: Timestamp
    }

    /// A receiver that is left alone for a while.
    struct Breaker: Codable, Equatable, Sendable {
        var failures = 0
        var openUntil: Timestamp?
    }

    private static let types: Set<EventType> = Set(AlertEvents.page.map { $0.type })
    /// Alerts remembered that are over and were told to nobody.
    private static let alertLimit = 20_000
    /// Seconds for which a group without news is remembered.
    private static let memory = 7 * 86_400.0

    /// Not stored: a new life may have others.
    var routing = AlertRouting()
    /// The handlers of each receiver; one that is not here is a handler itself.
    var members: [String: [String]] = [:]
    var settings = DeliverySettings()

    private(set) var alerts: [String: DispatchedAlert] = [:]
    /// By receiver, then by the alert's id.
    private(set) var told: [String: [String: Told]] = [:]
    /// When a group was told last, by receiver and group.
    private(set) var groups: [String: Timestamp] = [:]
    private(set) var failures: [String: Failures] = [:]
    private(set) var breakers: [String: Breaker] = [:]
    private(set) var cooldowns: [String: Double] = [:]
    /// When a rule was told last, by receiver, then by rule.
    private(set) var lastTold: [String: [String: Timestamp]] = [:]
    private(set) var silences = Silences()
    /// The event time that deliveries made now count from.
    private(set) var now = Timestamp(nanoseconds: 0)

    private enum CodingKeys: String, CodingKey {
        case alerts, told, groups, failures, breakers, cooldowns, lastTold, silences, now
    }

    init() {}

    mutating func apply(_ event: RecordedEvent) {
        now = max(now, event.time)
        guard Self.types.contains(event.type) else { return }
        switch event.body {
        case let fact as AlertRuleSaved: cooldowns[fact.name] = fact.cooldown
        case let fact as AlertRuleDeleted: cooldowns[fact.name] = nil
        case let fact as AlertFired: begin(DispatchedAlert(fact, event))
        case let fact as AlertResolved: end(fact, event)
        case let fact as AlertNotified: settle(fact, at: event.time)
        case is AlertSilenced, is AlertSilenceExpired: silences.apply(event)
        default: break
        }
    }

    /// Lets time go on; false where nothing can become due by that.
    mutating func pass(to time: Timestamp) -> Bool {
        now = max(now, time)
        return !alerts.isEmpty
    }

    mutating func setCooldown(_ seconds: Double, of rule: String) { cooldowns[rule] = seconds }

    /// Takes note of the outcome of a delivery to one receiver of one alert; a repeat changes nothing.
    mutating func settle(_ fact: AlertNotified, at time: Timestamp) {
        let status: AlertNotification.Status = fact.status == "resolved" ? .resolved : .triggered
        let id = alertID(fact)
        if fact.delivered {
            groups[Self.place(fact.handler, fact.group)] = time
            if status == .triggered { lastTold[fact.handler, default: [:]][fact.rule] = time }
        }
        if !fact.isFinal, !fact.group.isEmpty {
            let pause = settings.pause(after: fact.attempt, key: fact.key)
            failures[Self.place(fact.handler, fact.group)] = Failures(
                count: fact.attempt, next: time.advanced(bySeconds: pause))
        } else {
            failures[Self.place(fact.handler, fact.group)] = nil
        }
        guard let id, fact.isFinal else { return }
        told[fact.handler, default: [:]][id] = Told(status: status, at: time, isDelivered: fact.delivered)
    }

    /// Takes note of how an attempt ended, for the breaker.
    mutating func note(_ delivery: AlertDelivery, failed: Bool) {
        var breaker = breakers[delivery.receiver] ?? Breaker()
        breaker.failures = failed ? breaker.failures + 1 : 0
        breaker.openUntil =
            breaker.failures >= settings.breakerFailures ? now.advanced(bySeconds: settings.breakerPause) : nil
        breakers[delivery.receiver] = failed ? breaker : nil
    }

    /// Gives up telling of alerts that are over and were never told: on a start, old news, above all to a new receiver.
    mutating func forgetOldNews() {
        for (id, alert) in alerts
        where alert.end != nil && !told.values.contains(where: { $0[id]?.status == .triggered }) {
            forget(id)
        }
    }

    /// Forgets alerts that are over and of which nobody waits to hear.
    mutating func forgetSettled() {
        for (id, alert) in alerts where alert.end != nil {
            let waits = told.values.contains { $0[id]?.status == .triggered && $0[id]?.isDelivered == true }
            if !waits { forget(id) }
        }
        failures = failures.filter { now.seconds(since: $0.value.next) < Self.memory }
        groups = groups.filter { now.seconds(since: $0.value) < Self.memory }
        for handler in told.keys { told[handler] = told[handler]?.filter { alerts[$0.key] != nil } }
    }

    private mutating func begin(_ alert: DispatchedAlert) {
        guard alerts.count < Self.alertLimit else { return }
        alerts[alert.alert.id] = alert
    }

    private mutating func end(_ fact: AlertResolved, _ event: RecordedEvent) {
        let found = alerts.values.filter {
            $0.end == nil && $0.alert.rule == fact.rule && $0.alert.fingerprint == fact.alert.fingerprint
        }.max { $0.position < $1.position }
        guard let id = found?.alert.id else { return }
        alerts[id]?.end = DispatchedAlert.End(value: fact.value, position: event.position, time: event.time)
    }

    private mutating func forget(_ id: String) {
        alerts[id] = nil
        for receiver in told.keys { told[receiver]?[id] = nil }
    }

    /// Of records of before alerts had ids the latest of the rule is meant.
    private func alertID(_ fact: AlertNotified) -> String? {
        if !fact.alert.id.isEmpty { return fact.alert.id }
        return alerts.values.filter { $0.alert.rule == fact.rule }.max { $0.position < $1.position }?.alert.id
    }

    static func place(_ receiver: String, _ group: String) -> String { "\(receiver)\u{0}\(group)" }
}
