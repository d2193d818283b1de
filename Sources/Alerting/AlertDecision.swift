public import EventStore
public import Projections

/// A transition that an evaluation arrived at, and why.
public struct AlertDecision: Equatable, Sendable {
    public let rule: AlertRule
    public let transition: AlertTransition
    /// The event on which it was decided: a tick, or the saving of the rule.
    public let tick: Position
    public let time: Timestamp
    /// The events that made the metric what it was; empty but for alerts that fire.
    public let evidence: [Position]

    /// The same decision always has the same key, so that the log takes it once.
    public var key: String { Self.key(rule.name, transition.name, tick) }

    static func key(_ rule: String, _ transition: String, _ tick: Position) -> String {
        "alert:\(rule):\(transition):\(tick)"
    }

    /// The event that says so.
    public var event: any Event {
        switch transition {
        case .pending(let value, let since): AlertPending(rule: rule.name, value: value, since: since)
        case .fired(let value, let since):
            AlertFired(
                rule: rule.name, metric: rule.metric, condition: rule.condition.text,
                severity: rule.severity.rawValue, value: value, since: since, evidence: evidence)
        case .resolved(let value, let hadFired): AlertResolved(rule: rule.name, value: value, hadFired: hadFired)
        }
    }

    /// What the log is asked to append.
    public var proposal: Proposal {
        Proposal(
            [event], to: AlertEvents.stream(ofAlert: rule.name), durability: .synced, key: key,
            metadata: EventMetadata(causation: tick))
    }
}
