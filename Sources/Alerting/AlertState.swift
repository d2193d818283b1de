public import EventStore
public import Projections

/// What a reading changed about an alert.
public enum AlertTransition: Codable, Equatable, Sendable {
    case pending(value: Double, since: Timestamp)
    case fired(value: Double, since: Timestamp)
    /// `hadFired` is false where a pending alert ended without firing.
    case resolved(value: Double?, hadFired: Bool)

    /// Stable: part of idempotency keys.
    public var name: String {
        switch self {
        case .pending: "pending"
        case .fired: "fired"
        case .resolved: "resolved"
        }
    }
}

/// Where one rule's alert stands: a state machine on event time.
///
/// A reading comes in and a transition goes out; nothing here reads a clock, so the same readings always take the
/// same way. No data counts as a condition that does not hold, as in Prometheus.
public enum AlertState: Codable, Equatable, Sendable {
    /// The condition does not hold. Turns into pending; into firing where the rule asks for no duration.
    case inactive
    /// It holds since then, not yet for the rule's duration. Turns into firing, or back into inactive.
    case pending(since: Timestamp)
    /// It has held for the duration. Turns into resolved.
    case firing(since: Timestamp)
    /// It fired and holds no longer. Turns into pending or firing again, as inactive does.
    case resolved

    public var isActive: Bool {
        switch self {
        case .pending, .firing: true
        case .inactive, .resolved: false
        }
    }

    /// Moves on by one reading; nil where nothing changed.
    ///
    /// - Parameters:
    ///   - value: what the rule's metric is; nil where there is no data.
    ///   - now: the event time of the tick; it must not fall.
    public mutating func take(_ value: Double?, of rule: AlertRule, at now: Timestamp) -> AlertTransition? {
        guard let value, rule.condition.holds(for: value) else { return end(value) }
        switch self {
        case .inactive, .resolved:
            return rule.duration > 0 ? begin(value, at: now) : fire(value, since: now)
        case .pending(let since):
            return now.seconds(since: since) >= rule.duration ? fire(value, since: since) : nil
        case .firing: return nil
        }
    }

    /// Ends whatever is active, because its rule has changed or is switched off.
    public mutating func end(_ value: Double? = nil) -> AlertTransition? {
        switch self {
        case .inactive, .resolved: return nil
        case .pending:
            self = .inactive
            return .resolved(value: value, hadFired: false)
        case .firing:
            self = .resolved
            return .resolved(value: value, hadFired: true)
        }
    }

    private mutating func begin(_ value: Double, at now: Timestamp) -> AlertTransition {
        self = .pending(since: now)
        return .pending(value: value, since: now)
    }

    private mutating func fire(_ value: Double, since: Timestamp) -> AlertTransition {
        self = .firing(since: since)
        return .fired(value: value, since: since)
    }
}
