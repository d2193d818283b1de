/// A receiver was told, or could not be.
public struct AlertNotified: ObjectEvent {
    public static let type: EventType = "alert.notified"
    public static let version = 2
    public let alert: AlertIdentity
    /// The receiver's name.
    public let handler: String
    /// `triggered` or `resolved`.
    public let status: String
    public let delivered: Bool
    /// Never holds a secret.
    public let error: String?
    /// The same for every attempt at the same news: rule, fingerprint, start and status.
    public let key: String
    /// From 1.
    public let attempt: Int
    /// Whether nobody tries again: it was delivered, or is in the dead letters.
    public let isFinal: Bool
    /// The group of alerts that it was told with.
    public let group: String

    public var rule: String { alert.rule }

    public init(
        alert: AlertIdentity, handler: String, status: String, delivered: Bool, error: String?, key: String,
        attempt: Int = 1, isFinal: Bool = true, group: String = ""
    ) {
        self.alert = alert
        self.handler = handler
        self.status = status
        self.delivered = delivered
        self.error = error
        self.key = key
        self.attempt = attempt
        self.isFinal = isFinal
        self.group = group
    }

    public init(rule: String, handler: String, status: String, delivered: Bool, error: String?) {
        self.init(
            alert: AlertIdentity(rule: rule), handler: handler, status: status, delivered: delivered, error: error,
            key: "")
    }

    public static func read(_ object: JSONObject) throws -> AlertNotified {
        AlertNotified(
            alert: try .read(object), handler: try object.text("handler"), status: try object.text("status"),
            delivered: try object.flag("delivered"), error: try object.optionalText("error"),
            key: try object.optionalText("key") ?? "", attempt: try object.optionalInt("attempt") ?? 1,
            isFinal: object["final"]?.bool ?? true, group: try object.optionalText("group") ?? "")
    }

    public var object: JSONObject {
        var object = alert.object
        object["handler"] = .string(handler)
        object["status"] = .string(status)
        object["delivered"] = .bool(delivered)
        object.put("error", error)
        object.put("key", key)
        object["attempt"] = .int(attempt)
        object["final"] = .bool(isFinal)
        object.put("group", group)
        return object
    }
}
