/// The condition no longer holds; also where a pending alert never fired.
public struct AlertResolved: ObjectEvent {
    public static let type: EventType = "alert.resolved"
    public static let version = 2

    /// Why an alert ended.
    public enum Cause: String, CaseIterable, Codable, Sendable {
        /// The condition ceased to hold.
        case recovered
        /// There was nothing left to hold it against.
        case noData = "no_data"
        /// The rule was changed in what it watches, switched off or deleted.
        case ruleChanged = "rule_changed"
        /// The rule had more alerts than its group's limit.
        case limit
    }

    public let alert: AlertIdentity
    public let value: Double?
    /// Whether it had fired.
    public let hadFired: Bool
    public let cause: Cause

    public var rule: String { alert.rule }

    public init(alert: AlertIdentity, value: Double?, hadFired: Bool, cause: Cause) {
        self.alert = alert
        self.value = value
        self.hadFired = hadFired
        self.cause = cause
    }

    public init(rule: String, value: Double?, hadFired: Bool) {
        self.init(alert: AlertIdentity(rule: rule), value: value, hadFired: hadFired, cause: .recovered)
    }

    public static func read(_ object: JSONObject) throws -> AlertResolved {
        AlertResolved(
            alert: try .read(object), value: try object.optionalAnyNumber("value"),
            hadFired: try object.flag("had_fired"),
            cause: try object.optionalText("cause").flatMap(Cause.init(rawValue:)) ?? .recovered)
    }

    public var object: JSONObject {
        var object = alert.object
        if let value { object["value"] = .anyNumber(value) }
        object["had_fired"] = .bool(hadFired)
        object["cause"] = .string(cause.rawValue)
        return object
    }
}
