/// Which alert an event is about: one label set of one rule, from its beginning to its end.
public struct AlertIdentity: Codable, Hashable, Sendable {
    /// Unique in the log; empty in events of before there were several alerts a rule.
    public let id: String
    /// The rule's name.
    public let rule: String
    /// The hash of the labels, the same each time the alert comes.
    public let fingerprint: String
    /// With `alertname`.
    public let labels: [String: String]

    public init(id: String, rule: String, fingerprint: String, labels: [String: String]) {
        self.id = id
        self.rule = rule
        self.fingerprint = fingerprint
        self.labels = labels
    }

    /// The only alert of a rule, as it was before version 2.
    public init(rule: String) { self.init(id: "", rule: rule, fingerprint: "", labels: [:]) }

    static func read(_ object: JSONObject) throws -> AlertIdentity {
        AlertIdentity(
            id: try object.optionalText("id") ?? "", rule: try object.text("rule"),
            fingerprint: try object.optionalText("fingerprint") ?? "", labels: try object.texts("labels"))
    }

    var object: JSONObject {
        var object: JSONObject = [:]
        object.put("id", id)
        object["rule"] = .string(rule)
        object.put("fingerprint", fingerprint)
        object.put("labels", labels)
        return object
    }
}
