public import EventStore

extension AlertRule {
    private static let fields = ["name", "metric", "condition", "duration", "cooldown", "severity", "enabled"]

    /// Reads a rule as clients write it: `name`, `metric` and `condition` are required, the rest has defaults.
    public init(json: JSON) throws(AlertRuleError) {
        guard let object = json.object else {
            throw AlertRuleError("rule", "must be an object, not \(json.typeName)")
        }
        if let unknown = object.keys.first(where: { !Self.fields.contains($0) }) {
            throw AlertRuleError(unknown, "is unknown; known are \(Self.fields.joined(separator: ", "))")
        }
        try self.init(
            name: try Self.text("name", in: object), metric: try Self.text("metric", in: object),
            condition: try Self.text("condition", in: object),
            duration: try Self.number("duration", in: object) ?? 300,
            cooldown: try Self.number("cooldown", in: object) ?? 300,
            severity: object["severity"] == nil ? "warning" : try Self.text("severity", in: object),
            isEnabled: try Self.flag("enabled", in: object) ?? true)
    }

    private static func text(_ key: String, in object: JSONObject) throws(AlertRuleError) -> String {
        guard let value = object[key] else { throw AlertRuleError(key, "is missing") }
        guard let text = value.string else { throw AlertRuleError(key, "must be a string, not \(value.typeName)") }
        return text
    }

    private static func number(_ key: String, in object: JSONObject) throws(AlertRuleError) -> Double? {
        guard let value = object[key] else { return nil }
        guard let number = value.number else {
            throw AlertRuleError(key, "must be a number of seconds, not \(value.typeName)")
        }
        return number
    }

    private static func flag(_ key: String, in object: JSONObject) throws(AlertRuleError) -> Bool? {
        guard let value = object[key] else { return nil }
        guard let flag = value.bool else { throw AlertRuleError(key, "must be true or false, not \(value.typeName)") }
        return flag
    }
}
