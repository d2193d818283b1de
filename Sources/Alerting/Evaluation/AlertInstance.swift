public import EventStore
import Projections

/// One label set of one rule for which the condition holds, or held until lately.
public struct AlertInstance: Codable, Equatable, Sendable {
    public let identity: AlertIdentity
    /// The labels of the series, for the templates of annotations.
    let series: [String: String]
    /// What was held against the condition when that last held.
    public internal(set) var value: Double
    public internal(set) var isFiring: Bool
    /// Event time at which the condition began to hold.
    public let since: Timestamp
    /// Since when the condition holds no longer, though the alert still fires.
    var keptSince: Timestamp?
}

/// What became of an alert at a tick.
public enum AlertTransition: Equatable, Sendable {
    case pending(AlertInstance)
    case fired(AlertInstance)
    case resolved(AlertInstance, value: Double?, cause: AlertResolved.Cause)

    public var instance: AlertInstance {
        switch self {
        case .pending(let instance), .fired(let instance), .resolved(let instance, _, _): instance
        }
    }

    /// Stable: part of idempotency keys.
    public var name: String {
        switch self {
        case .pending: "pending"
        case .fired: "fired"
        case .resolved: "resolved"
        }
    }
}
