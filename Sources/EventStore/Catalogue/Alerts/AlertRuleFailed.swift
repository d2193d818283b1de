/// A rule could not be evaluated, or can be again.
///
/// Appended where that changes, not at each tick. Stream `rule-<name>`.
public struct AlertRuleFailed: ObjectEvent {
    public static let type: EventType = "alert.rule_failed"
    public let rule: String
    /// What is wrong; nil where nothing is any longer.
    public let error: String?

    public init(rule: String, error: String?) {
        self.rule = rule
        self.error = error
    }

    public static func read(_ object: JSONObject) throws -> AlertRuleFailed {
        AlertRuleFailed(rule: try object.text("rule"), error: try object.optionalText("error"))
    }

    public var object: JSONObject {
        var object: JSONObject = ["rule": .string(rule)]
        object.put("error", error)
        return object
    }
}
