/// The condition began to hold.
///
/// Stream `alert-<rule>`, as for all that happens to an alert; caused by the tick on which it was decided.
public struct AlertPending: ObjectEvent {
    public static let type: EventType = "alert.pending"
    public static let version = 2
    public let alert: AlertIdentity
    public let value: Double
    /// Event time at which it began.
    public let since: Timestamp
    /// Where the rule was saved by which it was decided; nil where that was not told.
    public let ruleVersion: Position?

    public var rule: String { alert.rule }

    public init(alert: AlertIdentity, value: Double, since: Timestamp, ruleVersion: Position?) {
        self.alert = alert
        self.value = value
        self.since = since
        self.ruleVersion = ruleVersion
    }

    public init(rule: String, value: Double, since: Timestamp) {
        self.init(alert: AlertIdentity(rule: rule), value: value, since: since, ruleVersion: nil)
    }

    public static func read(_ object: JSONObject) throws -> AlertPending {
        AlertPending(
            alert: try .read(object), value: try object.value("value").anyNumber, since: try object.moment("since"),
            ruleVersion: try object.optionalPosition("rule_version"))
    }

    public var object: JSONObject {
        var object = alert.object
        object["value"] = .anyNumber(value)
        object["since"] = .string(since.iso8601)
        if let ruleVersion { object["rule_version"] = .int(Int(ruleVersion.value)) }
        return object
    }
}

extension JSON {
    /// A number, also one that JSON has no words for: those are written as Prometheus does.
    static func anyNumber(_ value: Double) -> JSON {
        if value.isFinite { return .double(value) }
        return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf"
    }

    var anyNumber: Double {
        get throws(JSONFieldError) {
            if let number { return number }
            switch string {
            case "NaN": return .nan
            case "+Inf": return .infinity
            case "-Inf": return -.infinity
            default: throw JSONFieldError(key: "value")
            }
        }
    }
}

extension JSONObject {
    func optionalPosition(_ key: String) throws(JSONFieldError) -> Position? {
        guard let number = try optionalInt(key) else { return nil }
        guard number >= 0 else { throw JSONFieldError(key: key) }
        return Position(UInt64(number))
    }

    func optionalAnyNumber(_ key: String) throws(JSONFieldError) -> Double? {
        guard let value = self[key], value != .null else { return nil }
        return try value.anyNumber
    }
}
