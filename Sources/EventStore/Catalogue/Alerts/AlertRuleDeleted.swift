/// A rule is in force no longer; its versions stay in the log.
///
/// Stream `rule-<name>`.
public struct AlertRuleDeleted: ObjectEvent {
    public static let type: EventType = "alert.rule_deleted"
    public let name: String
    public let reason: String?

    public init(name: String, reason: String? = nil) {
        self.name = name
        self.reason = reason
    }

    public static func read(_ object: JSONObject) throws -> AlertRuleDeleted {
        AlertRuleDeleted(name: try object.text("name"), reason: try object.optionalText("reason"))
    }

    public var object: JSONObject {
        var object: JSONObject = ["name": .string(name)]
        object.put("reason", reason)
        return object
    }
}
